package org.causal4j.graph;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Kahn's algorithm (1962, "Topological sorting of large networks"); of the nodes that may come next
 * the one with the smallest index does.
 */
final class TopologicalOrder {
  private TopologicalOrder() {}

  static int[] of(List<String> names, Arcs arcs) {
    int n = names.size();
    int[] waiting = new int[n];
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int v = 0; v < n; v++) {
      waiting[v] = arcs.parents(v).length;
      if (waiting[v] == 0) {
        ready.add(v);
      }
    }
    int[] order = new int[n];
    int placed = 0;
    while (!ready.isEmpty()) {
      int v = ready.remove();
      order[placed++] = v;
      for (int child : arcs.children(v)) {
        if (--waiting[child] == 0) {
          ready.add(child);
        }
      }
    }
    if (placed < n) {
      throw new CycleException(cycle(names, arcs, waiting));
    }
    return order;
  }

  /** Walks up from a node that never became ready until it meets itself. */
  private static List<String> cycle(List<String> names, Arcs arcs, int[] waiting) {
    int v = 0;
    while (waiting[v] == 0) {
      v++;
    }
    LinkedHashSet<Integer> walk = new LinkedHashSet<>();
    while (walk.add(v)) {
      int[] above = arcs.parents(v);
      int next = 0;
      while (waiting[above[next]] == 0) {
        next++;
      }
      v = above[next];
    }
    List<String> backwards = new ArrayList<>();
    backwards.add(names.get(v));
    boolean inside = false;
    for (int step : walk) {
      inside |= step == v;
      if (inside && step != v) {
        backwards.add(names.get(step));
      }
    }
    backwards.add(names.get(v));
    return ImmutableList.copyOf(backwards).reverse();
  }

  /** A directed cycle; the parser adds the place to it. */
  static final class CycleException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // an ImmutableList of strings
    private final List<String> cycle;

    CycleException(List<String> cycle) {
      super("edges: they form the cycle " + GraphWriter.path(cycle));
      this.cycle = cycle;
    }

    List<String> cycle() {
      return cycle;
    }
  }
}
