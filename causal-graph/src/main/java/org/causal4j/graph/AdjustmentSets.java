package org.causal4j.graph;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What to adjust for, so that Σ_z P(y | x, z) P(z) is P(y | do(x)): the adjustment criterion, which
 * is complete where Pearl's back-door criterion is only sufficient (Shpitser, VanderWeele and
 * Robins 2010, "On the validity of covariate adjustment for estimating causal effects"), in the
 * constructive form of van der Zander, Liśkiewicz and Textor (2019), "Separators and adjustment
 * sets in causal graphs: complete criteria and an algorithmic framework", Artificial Intelligence
 * 270.
 *
 * <p>A set is valid when it holds no descendant of a node on a proper causal path and separates
 * treatments from outcomes in the proper back-door graph, where the first edge of every proper
 * causal path is removed. Latent nodes are never part of a set. Bidirected edges are allowed except
 * where a method says otherwise. Where there is no causal path from x to y, the sets are those that
 * show the absence of an effect.
 *
 * <p>Methods throw {@link IllegalArgumentException} for unknown or latent treatments and outcomes,
 * and for sets that overlap.
 */
public final class AdjustmentSets {
  private AdjustmentSets() {}

  /** Whether adjusting for z gives the effect of x on y. Linear time. */
  public static boolean isValid(CausalGraph graph, String x, String y, Collection<String> z) {
    return isValid(graph, Set.of(x), Set.of(y), z);
  }

  /** The same for several treatments or outcomes taken together. */
  public static boolean isValid(
      CausalGraph graph, Collection<String> x, Collection<String> y, Collection<String> z) {
    ProperBackdoorGraph backdoor = new ProperBackdoorGraph(graph, x, y);
    BitSet given = graph.indices(z);
    Preconditions.checkArgument(
        !given.intersects(graph.indices(x)) && !given.intersects(graph.indices(y)),
        "z: %s holds a treatment or an outcome",
        z);
    BitSet usable = (BitSet) given.clone();
    usable.and(backdoor.allowed());
    return usable.equals(given) && backdoor.separates(given);
  }

  /** The nodes that no valid set holds: descendants of nodes on proper causal paths. */
  public static Set<String> forbidden(
      CausalGraph graph, Collection<String> x, Collection<String> y) {
    return new ProperBackdoorGraph(graph, x, y).forbidden();
  }

  /** The nodes on proper causal paths from x to y, treatments excluded, outcomes included. */
  public static Set<String> causalNodes(
      CausalGraph graph, Collection<String> x, Collection<String> y) {
    return new ProperBackdoorGraph(graph, x, y).causalNodes();
  }

  /** One minimal set. Cost: the number of candidates times the size of the graph. */
  public static Adjustment minimal(CausalGraph graph, String x, String y) {
    return minimal(graph, Set.of(x), Set.of(y));
  }

  /**
   * The same for several treatments or outcomes. From all allowed ancestors of x and y, variables
   * are left out in the order of the nodes as long as the rest still separates; among ancestors
   * separation is monotone, so the result is minimal.
   */
  public static Adjustment minimal(CausalGraph graph, Collection<String> x, Collection<String> y) {
    ProperBackdoorGraph backdoor = new ProperBackdoorGraph(graph, x, y);
    BitSet set = backdoor.ancestralCandidates();
    if (!backdoor.separates(set)) {
      return new Adjustment.Impossible(backdoor.openConnection(set));
    }
    for (int v = set.nextSetBit(0); v >= 0; v = set.nextSetBit(v + 1)) {
      set.clear(v);
      if (!backdoor.separates(set)) {
        set.set(v);
      }
    }
    return set.isEmpty() ? new Adjustment.NotNeeded() : new Adjustment.Sufficient(graph.names(set));
  }

  /** All minimal sets, or the first {@code limit} found. */
  public static List<Set<String>> allMinimal(CausalGraph graph, String x, String y, int limit) {
    return allMinimal(graph, Set.of(x), Set.of(y), limit);
  }

