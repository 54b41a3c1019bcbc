package org.causal4j.graph;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Search for front-door sets. Whether one exists within a set of nodes is monotone in that set, and
 * there is a largest one within it: drop, until nothing changes, every node with an open back-door
 * path to y given x that the others do not cut.
 */
final class FrontDoorSets {
  private final CausalGraph graph;
  private final Arcs arcs;
  private final BitSet treatments;
  private final BitSet outcomes;

  FrontDoorSets(CausalGraph graph, Collection<String> x, Collection<String> y) {
    AdjustmentProblem.checkQuery(graph, x, y);
    this.graph = graph;
    this.arcs = graph.arcs();
    this.treatments = graph.indices(x);
    this.outcomes = graph.indices(y);
  }

  /** Observed nodes without an open back-door path from x; none where x does not cause y. */
  BitSet candidates() {
    Arcs fromTreatments = arcs.withoutArrowsOutOf(treatments);
    return arcs.descendants(treatments).intersects(outcomes)
        ? AdjustmentProblem.complement(
            arcs.size(),
            graph.latentIndices(),
            treatments,
            outcomes,
            OpenWalks.reachable(fromTreatments, treatments, new BitSet()))
        : new BitSet();
  }

  Optional<BitSet> minimalWithin(BitSet within) {
    BitSet set = largestWithin(within);
    if (!interceptsAll(set)) {
      return Optional.empty();
    }
    for (int v = set.nextSetBit(0); v >= 0; v = set.nextSetBit(v + 1)) {
      BitSet fewer = (BitSet) set.clone();
      fewer.clear(v);
      BitSet largest = largestWithin(fewer);
      if (interceptsAll(largest)) {
        set = largest;
      }
    }
    return Optional.of(set);
  }

  /** A minimal set other than M leaves out some node of M: look among the rest for each. */
  List<BitSet> all(int limit) {
    Set<BitSet> found = new LinkedHashSet<>();
    collect(candidates(), found, new HashSet<>(), limit);
    return new ArrayList<>(found);
  }

  private void collect(BitSet within, Set<BitSet> found, Set<BitSet> seen, int limit) {
    if (found.size() >= limit || !seen.add(within)) {
      return;
    }
    Optional<BitSet> minimal = minimalWithin(within);
    if (minimal.isEmpty()) {
      return;
    }
    BitSet set = minimal.get();
    found.add(set);
    for (int v = set.nextSetBit(0); v >= 0; v = set.nextSetBit(v + 1)) {
      BitSet rest = (BitSet) within.clone();
      rest.clear(v);
      collect(rest, found, seen, limit);
    }
  }

  private BitSet largestWithin(BitSet within) {
    BitSet set = (BitSet) within.clone();
    while (true) {
      BitSet open = OpenWalks.reachable(arcs.withoutArrowsOutOf(set), outcomes, treatments);
      if (!open.intersects(set)) {
        return set;
      }
      set.andNot(open);
    }
  }

  private boolean interceptsAll(BitSet set) {
    return !set.isEmpty() && !arcs.descendantsAvoiding(treatments, set).intersects(outcomes);
  }
}
