package org.causal4j.graph;

import java.util.ArrayDeque;
import java.util.BitSet;

/**
 * Orients all undecided edges without a cycle or a new unshielded collider (Dor and Tarsi 1992, "A
 * simple algorithm to construct a consistent extension of a partially oriented graph"): takes away,
 * one after the other, a node without arrows out of it whose undecided neighbors are adjacent to
 * all its other neighbors, and points those edges at it. Cost: degree cubed for each node.
 */
final class ConsistentExtension {
  private final Marks marks;
  private final Marks before;
  private final boolean circlesOnly;
  private final BitSet gone = new BitSet();
  private final ArrayDeque<Integer> open = new ArrayDeque<>();

  private ConsistentExtension(Marks marks, boolean circlesOnly) {
    this.marks = marks;
    this.before = marks.copy();
    this.circlesOnly = circlesOnly;
    for (int v = 0; v < marks.size(); v++) {
      open.add(v);
    }
  }

  /** Orients in place; the position of a node that is in the way, or -1. */
  static int orientAll(Marks marks) {
    return new ConsistentExtension(marks, false).run();
  }

  /**
   * The same for the edges with circles at both ends as a graph of its own, as a PAG asks for
   * (Zhang 2008, "On the completeness of orientation rules for causal discovery").
   */
  static int orientCircles(Marks marks) {
    return new ConsistentExtension(marks, true).run();
  }

  private int run() {
    while (!open.isEmpty()) {
      int v = open.remove();
      if (gone.get(v) || !isSink(v)) {
        continue;
      }
      gone.set(v);
      for (int w : marks.neighbors(v)) {
        if (!gone.get(w)) {
          if (marks.isUndecided(v, w)) {
            marks.orient(w, v);
          }
          open.add(w);
        }
      }
    }
    int left = gone.nextClearBit(0);
    return left < marks.size() ? left : -1;
  }

  private boolean isSink(int v) {
    for (int w : marks.neighbors(v)) {
      if (gone.get(w) || (circlesOnly && !before.isUndecided(v, w))) {
        continue;
      }
      if (marks.isArrow(v, w)) {
        return false;
      }
      if (marks.isUndecided(v, w) && !seesAllOthers(w, v)) {
        return false;
      }
    }
    return true;
  }

  private boolean seesAllOthers(int w, int v) {
    for (int other : marks.neighbors(v)) {
      boolean counts = !gone.get(other) && (!circlesOnly || before.isUndecided(v, other));
      if (counts && other != w && !marks.adjacent(w, other)) {
        return false;
      }
    }
    return true;
  }
}
