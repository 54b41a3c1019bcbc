package org.causal4j.graph;

import com.google.common.base.Preconditions;
import java.util.BitSet;
import java.util.Collection;

/**
 * The effect of x on y in a graph: the nodes on proper causal paths, what may be adjusted for, and
 * the graph without the first edge of those paths (proper back-door graph; van der Zander et al.
 * 2019, Definition 5.2). A path is proper when only its first node is a treatment.
 */
final class AdjustmentProblem {
  private final BitSet causal;
  private final BitSet forbidden;
  private final Arcs backdoor;
  private final MinimalSeparators separators;

  private AdjustmentProblem(
      Arcs backdoor, BitSet x, BitSet y, BitSet causal, BitSet forbidden, BitSet latent) {
    this.causal = causal;
    this.forbidden = forbidden;
    this.backdoor = backdoor;
    this.separators =
        new MinimalSeparators(backdoor, x, y, complement(backdoor.size(), forbidden, latent));
  }

  static AdjustmentProblem of(CausalGraph graph, Collection<String> x, Collection<String> y) {
    checkQuery(graph, x, y);
    Arcs arcs = graph.arcs();
    BitSet treatments = graph.indices(x);
    BitSet outcomes = graph.indices(y);
    BitSet causal = arcs.descendantsAvoiding(treatments, treatments);
    causal.andNot(treatments);
    causal.and(arcs.ancestorsAvoiding(outcomes, treatments));
    return new AdjustmentProblem(
        arcs.withoutArrows(treatments, causal),
        treatments,
        outcomes,
        causal,
        arcs.descendants(causal),
        graph.latentIndices());
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

  /** The nodes in none of these sets. */
  static BitSet complement(int size, BitSet... sets) {
    BitSet rest = new BitSet();
    rest.set(0, size);
    for (BitSet set : sets) {
      rest.andNot(set);
    }
    return rest;
  }

  /** Treatments excluded, outcomes included; empty where no causal path exists. */
  BitSet causal() {
    return causal;
  }

  /** The descendants of causal nodes. */
  BitSet forbidden() {
    return forbidden;
  }

  Arcs backdoor() {
    return backdoor;
  }

  MinimalSeparators separators() {
    return separators;
  }

  /** The parents of causal nodes that may be adjusted for, by the arrows of the graph. */
  BitSet parentsOfCausal(Arcs arcs) {
    BitSet parents = new BitSet();
    for (int v = causal.nextSetBit(0); v >= 0; v = causal.nextSetBit(v + 1)) {
      for (int parent : arcs.parents(v)) {
        parents.set(parent);
      }
    }
    return parents;
  }
}
