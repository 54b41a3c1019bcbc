package org.causal4j.graph;

import com.google.common.base.Preconditions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Sets of allowed nodes that separate x from y and lose that with any member left out. All of them
 * lie among the ancestors of x and y, and there m-separation is plain separation in the moral
 * graph.
 *
 * <p>One set takes linear time: of the allowed ancestors keep those that y touches, and of these
 * the ones that x touches (van der Zander and Liśkiewicz 2019, "Finding minimal d-separators in
 * linear time and applications"). All sets are listed by growing the side of x (Takata 2010,
 * "Space-optimal, backtracking algorithms to list the minimal vertex separators of a graph"): a
 * call finds the separator closest to the nodes already put on that side; then a node of it either
 * moves over, or is fixed as part of the separator. Every call that isn't refused at once leads to
 * an output, so between two of them there are at most as many linear-time calls as nodes.
 */
final class MinimalSeparators {
  private final Arcs arcs;
  private final BitSet sources;
  private final BitSet targets;
  private final BitSet allowed;
  private final BitSet among;

  MinimalSeparators(Arcs arcs, BitSet sources, BitSet targets, BitSet allowed) {
    this.arcs = arcs;
    this.sources = sources;
    this.targets = targets;
    BitSet query = (BitSet) sources.clone();
    query.or(targets);
    this.among = arcs.ancestors(query);
    this.allowed = (BitSet) allowed.clone();
    this.allowed.andNot(query);
  }

  boolean separates(BitSet given) {
    return OpenWalks.separated(arcs, sources, targets, given);
  }

  /** Whether the set is made of allowed nodes and separates. */
  boolean accepts(BitSet given) {
    BitSet others = (BitSet) given.clone();
    others.andNot(allowed);
    return others.isEmpty() && separates(given);
  }

  /** The allowed ancestors; if any allowed set separates, this one does. */
  BitSet candidates() {
    BitSet candidates = (BitSet) among.clone();
    candidates.and(allowed);
    return candidates;
  }

  /** Whether some set of allowed nodes that holds all of these separates; linear time. */
  boolean canHold(BitSet included) {
    BitSet query = (BitSet) sources.clone();
    query.or(targets);
    query.or(included);
    BitSet largest = arcs.ancestors(query);
    largest.and(allowed);
    largest.or(included);
    return separates(largest);
  }

  /** Of the minimal sets the one closest to the targets. */
  Optional<BitSet> closestToTargets() {
    BitSet candidates = candidates();
    if (!separates(candidates)) {
      return Optional.empty();
    }
    BitSet near = MoralReach.border(arcs, among, targets, candidates);
    return Optional.of(MoralReach.border(arcs, among, sources, near));
  }

  /** A walk that stays open given all candidates. */
  String openConnection(List<String> names) {
    OpenWalks walks = new OpenWalks(arcs, sources, candidates(), targets);
    Preconditions.checkState(walks.arrived(), "the candidates separate");
    return walks.text(names);
  }

  /** All, or the first {@code limit} found; smaller sets first, then in the order of the nodes. */
  List<BitSet> all(int limit) {
    List<BitSet> found = new ArrayList<>();
    ArrayDeque<Branch> open = new ArrayDeque<>();
    open.push(new Branch(sources, new BitSet()));
    while (!open.isEmpty() && found.size() < limit) {
      visit(open.pop(), open, found);
    }
    found.sort(Comparator.comparingInt(BitSet::cardinality).thenComparing((a, b) -> compare(a, b)));
    return found;
  }

  /** The separators with {@code side} on the side of the sources and {@code fixed} in them. */
  private record Branch(BitSet side, BitSet fixed) {}

  private void visit(Branch branch, ArrayDeque<Branch> open, List<BitSet> found) {
    BitSet grown = MoralReach.of(arcs, among, branch.side(), allowed);
    BitSet border = (BitSet) grown.clone();
    border.and(allowed);
    border.andNot(branch.side());
    grown.andNot(border);
    if (grown.intersects(branch.fixed()) || grown.intersects(targets)) {
      return;
    }
    BitSet closest = MoralReach.border(arcs, among, targets, border);
    BitSet own = MoralReach.of(arcs, among, grown, closest);
    own.andNot(closest);
    if (own.intersects(branch.fixed())) {
      return;
    }
    BitSet undecided = (BitSet) closest.clone();
    undecided.andNot(branch.fixed());
    if (undecided.isEmpty()) {
      found.add(closest);
      return;
    }
    int node = undecided.nextSetBit(0);
    open.push(new Branch(own, with(branch.fixed(), node)));
    open.push(new Branch(with(own, node), branch.fixed()));
  }

  private static BitSet with(BitSet set, int node) {
    BitSet more = (BitSet) set.clone();
    more.set(node);
    return more;
  }

  /** By the first position at which two sets differ. */
  static int compare(BitSet a, BitSet b) {
    int i = a.nextSetBit(0);
    int j = b.nextSetBit(0);
    while (i >= 0 && i == j) {
      i = a.nextSetBit(i + 1);
      j = b.nextSetBit(j + 1);
    }
    return Integer.compare(i, j);
  }

  /** Drops every set that holds another one. */
  static List<BitSet> withoutSupersets(Set<BitSet> sets) {
    List<BitSet> bySize = new ArrayList<>(sets);
    bySize.sort(
        Comparator.comparingInt(BitSet::cardinality).thenComparing((a, b) -> compare(a, b)));
    List<BitSet> minimal = new ArrayList<>();
    for (BitSet set : bySize) {
      boolean superset =
          minimal.stream()
              .anyMatch(
                  other -> {
                    BitSet missing = (BitSet) other.clone();
                    missing.andNot(set);
                    return missing.isEmpty();
                  });
      if (!superset) {
        minimal.add(set);
      }
    }
    return minimal;
  }
}
