package org.causal4j.graph;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Breadth-first over states (node, direction of arrival), as the Bayes ball of Shachter (1998)
 * does: what some walk that is open given a set can reach. Linear in nodes plus edges.
 */
final class OpenWalks {
  private static final int BY_TAIL = 0;
  private static final int BY_HEAD = 1;
  private static final int UNSEEN = Integer.MIN_VALUE;

  private final Arcs arcs;
  private final BitSet given;
  private final BitSet opensColliders;
  private final BitSet targets;
  private final int[] cameFrom;
  private final int[] order;
  private int last;
  private int hit = -1;

  /** Stops at the first of the targets, if there are any. */
  OpenWalks(Arcs arcs, BitSet from, BitSet given, BitSet targets) {
    this.arcs = arcs;
    this.given = given;
    this.targets = targets;
    this.opensColliders = given.isEmpty() ? given : arcs.ancestors(given);
    this.cameFrom = new int[2 * arcs.size()];
    this.order = new int[2 * arcs.size()];
    Arrays.fill(cameFrom, UNSEEN);
    for (int v = from.nextSetBit(0); v >= 0; v = from.nextSetBit(v + 1)) {
      visit(2 * v + BY_TAIL, -1);
    }
    for (int first = 0; first < last && hit < 0; first++) {
      leave(order[first]);
    }
  }

  /** All nodes outside {@code given} with an open walk from {@code from}, those included. */
  static BitSet reachable(Arcs arcs, BitSet from, BitSet given) {
    return new OpenWalks(arcs, from, given, new BitSet()).reached();
  }

  static boolean separated(Arcs arcs, BitSet from, BitSet to, BitSet given) {
    return new OpenWalks(arcs, from, given, to).hit < 0;
  }

  private void leave(int state) {
    int node = state / 2;
    boolean asNonCollider = !given.get(node);
    boolean asCollider = state % 2 == BY_HEAD ? opensColliders.get(node) : asNonCollider;
    if (asNonCollider) {
      for (int child : arcs.children(node)) {
        visit(2 * child + BY_HEAD, state);
      }
    }
    if (asCollider) {
      for (int parent : arcs.parents(node)) {
        visit(2 * parent + BY_TAIL, state);
      }
      for (int sibling : arcs.siblings(node)) {
        visit(2 * sibling + BY_HEAD, state);
      }
    }
  }

  private void visit(int state, int from) {
    if (cameFrom[state] == UNSEEN) {
      cameFrom[state] = from;
      order[last++] = state;
      if (hit < 0 && targets.get(state / 2)) {
        hit = state;
      }
    }
  }

  private BitSet reached() {
    BitSet nodes = new BitSet();
    for (int i = 0; i < last; i++) {
      nodes.set(order[i] / 2);
    }
    nodes.andNot(given);
    return nodes;
  }

  /**
   * The nodes outside {@code given} that an open walk enters by an arrowhead: conditioning on one
   * can open a way on, where conditioning on another can only close one.
   */
  static BitSet enteredByHead(Arcs arcs, BitSet from, BitSet given) {
    OpenWalks walks = new OpenWalks(arcs, from, given, new BitSet());
    BitSet nodes = new BitSet();
    for (int i = 0; i < walks.last; i++) {
      if (walks.order[i] % 2 == BY_HEAD) {
        nodes.set(walks.order[i] / 2);
      }
    }
    nodes.andNot(given);
    return nodes;
  }

  /** Whether a target was reached. */
  boolean arrived() {
    return hit >= 0;
  }

  /**
   * The nodes that a shortest open walk to a target passes otherwise than as colliders: any set
   * that holds {@code given} and blocks the walk holds one of them. Both ends are left out.
   */
  BitSet nonCollidersOnTheWay() {
    BitSet nodes = new BitSet();
    for (int state = hit, next = -1; state >= 0; next = state, state = cameFrom[state]) {
      boolean inner = next >= 0 && cameFrom[state] >= 0;
      if (inner && !(state % 2 == BY_HEAD && leavesByHead(state, next))) {
        nodes.set(state / 2);
      }
    }
    return nodes;
  }

  /** Whether the step from one state to the next starts at an arrowhead. */
  private boolean leavesByHead(int from, int to) {
    return to % 2 == BY_TAIL || !takesArrow(from, to);
  }

  /** Where both edges exist, the directed one is open only if the node is no collider. */
  private boolean takesArrow(int from, int to) {
    return to % 2 == BY_HEAD && arcs.hasArrow(from / 2, to / 2) && !given.get(from / 2);
  }

  /** A shortest open walk to a target, as text: {@code x <- u -> y}. */
  String text(List<String> names) {
    StringBuilder out = new StringBuilder(name(names, hit));
    for (int state = hit; cameFrom[state] >= 0; state = cameFrom[state]) {
      int before = cameFrom[state];
      String arrow = state % 2 == BY_TAIL ? " <- " : takesArrow(before, state) ? " -> " : " <-> ";
      out.insert(0, name(names, before) + arrow);
    }
    return out.toString();
  }

  private static String name(List<String> names, int state) {
    return GraphWriter.quoted(names.get(state / 2));
  }
}
