package org.causal4j.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Lists minimal sets of allowed nodes that separate x from y. All of them lie among the ancestors
 * of x and y, and there m-separation is plain separation in the moral (augmented) graph, which
 * joins nodes that an edge or a path of colliders connects.
 *
 * <p>The search grows the side of x (Takata 2010). A call finds the separator closest to the nodes
 * already put on that side; then a node of it either moves over to the side of x, or is fixed as
 * part of the separator. Every call that isn't refused at once leads to an output, so the delay is
 * polynomial.
 */
final class MinimalSeparators {
  private final BitSet[] adjacent;
  private final BitSet outcomes;
  private final BitSet allowed;
  private final int limit;
  private final List<BitSet> found = new ArrayList<>();

  private MinimalSeparators(BitSet[] adjacent, BitSet outcomes, BitSet allowed, int limit) {
    this.adjacent = adjacent;
    this.outcomes = outcomes;
    this.allowed = allowed;
    this.limit = limit;
  }

  static List<BitSet> list(CausalGraph graph, BitSet x, BitSet y, BitSet allowed, int limit) {
    BitSet query = (BitSet) x.clone();
    query.or(y);
    BitSet[] moral = moral(graph, graph.ancestorIndices(query));
    MinimalSeparators search = new MinimalSeparators(moral, y, allowed, limit);
    search.list(x, new BitSet());
    return search.found;
  }

  private void list(BitSet side, BitSet fixed) {
    if (found.size() >= limit) {
      return;
    }
    BitSet grown = absorbForbidden(side);
    BitSet border = neighbors(grown);
    if (grown.intersects(fixed) || grown.intersects(outcomes) || border.intersects(outcomes)) {
      return;
    }
    BitSet closest = neighbors(component(outcomes, border));
    BitSet own = component(grown, closest);
    if (own.intersects(fixed)) {
      return;
    }
    BitSet open = (BitSet) closest.clone();
    open.andNot(fixed);
    if (open.isEmpty()) {
      found.add(closest);
      return;
    }
    int node = open.nextSetBit(0);
    list(with(own, node), fixed);
    list(own, with(fixed, node));
  }

  /** Border nodes that can't be in a separator belong to the side of x too. */
  private BitSet absorbForbidden(BitSet side) {
    BitSet grown = (BitSet) side.clone();
    while (true) {
      BitSet border = neighbors(grown);
      border.andNot(allowed);
      border.andNot(outcomes);
      if (border.isEmpty()) {
        return grown;
      }
      grown.or(border);
    }
  }

  private BitSet neighbors(BitSet of) {
    BitSet all = new BitSet();
    of.stream().forEach(v -> all.or(adjacent[v]));
    all.andNot(of);
    return all;
  }

  private BitSet component(BitSet start, BitSet barrier) {
    BitSet reached = (BitSet) start.clone();
    ArrayDeque<Integer> open = new ArrayDeque<>();
    start.stream().forEach(open::add);
    while (!open.isEmpty()) {
      BitSet next = (BitSet) adjacent[open.remove()].clone();
      next.andNot(reached);
      next.andNot(barrier);
      reached.or(next);
      next.stream().forEach(open::add);
    }
    return reached;
  }

  private static BitSet with(BitSet set, int node) {
    BitSet more = (BitSet) set.clone();
    more.set(node);
    return more;
  }

  /** Nodes of an ancestral set, joined where adjacent or connected by colliders only. */
  private static BitSet[] moral(CausalGraph graph, BitSet among) {
    BitSet[] adjacent = new BitSet[graph.nodes().size()];
    for (int v = 0; v < adjacent.length; v++) {
      adjacent[v] = new BitSet();
    }
    // the nodes with an arrowhead into one district, and the district itself, form a clique
    BitSet done = new BitSet();
    for (int v = among.nextSetBit(0); v >= 0; v = among.nextSetBit(v + 1)) {
      if (done.get(v)) {
        continue;
      }
      BitSet clique = district(graph, v, among);
      done.or(clique);
      BitSet parents = new BitSet();
      clique.stream()
          .forEach(
              member -> {
                for (int parent : graph.parentIndices(member)) {
                  parents.set(parent);
                }
              });
      clique.or(parents);
      clique.stream().forEach(member -> adjacent[member].or(clique));
    }
    for (int v = 0; v < adjacent.length; v++) {
      adjacent[v].clear(v);
    }
    return adjacent;
  }

  private static BitSet district(CausalGraph graph, int start, BitSet among) {
    BitSet reached = new BitSet();
    ArrayDeque<Integer> open = new ArrayDeque<>();
    reached.set(start);
    open.add(start);
    while (!open.isEmpty()) {
      for (int sibling : graph.siblingIndices(open.remove())) {
        if (among.get(sibling) && !reached.get(sibling)) {
          reached.set(sibling);
          open.add(sibling);
        }
      }
    }
    return reached;
  }
}
