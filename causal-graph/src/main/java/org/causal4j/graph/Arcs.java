package org.causal4j.graph;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The edges of a graph by the positions of its nodes: who has an arrow into whom ({@code parents},
 * {@code children}) and who shares a hidden cause ({@code siblings}). Every list ascends without
 * repeats. Algorithms run on this; names come back at their end. Immutable.
 */
final class Arcs {
  private static final int[] NONE = {};

  private final int[][] parents;
  private final int[][] children;
  private final int[][] siblings;

  private Arcs(int[][] parents, int[][] children, int[][] siblings) {
    this.parents = parents;
    this.children = children;
    this.siblings = siblings;
  }

  int size() {
    return parents.length;
  }

  /** Not to be written to, as the two below. */
  int[] parents(int node) {
    return parents[node];
  }

  int[] children(int node) {
    return children[node];
  }

  int[] siblings(int node) {
    return siblings[node];
  }

  boolean hasArrow(int from, int to) {
    return Arrays.binarySearch(children[from], to) >= 0;
  }

  boolean hasSiblings(int a, int b) {
    return Arrays.binarySearch(siblings[a], b) >= 0;
  }

  boolean adjacent(int a, int b) {
    return hasArrow(a, b) || hasArrow(b, a) || hasSiblings(a, b);
  }

  boolean hasNoSiblings() {
    return Arrays.stream(siblings).allMatch(ends -> ends.length == 0);
  }

  // -- reach ------------------------------------------------------------------------------------

  /** These and whatever has a directed path to them. */
  BitSet ancestors(BitSet of) {
    return closure(of, parents, null);
  }

  /** These and whatever they have a directed path to. */
  BitSet descendants(BitSet of) {
    return closure(of, children, null);
  }

  /** As {@link #ancestors}, by paths that enter no node of {@code avoid} but at their start. */
  BitSet ancestorsAvoiding(BitSet of, BitSet avoid) {
    return closure(of, parents, avoid);
  }

  /** As {@link #descendants}, by paths that enter no node of {@code avoid} but at their start. */
  BitSet descendantsAvoiding(BitSet of, BitSet avoid) {
    return closure(of, children, avoid);
  }

  /** These and whatever hangs together with them by bidirected edges. */
  BitSet districts(BitSet of) {
    return closure(of, siblings, null);
  }

  private static BitSet closure(BitSet of, int[][] step, @Nullable BitSet avoid) {
    BitSet reached = (BitSet) of.clone();
    int[] open = new int[step.length];
    int last = 0;
    for (int v = of.nextSetBit(0); v >= 0; v = of.nextSetBit(v + 1)) {
      open[last++] = v;
    }
    for (int first = 0; first < last; first++) {
      for (int next : step[open[first]]) {
        if (!reached.get(next) && (avoid == null || !avoid.get(next))) {
          reached.set(next);
          open[last++] = next;
        }
      }
    }
    return reached;
  }

  // -- fewer edges ------------------------------------------------------------------------------

  /** Without {@code tail -> head} for each tail and head of these sets. */
  Arcs withoutArrows(BitSet tails, BitSet heads) {
    int[][] up = parents.clone();
    int[][] down = children.clone();
    for (int v = tails.nextSetBit(0); v >= 0; v = tails.nextSetBit(v + 1)) {
      down[v] = kept(down[v], child -> !heads.get(child));
    }
    for (int v = heads.nextSetBit(0); v >= 0; v = heads.nextSetBit(v + 1)) {
      up[v] = kept(up[v], parent -> !tails.get(parent));
    }
    return new Arcs(up, down, siblings);
  }

  /** Without every directed edge that starts at one of these. */
  Arcs withoutArrowsOutOf(BitSet tails) {
    BitSet all = new BitSet();
    all.set(0, size());
    return withoutArrows(tails, all);
  }

  /** Without every edge with an arrowhead at one of these. */
  Arcs withoutHeadsAt(BitSet heads) {
    int[][] up = parents.clone();
    int[][] down = new int[size()][];
    int[][] side = new int[size()][];
    for (int v = 0; v < size(); v++) {
      boolean head = heads.get(v);
      up[v] = head ? NONE : up[v];
      down[v] = kept(children[v], child -> !heads.get(child));
      side[v] = head ? NONE : kept(siblings[v], other -> !heads.get(other));
    }
    return new Arcs(up, down, side);
  }

  private static int[] kept(int[] ends, IntPredicate keep) {
    for (int end : ends) {
      if (!keep.test(end)) {
        return Arrays.stream(ends).filter(keep).toArray();
      }
    }
    return ends;
  }

  /** Collects edges, in any order and with repeats. */
  static final class Collector {
    private int[] from = new int[16];
    private int[] to = new int[16];
    private final BitSet bidirected = new BitSet();
    private int count;

    void arrow(int tail, int head) {
      if (count == from.length) {
        from = Arrays.copyOf(from, 2 * count);
        to = Arrays.copyOf(to, 2 * count);
      }
      from[count] = tail;
      to[count++] = head;
    }

    void join(int a, int b) {
      bidirected.set(count);
      arrow(a, b);
    }

    void addAll(Arcs arcs) {
      for (int v = 0; v < arcs.size(); v++) {
        for (int child : arcs.children(v)) {
          arrow(v, child);
        }
        for (int other : arcs.siblings(v)) {
          if (v < other) {
            join(v, other);
          }
        }
      }
    }

    Arcs build(int nodes) {
      int[] up = new int[nodes];
      int[] down = new int[nodes];
      int[] side = new int[nodes];
      for (int i = 0; i < count; i++) {
        if (bidirected.get(i)) {
          side[from[i]]++;
          side[to[i]]++;
        } else {
          down[from[i]]++;
          up[to[i]]++;
        }
      }
      int[][] parents = rows(up);
      int[][] children = rows(down);
      int[][] siblings = rows(side);
      for (int i = 0; i < count; i++) {
        if (bidirected.get(i)) {
          siblings[from[i]][--side[from[i]]] = to[i];
          siblings[to[i]][--side[to[i]]] = from[i];
        } else {
          children[from[i]][--down[from[i]]] = to[i];
          parents[to[i]][--up[to[i]]] = from[i];
        }
      }
      return new Arcs(sorted(parents), sorted(children), sorted(siblings));
    }

    private static int[][] rows(int[] lengths) {
      int[][] rows = new int[lengths.length][];
      for (int v = 0; v < rows.length; v++) {
        rows[v] = lengths[v] == 0 ? NONE : new int[lengths[v]];
      }
      return rows;
    }

    private static int[][] sorted(int[][] rows) {
      for (int v = 0; v < rows.length; v++) {
        int[] row = rows[v];
        Arrays.sort(row);
        int kept = 0;
        for (int i = 0; i < row.length; i++) {
          if (i == 0 || row[i] != row[i - 1]) {
            row[kept++] = row[i];
          }
        }
        rows[v] = kept == row.length ? row : Arrays.copyOf(row, kept);
      }
      return rows;
    }
  }
}
