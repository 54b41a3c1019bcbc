package org.causal4j.graph;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * The graph without the first edge of every proper causal path from x to y (van der Zander et al.
 * 2019, Definition 5.2), with what may and may not be adjusted for. A path is proper when only its
 * first node is a treatment.
 */
final class ProperBackdoorGraph {
  private final CausalGraph original;
  private final CausalGraph graph;
  private final BitSet treatments;
  private final BitSet outcomes;
  private final BitSet causal;
  private final BitSet forbidden;

  ProperBackdoorGraph(CausalGraph original, Collection<String> x, Collection<String> y) {
    this.original = original;
    treatments = original.indices(x);
    outcomes = original.indices(y);
    checkQuery(original, x, y);
    causal = original.indices(original.withoutEdgesInto(x).descendants(x));
    causal.andNot(treatments);
    causal.and(original.indices(original.withoutEdgesOutOf(x).ancestors(y)));
    forbidden = original.indices(original.descendants(original.names(causal)));
    List<Edge> first = new ArrayList<>();
    for (String treatment : x) {
      for (String child : original.children(treatment)) {
        if (causal.get(original.index(child))) {
          first.add(Edge.directed(treatment, child));
        }
      }
    }
    graph = original.withoutEdges(first);
  }

  static void checkQuery(CausalGraph graph, Collection<String> x, Collection<String> y) {
    Preconditions.checkArgument(!x.isEmpty(), "x: must not be empty");
    Preconditions.checkArgument(!y.isEmpty(), "y: must not be empty");
    for (String name : x) {
      Preconditions.checkArgument(!graph.isLatent(name), "x: %s is latent", name);
      Preconditions.checkArgument(!y.contains(name), "y: %s is also a treatment", name);
    }
    for (String name : y) {
      Preconditions.checkArgument(!graph.isLatent(name), "y: %s is latent", name);
    }
  }

  CausalGraph graph() {
    return graph;
  }

  BitSet treatments() {
    return (BitSet) treatments.clone();
  }

  BitSet outcomes() {
    return (BitSet) outcomes.clone();
  }

  Set<String> causalNodes() {
    return original.names(causal);
  }

  Set<String> forbidden() {
    return original.names(forbidden);
  }

  /** Observed, not forbidden, and not part of the query. */
  BitSet allowed() {
    BitSet allowed = original.indices(original.observed());
    allowed.andNot(forbidden);
    allowed.andNot(treatments);
    allowed.andNot(outcomes);
    return allowed;
  }

  /** The allowed ancestors of x and y; if any allowed set separates, this one does. */
  BitSet ancestralCandidates() {
    BitSet query = treatments();
    query.or(outcomes);
    BitSet candidates = graph.ancestorIndices(query);
    candidates.and(allowed());
    return candidates;
  }

  boolean separates(BitSet given) {
    return !Separation.reachable(graph, treatments, given).intersects(outcomes);
  }

  String openConnection(BitSet given) {
    return Separation.openConnection(
            graph, graph.names(treatments), graph.names(outcomes), graph.names(given))
        .orElseThrow(() -> new IllegalStateException("separated given " + graph.names(given)));
  }
}
