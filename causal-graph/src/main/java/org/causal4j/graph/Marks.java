package org.causal4j.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Marks at the ends of the edges of a fixed skeleton, by the positions of the nodes. Orientation
 * rules write them. {@code at(v, w)} is the mark at v of the edge between v and w.
 */
final class Marks {
  static final byte NO_EDGE = 0;
  static final byte TAIL = 1;
  static final byte ARROW = 2;
  static final byte CIRCLE = 3;

  private final int[][] neighbors;
  private final byte[][] near;

  private Marks(int[][] neighbors, byte[][] near) {
    this.neighbors = neighbors;
    this.near = near;
  }

  /** A pair of adjacent nodes with the marks at them. */
  record Link(int a, byte atA, byte atB, int b) {}

  /** At most one link for a pair of nodes. */
  static Marks of(int size, List<Link> links) {
    int[] degree = new int[size];
    for (Link link : links) {
      degree[link.a()]++;
      degree[link.b()]++;
    }
    int[][] neighbors = new int[size][];
    byte[][] near = new byte[size][];
    for (int v = 0; v < size; v++) {
      neighbors[v] = new int[degree[v]];
      near[v] = new byte[degree[v]];
    }
    for (Link link : links) {
      neighbors[link.a()][--degree[link.a()]] = link.b();
      neighbors[link.b()][--degree[link.b()]] = link.a();
    }
    for (int[] row : neighbors) {
      Arrays.sort(row);
    }
    Marks marks = new Marks(neighbors, near);
    for (Link link : links) {
      marks.set(link.a(), link.b(), link.atA());
      marks.set(link.b(), link.a(), link.atB());
    }
    return marks;
  }

  /** The marks of directed and bidirected edges; of a DAG or a MAG. */
  static Marks of(Arcs arcs) {
    List<Link> links = new ArrayList<>();
    for (int v = 0; v < arcs.size(); v++) {
      for (int child : arcs.children(v)) {
        links.add(new Link(v, TAIL, ARROW, child));
      }
      for (int other : arcs.siblings(v)) {
        if (v < other) {
          links.add(new Link(v, ARROW, ARROW, other));
        }
      }
    }
    return of(arcs.size(), links);
  }

  int size() {
    return neighbors.length;
  }

  /** Ascending; not to be written to. */
  int[] neighbors(int node) {
    return neighbors[node];
  }

  byte at(int node, int other) {
    int i = Arrays.binarySearch(neighbors[node], other);
    return i < 0 ? NO_EDGE : near[node][i];
  }

  boolean adjacent(int a, int b) {
    return Arrays.binarySearch(neighbors[a], b) >= 0;
  }

  void set(int node, int other, byte mark) {
    near[node][Arrays.binarySearch(neighbors[node], other)] = mark;
  }

  boolean isArrow(int from, int to) {
    return at(from, to) == TAIL && at(to, from) == ARROW;
  }

  boolean isInto(int from, int to) {
    return at(to, from) == ARROW;
  }

  boolean isBidirected(int a, int b) {
    return at(a, b) == ARROW && at(b, a) == ARROW;
  }

  boolean isUndecided(int a, int b) {
    return at(a, b) == CIRCLE && at(b, a) == CIRCLE;
  }

  void orient(int from, int to) {
    set(from, to, TAIL);
    set(to, from, ARROW);
  }

  /** The same skeleton with circles everywhere. */
  Marks blank() {
    Marks blank = copy();
    for (byte[] row : blank.near) {
      Arrays.fill(row, CIRCLE);
    }
    return blank;
  }

  Marks copy() {
    byte[][] marks = new byte[near.length][];
    for (int v = 0; v < marks.length; v++) {
      marks[v] = near[v].clone();
    }
    return new Marks(neighbors, marks);
  }

  List<Link> links() {
    List<Link> links = new ArrayList<>();
    for (int v = 0; v < size(); v++) {
      for (int w : neighbors[v]) {
        if (v < w) {
          links.add(new Link(v, at(v, w), at(w, v), w));
        }
      }
    }
    return links;
  }

