package org.causal4j.graph;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Maximal ancestral graphs (Richardson and Spirtes 2002, "Ancestral graph Markov models"). */
final class AncestralGraphs {
  private AncestralGraphs() {}

  /**
   * The MAG over the nodes of an acyclic directed mixed graph: two nodes are adjacent when nothing
   * separates them, and then the one that is an ancestor of the other has the tail. Cost: pairs of
   * nodes times the size of the graph.
   */
  static Marks magOf(Arcs arcs) {
    int n = arcs.size();
    BitSet[] ancestors = new BitSet[n];
    for (int v = 0; v < n; v++) {
      ancestors[v] = arcs.ancestors(bit(v));
    }
    List<Marks.Link> links = new ArrayList<>();
    for (int a = 0; a < n; a++) {
      for (int b = a + 1; b < n; b++) {
        if (arcs.adjacent(a, b) || !separable(arcs, ancestors, a, b)) {
          byte atA = ancestors[b].get(a) ? Marks.TAIL : Marks.ARROW;
          byte atB = ancestors[a].get(b) ? Marks.TAIL : Marks.ARROW;
          links.add(new Marks.Link(a, atA, atB, b));
        }
      }
    }
    return Marks.of(n, links);
  }

  /** If any set separates two nodes, that of all their other ancestors does. */
  private static boolean separable(Arcs arcs, BitSet[] ancestors, int a, int b) {
    BitSet given = (BitSet) ancestors[a].clone();
    given.or(ancestors[b]);
    given.clear(a);
    given.clear(b);
    return OpenWalks.separated(arcs, bit(a), bit(b), given);
  }

  /**
   * Checks that no node is an ancestor of a sibling, and that of two nodes that are not adjacent
   * some set separates them; cycles have been refused before.
   */
  static void check(Arcs arcs, List<String> names) {
    BitSet[] ancestors = new BitSet[arcs.size()];
    for (int v = 0; v < arcs.size(); v++) {
      ancestors[v] = arcs.ancestors(bit(v));
    }
    for (int a = 0; a < arcs.size(); a++) {
      for (int b : arcs.siblings(a)) {
        if (ancestors[b].get(a)) {
          throw new InvalidGraphException(
              "graph: "
                  + GraphWriter.quoted(names.get(a))
                  + " <-> "
                  + GraphWriter.quoted(names.get(b))
                  + ", but the first is an ancestor of the second; that is no ancestral graph");
        }
      }
    }
    for (int a = 0; a < arcs.size(); a++) {
      BitSet near = colliderPathsFrom(arcs, a);
      for (int b = near.nextSetBit(a + 1); b >= 0; b = near.nextSetBit(b + 1)) {
        if (!arcs.adjacent(a, b) && !separable(arcs, ancestors, a, b)) {
          throw new InvalidGraphException(
              "graph: "
                  + GraphWriter.quoted(names.get(a))
                  + " and "
                  + GraphWriter.quoted(names.get(b))
                  + " are not adjacent, but no set separates them; the graph is not maximal");
        }
      }
    }
  }

  /** The far ends of paths on which all inner nodes are colliders, two nodes of them or more. */
  private static BitSet colliderPathsFrom(Arcs arcs, int a) {
    BitSet first = new BitSet();
    for (int child : arcs.children(a)) {
      first.set(child);
    }
    for (int sibling : arcs.siblings(a)) {
      first.set(sibling);
    }
    BitSet inner = arcs.districts(first);
    BitSet ends = (BitSet) inner.clone();
    for (int v = inner.nextSetBit(0); v >= 0; v = inner.nextSetBit(v + 1)) {
      for (int parent : arcs.parents(v)) {
        ends.set(parent);
      }
    }
    return ends;
  }

  private static BitSet bit(int position) {
    BitSet set = new BitSet();
    set.set(position);
    return set;
  }
}
