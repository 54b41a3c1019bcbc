package org.causal4j.graph;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Conditional instruments (Brito and Pearl 2002, "Generalized instrumental variables"; van der
 * Zander, Textor and Liśkiewicz 2015, "Efficiently finding conditional instruments for causal
 * inference", IJCAI). An observed z, no descendant of x, is an instrument for the effect of x on y
 * given a set W of observed non-descendants of x and y, when z and x are dependent given W, and z
 * and y are separated by W once the first edges of the causal paths from x to y are removed.
 *
 * <p>Whether a given z has such a set is NP-complete (same paper), so two questions are told apart.
 * {@link #find} takes polynomial time, and finds an instrument whenever any variable is one. {@link
 * #all} lists every inclusion-minimal W up to a number of variables: it follows open connections,
 * of which W has to block each, and common effects that W may open, and drops a set as soon as none
 * that holds it can do. It may be cut short, and then says so.
 *
 * <p>Methods throw {@link IllegalArgumentException} for unknown or latent treatments and outcomes.
 */
public final class Instruments {
  private final CausalGraph graph;
  private final Arcs arcs;
  private final Arcs backdoor;
  private final BitSet treatment;
  private final BitSet outcome;
  private final BitSet allowed;

  private Instruments(CausalGraph graph, String x, String y) {
    this.graph = graph;
    this.arcs = graph.arcs();
    this.backdoor = AdjustmentProblem.of(graph, Set.of(x), Set.of(y)).backdoor();
    this.treatment = graph.indices(Set.of(x));
    this.outcome = graph.indices(Set.of(y));
    this.allowed =
        AdjustmentProblem.complement(
            arcs.size(),
            graph.latentIndices(),
            arcs.descendants(treatment),
            arcs.descendants(outcome));
  }

  /**
   * How far to look for conditioning sets.
   *
   * @param maxSize the most variables in a set, 0 or more
   * @param maxTried the most sets to try for one variable, 1 or more; the search is cut short
   *     there, and says so
   */
  public record Options(int maxSize, int maxTried) {

    /** Checks the limits. */
    public Options {
      Preconditions.checkArgument(maxSize >= 0, "maxSize: %s is below 0", maxSize);
      Preconditions.checkArgument(maxTried >= 1, "maxTried: %s is below 1", maxTried);
    }

    /** Four variables, 2,000 sets. */
    public static Options defaults() {
      return new Options(4, 2_000);
    }

    /** The same with another size. */
    public Options withMaxSize(int value) {
      return new Options(value, maxTried);
    }

    /** The same with another number of sets to try. */
    public Options withMaxTried(int value) {
      return new Options(maxSize, value);
    }
  }

  /** Every instrument with the default options. */
  public static List<Instrument> all(CausalGraph graph, String x, String y) {
    return all(graph, x, y, Options.defaults());
  }

  /**
   * Every instrument with its inclusion-minimal conditioning sets within the options, in the order
   * of the nodes, smaller sets first. Cost: for each observed variable at most the number of sets
   * tried times the size of the graph.
   */
  public static List<Instrument> all(CausalGraph graph, String x, String y, Options options) {
    Instruments search = new Instruments(graph, x, y);
    ImmutableList.Builder<Instrument> found = ImmutableList.builder();
    for (int z : search.variables()) {
      search.sets(z, options).ifPresent(found::add);
    }
    return found.build();
  }

  /**
   * The first variable, in the order of the nodes, that is an instrument given ancestors of itself
   * or of y, with one such set; no value where no variable is an instrument. If there is an
   * instrument at all, there is one given ancestors alone (van der Zander et al. 2015). Cost: for
   * each observed variable a few steps linear in the graph for each of its candidates.
   */
  public static Optional<Instrument> find(CausalGraph graph, String x, String y) {
    Instruments search = new Instruments(graph, x, y);
    for (int z : search.variables()) {
      Optional<BitSet> set = search.nearest(z);
      if (set.isPresent()) {
        return Optional.of(
            new Instrument(graph.nodes().get(z), List.of(graph.names(set.orElseThrow())), false));
      }
    }
    return Optional.empty();
  }

  /** Observed non-descendants of the treatment; the outcome is none. */
  private int[] variables() {
    return AdjustmentProblem.complement(
            arcs.size(), graph.latentIndices(), arcs.descendants(treatment), outcome)
        .stream()
        .toArray();
  }

  private boolean dependent(BitSet z, BitSet w) {
    return !OpenWalks.separated(arcs, z, treatment, w);
  }

  // -- all sets ---------------------------------------------------------------------------------

  private Optional<Instrument> sets(int variable, Options options) {
    BitSet z = bit(variable);
    MinimalSeparators separators = new MinimalSeparators(backdoor, z, outcome, allowed);
    Set<BitSet> found = new LinkedHashSet<>();
    Set<BitSet> seen = new HashSet<>();
    ArrayDeque<BitSet> open = new ArrayDeque<>();
    if (separators.canHold(new BitSet())) {
      open.add(new BitSet());
    }
    int tried = 0;
    while (!open.isEmpty() && tried < options.maxTried()) {
      BitSet w = open.remove();
      tried++;
      BitSet additions = additions(z, w, options.maxSize(), found);
      for (int v = additions.nextSetBit(0); v >= 0; v = additions.nextSetBit(v + 1)) {
        BitSet more = (BitSet) w.clone();
        more.set(v);
        if (seen.add(more) && !holdsOneOf(more, found) && separators.canHold(more)) {
          open.add(more);
        }
      }
    }
    if (found.isEmpty()) {
      return Optional.empty();
    }
    List<Set<String>> sets =
        MinimalSeparators.withoutSupersets(found).stream()
            .map(graph::names)
            .collect(ImmutableList.toImmutableList());
    return Optional.of(new Instrument(graph.nodes().get(variable), sets, open.isEmpty()));
  }

  private static boolean holdsOneOf(BitSet set, Set<BitSet> found) {
    for (BitSet other : found) {
      BitSet missing = (BitSet) other.clone();
      missing.andNot(set);
      if (missing.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Of these every larger set that works holds one; none where w works itself. */
  private BitSet additions(BitSet z, BitSet w, int maxSize, Set<BitSet> found) {
    OpenWalks walks = new OpenWalks(backdoor, z, w, outcome);
    BitSet next;
    if (walks.arrived()) {
      next = walks.nonCollidersOnTheWay();
    } else if (dependent(z, w)) {
      found.add(w);
      return new BitSet();
    } else {
      // a collider between z and x has to be opened; an open walk enters the one next to z by head
      next = OpenWalks.enteredByHead(arcs, z, w);
      if (w.cardinality() == maxSize - 1) {
        next.and(OpenWalks.enteredByHead(arcs, treatment, w));
      }
    }
    next.and(allowed);
    next.andNot(z);
    return w.cardinality() < maxSize ? next : new BitSet();
  }

  // -- one set ----------------------------------------------------------------------------------

  /**
   * The separator of y and z nearest to y (van der Zander et al. 2015, "nearest separator"): of all
   * separators made of their ancestors the one that leaves z most connected, so that if any leaves
   * z and x dependent, it does.
   */
  private Optional<BitSet> nearest(int variable) {
    BitSet z = bit(variable);
    BitSet usable = (BitSet) allowed.clone();
    usable.andNot(z);
    return new MinimalSeparators(backdoor, z, outcome, usable)
        .closestToTargets()
        .filter(w -> dependent(z, w));
  }

  private static BitSet bit(int position) {
    BitSet set = new BitSet();
    set.set(position);
    return set;
  }
}