  /** Directed and bidirected edges; others are left out. */
  Arcs arcs() {
    Arcs.Collector arcs = new Arcs.Collector();
    for (Link link : links()) {
      if (link.atA() == ARROW && link.atB() == ARROW) {
        arcs.join(link.a(), link.b());
      } else if (link.atA() == TAIL && link.atB() == ARROW) {
        arcs.arrow(link.a(), link.b());
      } else if (link.atA() == ARROW && link.atB() == TAIL) {
        arcs.arrow(link.b(), link.a());
      }
    }
    return arcs.build(size());
  }

  // -- possibly directed paths ------------------------------------------------------------------

  /** Whether a possibly directed path may take the step: no arrowhead at its start. */
  boolean maySucceed(int from, int to) {
    byte mark = at(from, to);
    return mark == TAIL || mark == CIRCLE;
  }

  /** These and what a possibly directed path from them reaches without entering {@code avoid}. */
  BitSet possibleDescendants(BitSet of, BitSet avoid) {
    return closure(of, avoid, true);
  }

  /** These and what has a possibly directed path to them that doesn't enter {@code avoid}. */
  BitSet possibleAncestors(BitSet of, BitSet avoid) {
    return closure(of, avoid, false);
  }

  private BitSet closure(BitSet of, BitSet avoid, boolean down) {
    BitSet reached = (BitSet) of.clone();
    int[] open = new int[size()];
    int last = 0;
    for (int v = of.nextSetBit(0); v >= 0; v = of.nextSetBit(v + 1)) {
      open[last++] = v;
    }
    for (int first = 0; first < last; first++) {
      int v = open[first];
      for (int w : neighbors[v]) {
        boolean step = down ? maySucceed(v, w) : maySucceed(w, v);
        if (step && !reached.get(w) && !avoid.get(w)) {
          reached.set(w);
          open[last++] = w;
        }
      }
    }
    return reached;
  }

  /**
   * The same in a PDAG, where background knowledge may have directed an edge back to an earlier
   * node of the path: what unshielded possibly directed paths reach, of which none has such an edge
   * (Perković, Kalisch and Maathuis 2017, "Interpreting and using CPDAGs with background
   * knowledge", UAI). Linear in paths of two edges.
   */
  BitSet unshieldedDescendants(BitSet of, BitSet avoid) {
    return unshielded(of, avoid, true);
  }

  /** What has an unshielded possibly directed path to these that doesn't enter {@code avoid}. */
  BitSet unshieldedAncestors(BitSet of, BitSet avoid) {
    return unshielded(of, avoid, false);
  }

  private BitSet unshielded(BitSet of, BitSet avoid, boolean down) {
    BitSet reached = (BitSet) of.clone();
    Set<Long> seen = new HashSet<>();
    ArrayDeque<int[]> open = new ArrayDeque<>();
    of.stream().forEach(v -> open.add(new int[] {v, v}));
    while (!open.isEmpty()) {
      int[] step = open.remove();
      int v = step[1];
      for (int w : neighbors[v]) {
        boolean may = down ? maySucceed(v, w) : maySucceed(w, v);
        boolean shielded = step[0] != v && (w == step[0] || adjacent(step[0], w));
        if (may && !shielded && !avoid.get(w) && seen.add(((long) v << 32) + w)) {
          reached.set(w);
          open.add(new int[] {v, w});
        }
      }
    }
    return reached;
  }

  // -- visible edges ----------------------------------------------------------------------------

  /**
   * Whether {@code from -> to} of a MAG or PAG leaves no room for a hidden common cause: some node
   * not adjacent to the head has an edge into the tail, or a path of colliders into it all of which
   * are parents of the head (Zhang 2008, "Causal reasoning with ancestral graphs", Definition 8).
   */
  boolean isVisible(int from, int to) {
    if (!isArrow(from, to)) {
      return false;
    }
    BitSet seen = new BitSet();
    int[] open = new int[size()];
    int last = 0;
    open[last++] = from;
    seen.set(from);
    for (int first = 0; first < last; first++) {
      int v = open[first];
      for (int c : neighbors[v]) {
        if (c == to || !isInto(c, v)) {
          continue;
        }
        if (!adjacent(c, to)) {
          return true;
        }
        if (!seen.get(c) && isBidirected(c, v) && isArrow(c, to)) {
          seen.set(c);
          open[last++] = c;
        }
      }
    }
    return false;
  }
}
