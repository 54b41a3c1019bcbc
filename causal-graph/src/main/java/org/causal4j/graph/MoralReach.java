package org.causal4j.graph;

import java.util.BitSet;

/**
 * Reach in the moral (augmented) graph of an ancestral set, without building it: that graph joins
 * nodes that are adjacent or connected by colliders alone, so a walk may pass any collider, and any
 * other node outside the barrier. Among the ancestors of x and y the moral graph's plain separation
 * is m-separation (Richardson 2003, Theorem 1). Linear in nodes plus edges.
 */
final class MoralReach {
  private MoralReach() {}

  /**
   * The nodes of {@code among} that walks from {@code from} arrive at; a walk may end in a node of
   * the barrier but not pass it. The start is part of the answer.
   */
  static BitSet of(Arcs arcs, BitSet among, BitSet from, BitSet barrier) {
    int[] open = new int[2 * arcs.size()];
    BitSet seen = new BitSet(2 * arcs.size());
    BitSet reached = (BitSet) from.clone();
    int last = 0;
    for (int v = from.nextSetBit(0); v >= 0; v = from.nextSetBit(v + 1)) {
      seen.set(2 * v);
      open[last++] = 2 * v;
    }
    for (int first = 0; first < last; first++) {
      int node = open[first] / 2;
      boolean byHead = open[first] % 2 == 1;
      boolean free = !barrier.get(node) || from.get(node);
      reached.set(node);
      if (free || byHead) {
        for (int parent : arcs.parents(node)) {
          last = visit(2 * parent, among, seen, open, last);
        }
        for (int sibling : arcs.siblings(node)) {
          last = visit(2 * sibling + 1, among, seen, open, last);
        }
      }
      if (free) {
        for (int child : arcs.children(node)) {
          last = visit(2 * child + 1, among, seen, open, last);
        }
      }
    }
    return reached;
  }

  /** The members of the barrier that the start touches. */
  static BitSet border(Arcs arcs, BitSet among, BitSet from, BitSet barrier) {
    BitSet border = of(arcs, among, from, barrier);
    border.and(barrier);
    border.andNot(from);
    return border;
  }

  private static int visit(int state, BitSet among, BitSet seen, int[] open, int last) {
    if (!among.get(state / 2) || seen.get(state)) {
      return last;
    }
    seen.set(state);
    open[last] = state;
    return last + 1;
  }
}
