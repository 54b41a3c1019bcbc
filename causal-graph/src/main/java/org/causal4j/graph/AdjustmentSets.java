package org.causal4j.graph;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

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
 * <p>Three answers are told apart: that no set exists is {@link Adjustment.Impossible} with its
 * witness and an empty list, that none is needed is {@link Adjustment.NotNeeded} and a list with
 * the empty set, and a graph that is not what it says is an {@link InvalidGraphException}.
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
    AdjustmentProblem problem = AdjustmentProblem.of(graph, x, y);
    BitSet given = graph.indices(z);
    Preconditions.checkArgument(
        !given.intersects(graph.indices(x)) && !given.intersects(graph.indices(y)),
        "z: %s holds a treatment or an outcome",
        z);
    return problem.separators().accepts(given);
  }

  /** The nodes that no valid set holds: descendants of nodes on proper causal paths. */
  public static Set<String> forbidden(
      CausalGraph graph, Collection<String> x, Collection<String> y) {
    return graph.names(AdjustmentProblem.of(graph, x, y).forbidden());
  }

  /** The nodes on proper causal paths from x to y, treatments excluded, outcomes included. */
  public static Set<String> causalNodes(
      CausalGraph graph, Collection<String> x, Collection<String> y) {
    return graph.names(AdjustmentProblem.of(graph, x, y).causal());
  }

  /** One minimal set. Linear time. */
  public static Adjustment minimal(CausalGraph graph, String x, String y) {
    return minimal(graph, Set.of(x), Set.of(y));
  }

  /**
   * The same for several treatments or outcomes: of the minimal sets the one closest to the
   * outcomes, which tends to have the smaller variance. Linear in nodes plus edges.
   */
  public static Adjustment minimal(CausalGraph graph, Collection<String> x, Collection<String> y) {
    return answer(AdjustmentProblem.of(graph, x, y).separators(), graph::names, graph.nodes());
  }

  private static Adjustment answer(
      MinimalSeparators separators, Function<BitSet, Set<String>> named, List<String> nodes) {
    return separators
        .closestToTargets()
        .map(set -> Adjustment.of(named.apply(set)))
        .orElseGet(() -> new Adjustment.Impossible(separators.openConnection(nodes)));
  }

  /** All minimal sets, or the first {@code limit} found. */
  public static List<Set<String>> allMinimal(CausalGraph graph, String x, String y, int limit) {
    return allMinimal(graph, Set.of(x), Set.of(y), limit);
  }

  /**
   * All minimal sets, or the first {@code limit} found, smaller ones first, then in the order of
   * the nodes; {@code [[]]} where none is needed and {@code []} where none exists. They are the
   * minimal vertex separators of the moral graph, listed with polynomial delay: at most nodes times
   * the size of the graph between two of them (Takata 2010, "Space-optimal, backtracking algorithms
   * to list the minimal vertex separators of a graph").
   */
  public static List<Set<String>> allMinimal(
      CausalGraph graph, Collection<String> x, Collection<String> y, int limit) {
    Preconditions.checkArgument(limit >= 1, "limit: %s is below 1", limit);
    return named(graph, AdjustmentProblem.of(graph, x, y).separators().all(limit));
  }

  private static List<Set<String>> named(CausalGraph graph, List<BitSet> sets) {
    return sets.stream().map(graph::names).collect(ImmutableList.toImmutableList());
  }

  /** All minimal sets for the controlled direct effect, or the first {@code limit} found. */
  public static List<Set<String>> allMinimalForDirectEffect(
      CausalGraph graph, String x, String y, int limit) {
    Preconditions.checkArgument(limit >= 1, "limit: %s is below 1", limit);
    return named(graph, directEffect(graph, x, y).all(limit));
  }

  /**
   * One minimal set for the controlled direct effect of x on y: what separates them once the edge
   * {@code x -> y} is removed, without descendants of y (the single-door criterion; Pearl 2009,
   * <i>Causality</i>, Theorem 5.3.1, where the effect is that of a linear model; mediators are part
   * of the set). Linear time.
   */
  public static Adjustment minimalForDirectEffect(CausalGraph graph, String x, String y) {
    return answer(directEffect(graph, x, y), graph::names, graph.nodes());
  }

  private static MinimalSeparators directEffect(CausalGraph graph, String x, String y) {
    AdjustmentProblem.checkQuery(graph, Set.of(x), Set.of(y));
    BitSet from = graph.indices(Set.of(x));
    BitSet to = graph.indices(Set.of(y));
    BitSet allowed =
        AdjustmentProblem.complement(
            graph.nodes().size(), graph.latentIndices(), graph.arcs().descendants(to));
    return new MinimalSeparators(graph.arcs().withoutArrows(from, to), from, to, allowed);
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
    AdjustmentProblem problem = AdjustmentProblem.of(graph, Set.of(x), Set.of(y));
    if (problem.causal().isEmpty()) {
      return Optional.empty();
    }
    BitSet set = problem.optimal();
    return problem.separators().accepts(set) ? Optional.of(graph.names(set)) : Optional.empty();
  }

  // -- classes of graphs ------------------------------------------------------------------------

  /**
   * Whether adjusting for z gives the effect of x on y in every graph of a PDAG, CPDAG, MAG or PAG:
   * the generalized adjustment criterion, which is sound and complete (Perković, Textor, Kalisch
   * and Maathuis 2018, JMLR 18(220); for PDAG Perković, Kalisch and Maathuis 2017, UAI). Every
   * possibly causal path must start with a visible arrow (amenability), z holds no possible
   * descendant of a node on such a path, and blocks every other path.
   *
   * @throws InvalidGraphException where no graph of the class exists
   */
  public static boolean isValid(
      MarkedGraph graph, Collection<String> x, Collection<String> y, Collection<String> z) {
    BitSet given = graph.indices(z);
    Preconditions.checkArgument(
        !given.intersects(graph.indices(x)) && !given.intersects(graph.indices(y)),
        "z: %s holds a treatment or an outcome",
        z);
    return isAmenable(graph, x, y) && AdjustmentProblem.of(graph, x, y).separators().accepts(given);
  }

  /** Whether every possibly causal path from x to y starts with a visible arrow; else no set is. */
  public static boolean isAmenable(MarkedGraph graph, Collection<String> x, Collection<String> y) {
    return PossiblyCausal.of(graph, x, y).ambiguous().isEmpty();
  }

  /** The possible descendants of nodes on proper possibly causal paths. */
  public static Set<String> forbidden(
      MarkedGraph graph, Collection<String> x, Collection<String> y) {
    return graph.names(PossiblyCausal.of(graph, x, y).forbidden());
  }

  /** The nodes on proper possibly causal paths from x to y, treatments excluded. */
  public static Set<String> causalNodes(
      MarkedGraph graph, Collection<String> x, Collection<String> y) {
    return graph.names(PossiblyCausal.of(graph, x, y).nodes());
  }

  /** One minimal set that is valid in every graph of the class. Linear once a member is found. */
  public static Adjustment minimal(MarkedGraph graph, Collection<String> x, Collection<String> y) {
    Optional<String> ambiguous = PossiblyCausal.of(graph, x, y).ambiguous();
    if (ambiguous.isPresent()) {
      return new Adjustment.Impossible(ambiguous.orElseThrow(), Adjustment.Obstacle.AMBIGUOUS_EDGE);
    }
    return answer(AdjustmentProblem.of(graph, x, y).separators(), graph::names, graph.nodes());
  }

  /** All minimal sets, or the first {@code limit} found, valid in every graph of the class. */
  public static List<Set<String>> allMinimal(
      MarkedGraph graph, Collection<String> x, Collection<String> y, int limit) {
    Preconditions.checkArgument(limit >= 1, "limit: %s is below 1", limit);
    if (!isAmenable(graph, x, y)) {
      return List.of();
    }
    return AdjustmentProblem.of(graph, x, y).separators().all(limit).stream()
        .map(graph::names)
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * The optimal set of a CPDAG or PDAG, which is that of each of its DAGs (Henckel et al. 2022). No
   * value where there is no causal path or no valid set.
   *
   * @throws IllegalArgumentException for a MAG and PAG, where hidden causes are possible
   */
  public static Optional<Set<String>> optimal(MarkedGraph graph, String x, String y) {
    Preconditions.checkArgument(
        graph.kind().isWithoutHiddenCauses(),
        "graph: a %s may have hidden causes; the optimal set is defined without",
        graph.kind());
    if (!isAmenable(graph, Set.of(x), Set.of(y))) {
      return Optional.empty();
    }
    AdjustmentProblem problem = AdjustmentProblem.of(graph, Set.of(x), Set.of(y));
    BitSet set = problem.optimal();
    return !problem.causal().isEmpty() && problem.separators().accepts(set)
        ? Optional.of(graph.names(set))
        : Optional.empty();
  }

  // -- front door -------------------------------------------------------------------------------

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
   * then there is nothing to carry the effect. The search goes on without each member of a set
   * found, in turn: one set takes polynomial time, but no bound is claimed on the time between two.
   */
  public static List<Set<String>> allFrontDoor(CausalGraph graph, String x, String y, int limit) {
    Preconditions.checkArgument(limit >= 1, "limit: %s is below 1", limit);
    return new FrontDoorSets(graph, Set.of(x), Set.of(y))
        .all(limit).stream().map(graph::names).collect(ImmutableList.toImmutableList());
  }
}