  /**
   * All minimal sets, or the first {@code limit} found, smaller ones first, then in the order of
   * the nodes; {@code [[]]} where none is needed and {@code []} where none exists. They are the
   * minimal vertex separators of the moral graph, listed with polynomial delay (Takata 2010,
   * "Space-optimal, backtracking algorithms to list the minimal vertex separators of a graph").
   */
  public static List<Set<String>> allMinimal(
      CausalGraph graph, Collection<String> x, Collection<String> y, int limit) {
    Preconditions.checkArgument(limit >= 1, "limit: %s is below 1", limit);
    ProperBackdoorGraph backdoor = new ProperBackdoorGraph(graph, x, y);
    List<BitSet> found =
        MinimalSeparators.list(
            backdoor.graph(),
            backdoor.treatments(),
            backdoor.outcomes(),
            backdoor.allowed(),
            limit);
    Comparator<BitSet> order =
        Comparator.comparingInt(BitSet::cardinality).thenComparing((a, b) -> compare(a, b));
    return found.stream().sorted(order).map(graph::names).collect(ImmutableList.toImmutableList());
  }

  /**
   * The optimal set of a DAG: of all valid sets the one with the smallest asymptotic variance, for
   * linear models (Henckel, Perković and Maathuis 2022, <i>JRSS B</i> 84, Theorem 3.10) and for
   * nonparametric estimators (Rotnitzky and Smucler 2020): the parents of the nodes on causal
   * paths, without those nodes' descendants and the treatments. It need not be minimal.
   *
   * @return no value where there is no causal path or no valid set
   * @throws IllegalArgumentException where the graph has bidirected edges or latent nodes
   */
  public static Optional<Set<String>> optimal(CausalGraph graph, String x, String y) {
    Preconditions.checkArgument(
        graph.isDag() && graph.latents().isEmpty(),
        "graph: has hidden causes; the optimal set is defined for a DAG without latent nodes");
    ProperBackdoorGraph backdoor = new ProperBackdoorGraph(graph, Set.of(x), Set.of(y));
    if (backdoor.causalNodes().isEmpty()) {
      return Optional.empty();
    }
    BitSet set = new BitSet();
    for (String node : backdoor.causalNodes()) {
      set.or(graph.indices(graph.parents(node)));
    }
    set.and(backdoor.allowed());
    return backdoor.separates(set) ? Optional.of(graph.names(set)) : Optional.empty();
  }

  /** A minimal front-door set of x and y; no value where none exists. See {@link #allFrontDoor}. */
  public static Optional<Set<String>> frontDoor(CausalGraph graph, String x, String y) {
    return frontDoor(graph, Set.of(x), Set.of(y));
  }

  /** The same for several treatments or outcomes. */
  public static Optional<Set<String>> frontDoor(
      CausalGraph graph, Collection<String> x, Collection<String> y) {
    FrontDoorSets sets = new FrontDoorSets(graph, x, y);
    return sets.minimalWithin(sets.candidates()).map(graph::names);
  }

  /**
   * The minimal, non-empty front-door sets, or the first {@code limit} found (Pearl 2009,
   * <i>Causality</i>, Definition 3.3.3): sets of observed nodes that intercept all directed paths
   * from x to y, have no open back-door path from x, and whose back-door paths to y are all blocked
   * by x. Largest sets are found by the elimination of Jeong, Tian and Bareinboim (2022), "Finding
   * and listing front-door adjustment sets". Empty where there is no directed path from x to y:
   * then there is nothing to carry the effect.
   */
  public static List<Set<String>> allFrontDoor(CausalGraph graph, String x, String y, int limit) {
    Preconditions.checkArgument(limit >= 1, "limit: %s is below 1", limit);
    return new FrontDoorSets(graph, Set.of(x), Set.of(y))
        .all(limit).stream().map(graph::names).collect(ImmutableList.toImmutableList());
  }

  private static int compare(BitSet a, BitSet b) {
    int i = a.nextSetBit(0);
    int j = b.nextSetBit(0);
    while (i >= 0 && i == j) {
      i = a.nextSetBit(i + 1);
      j = b.nextSetBit(j + 1);
    }
    return Integer.compare(i, j);
  }
}
