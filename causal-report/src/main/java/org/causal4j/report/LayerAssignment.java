package org.causal4j.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Steps one and two of a layered drawing (Sugiyama, Tagawa and Toda, "Methods for visual
 * understanding of hierarchical system structures", 1981): turn some arrows around so that no cycle
 * is left, then give every node a layer so that arrows go forward.
 */
final class LayerAssignment {
  private LayerAssignment() {}

  /**
   * Which of the arrows go against the order of Eades, Lin and Smyth ("A fast and effective
   * heuristic for the feedback arc set problem", 1993); none where there is no cycle.
   */
  static boolean[] reversed(int nodes, List<int[]> arrows) {
    int[] rank = new int[nodes];
    int[] in = new int[nodes];
    int[] out = new int[nodes];
    for (int[] arrow : arrows) {
      out[arrow[0]]++;
      in[arrow[1]]++;
    }
    boolean[] gone = new boolean[nodes];
    int first = 0;
    int last = nodes - 1;
    while (first <= last) {
      int next = find(gone, out);
      boolean toEnd = next >= 0;
      if (!toEnd) {
        next = find(gone, in);
      }
      if (next < 0) {
        next = mostOutgoing(gone, in, out);
      }
      rank[next] = toEnd ? last-- : first++;
      gone[next] = true;
      for (int[] arrow : arrows) {
        if (arrow[0] == next) {
          in[arrow[1]]--;
        } else if (arrow[1] == next) {
          out[arrow[0]]--;
        }
      }
    }
    boolean[] reversed = new boolean[arrows.size()];
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = rank[arrows.get(i)[0]] > rank[arrows.get(i)[1]];
    }
    return reversed;
  }

  private static int find(boolean[] gone, int[] degree) {
    for (int v = 0; v < gone.length; v++) {
      if (!gone[v] && degree[v] == 0) {
        return v;
      }
    }
    return -1;
  }

  private static int mostOutgoing(boolean[] gone, int[] in, int[] out) {
    int best = -1;
    for (int v = 0; v < gone.length; v++) {
      if (!gone[v] && (best < 0 || out[v] - in[v] > out[best] - in[best])) {
        best = v;
      }
    }
    return best;
  }

  /**
   * Layers by longest path from the sources; then every node moves within its slack towards the
   * side where it has more neighbors, which shortens edges.
   *
   * @param arrows without a cycle
   */
  static int[] layers(int nodes, List<int[]> arrows) {
    int[] layer = new int[nodes];
    boolean moved = true;
    while (moved) {
      moved = false;
      for (int[] arrow : arrows) {
        if (layer[arrow[1]] <= layer[arrow[0]]) {
          layer[arrow[1]] = layer[arrow[0]] + 1;
          moved = true;
        }
      }
    }
    for (int pass = 0; pass < nodes && tighten(layer, arrows); pass++) {}
    int lowest = Arrays.stream(layer).min().orElse(0);
    return Arrays.stream(layer).map(l -> l - lowest).toArray();
  }

  private static boolean tighten(int[] layer, List<int[]> arrows) {
    boolean moved = false;
    for (int v = 0; v < layer.length; v++) {
      List<Integer> before = new ArrayList<>();
      List<Integer> after = new ArrayList<>();
      for (int[] arrow : arrows) {
        if (arrow[0] == v) {
          after.add(layer[arrow[1]]);
        } else if (arrow[1] == v) {
          before.add(layer[arrow[0]]);
        }
      }
      int target = layer[v];
      if (after.size() > before.size()) {
        target = after.stream().mapToInt(l -> l - 1).min().orElse(target);
      } else if (before.size() > after.size()) {
        target = before.stream().mapToInt(l -> l + 1).max().orElse(target);
      }
      moved |= target != layer[v];
      layer[v] = target;
    }
    return moved;
  }
}
