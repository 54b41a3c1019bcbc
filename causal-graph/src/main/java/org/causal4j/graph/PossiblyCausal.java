package org.causal4j.graph;

import com.google.common.base.Preconditions;
import java.util.BitSet;
import java.util.Collection;
import java.util.Optional;

/**
 * The proper possibly directed paths from x to y in a graph with edge marks: paths without an
 * arrowhead towards x of which only the first node is in x.
 */
final class PossiblyCausal {
  private final MarkedGraph graph;
  private final Marks marks;
  private final BitSet treatments;
  private final BitSet outcomes;

  /** What reaches y by a possibly directed path that enters no treatment. */
  private final BitSet towardsOutcomes;

  private PossiblyCausal(MarkedGraph graph, Collection<String> x, Collection<String> y) {
    Preconditions.checkArgument(!x.isEmpty(), "x: must not be empty");
    Preconditions.checkArgument(!y.isEmpty(), "y: must not be empty");
    this.graph = graph;
    this.marks = graph.marks();
    this.treatments = graph.indices(x);
    this.outcomes = graph.indices(y);
    for (String name : y) {
      Preconditions.checkArgument(!x.contains(name), "y: %s is also a treatment", name);
    }
    this.towardsOutcomes =
        hasKnowledge()
            ? marks.unshieldedAncestors(outcomes, treatments)
            : marks.possibleAncestors(outcomes, treatments);
  }

  static PossiblyCausal of(MarkedGraph graph, Collection<String> x, Collection<String> y) {
    return new PossiblyCausal(graph, x, y);
  }

  BitSet treatments() {
    return treatments;
  }

  BitSet outcomes() {
    return outcomes;
  }

  /** The nodes on the paths, without the treatments. */
  BitSet nodes() {
    BitSet nodes =
        hasKnowledge()
            ? marks.unshieldedDescendants(firstSteps(), treatments)
            : marks.possibleDescendants(treatments, treatments);
    nodes.andNot(treatments);
    nodes.and(towardsOutcomes);
    return nodes;
  }

  /** The second nodes of the paths. */
  private BitSet firstSteps() {
    BitSet steps = new BitSet();
    for (int x = treatments.nextSetBit(0); x >= 0; x = treatments.nextSetBit(x + 1)) {
      for (int w : marks.neighbors(x)) {
        steps.set(
            w, steps.get(w) || (!treatments.get(w) && marks.maySucceed(x, w) && startsPath(x, w)));
      }
    }
    return steps;
  }

  /** What no valid set holds: possible descendants of those nodes. */
  BitSet forbidden() {
    return descendants(nodes(), new BitSet());
  }

  private BitSet descendants(BitSet of, BitSet avoid) {
    return hasKnowledge()
        ? marks.unshieldedDescendants(of, avoid)
        : marks.possibleDescendants(of, avoid);
  }

  private boolean hasKnowledge() {
    return graph.kind() == MarkedGraph.Kind.PDAG;
  }

  /**
   * Whether a possibly causal path may start with an open edge: in a PDAG the edges that follow
   * from directing it may cut all of them.
   */
  private boolean startsPath(int x, int w) {
    if (!hasKnowledge() || !marks.isUndecided(x, w)) {
      return towardsOutcomes.get(w);
    }
    Marks directed = marks.copy();
    directed.orient(x, w);
    MeekRules.close(directed);
    return directed.unshieldedAncestors(outcomes, treatments).get(w);
  }

  /**
   * A first edge of such a path that is not a visible arrow: whether the path is causal is not
   * known, so no set is valid for the whole class. No value where the graph is amenable.
   */
  Optional<String> ambiguous() {
    for (int x = treatments.nextSetBit(0); x >= 0; x = treatments.nextSetBit(x + 1)) {
      for (int w : marks.neighbors(x)) {
        String from = graph.nodes().get(x);
        String to = graph.nodes().get(w);
        if (!treatments.get(w)
            && marks.maySucceed(x, w)
            && !graph.isVisible(from, to)
            && startsPath(x, w)) {
          return Optional.of(graph.shownEdge(x, w));
        }
      }
    }
    return Optional.empty();
  }
}
