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
  private final Arcs arcs;
  private final BitSet treatments;
  private final BitSet causal;
  private final BitSet forbidden;
  private final Arcs backdoor;
  private final MinimalSeparators separators;

  private AdjustmentProblem(
      Arcs arcs,
      Arcs backdoor,
      BitSet x,
      BitSet y,
      BitSet causal,
      BitSet forbidden,
      BitSet latent) {
    this.arcs = arcs;
    this.treatments = x;
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
        arcs,
        arcs.withoutArrows(treatments, causal),
        treatments,
        outcomes,
        causal,
        arcs.descendants(causal),
        graph.latentIndices());
  }

  /**
   * The same in a class of graphs (Perković, Textor, Kalisch and Maathuis 2018, "Complete graphical
   * characterization and construction of adjustment sets in Markov equivalence classes of ancestral
   * graphs", JMLR 18(220)): given amenability, a set without forbidden nodes is valid when it
   * blocks the non-causal paths of any one graph of the class, for which a DAG or MAG is taken.
   */
  static AdjustmentProblem of(MarkedGraph graph, Collection<String> x, Collection<String> y) {
    PossiblyCausal possible = PossiblyCausal.of(graph, x, y);
    Preconditions.checkState(possible.ambiguous().isEmpty(), "the graph is not amenable");
    Arcs arcs = graph.memberArcs();
    BitSet causal = arcs.descendantsAvoiding(possible.treatments(), possible.treatments());
    causal.andNot(possible.treatments());
    causal.and(arcs.ancestorsAvoiding(possible.outcomes(), possible.treatments()));
    return new AdjustmentProblem(
        arcs,
        arcs.withoutArrows(possible.treatments(), causal),
        possible.treatments(),
        possible.outcomes(),
        causal,
        possible.forbidden(),
        new BitSet());
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

  /** The O-set: parents of causal nodes that are neither forbidden nor treatments. */
  BitSet optimal() {
    BitSet set = new BitSet();
    for (int v = causal.nextSetBit(0); v >= 0; v = causal.nextSetBit(v + 1)) {
      for (int parent : arcs.parents(v)) {
        set.set(parent);
      }
    }
    set.andNot(forbidden);
    set.andNot(treatments);
    return set;
  }
}
