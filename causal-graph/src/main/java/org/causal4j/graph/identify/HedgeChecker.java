package org.causal4j.graph.identify;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.causal4j.graph.CausalGraph;

/**
 * Verifies a {@link Hedge} by its definition, without the algorithm that found it (Shpitser and
 * Pearl 2006, Definitions 5 and 6). A C-forest may drop directed edges, so that there need only be
 * some set R of roots, in F′ and among the ancestors of the outcomes with the arrows into the
 * treatments cut, such that every node of F reaches R inside F and every node of F′ reaches R
 * inside F′. F and F′ hang together by bidirected edges, and the treatments meet F and not F′.
 */
public final class HedgeChecker {
  private HedgeChecker() {}

  /** What is wrong with the witness of a negative answer, if anything. */
  public static Optional<String> problem(CausalGraph graph, NotIdentified answer) {
    CausalGraph observed = graph.projectLatent();
    CausalQuery query = answer.reducedQuery();
    for (Obstacle obstacle : answer.obstacles()) {
      Set<String> component = answer.component();
      if (!component.containsAll(obstacle.set()) || !component.containsAll(obstacle.shifted())) {
        return Optional.of(obstacle + " is outside " + component);
      }
      if (!obstacle.regime().done().containsAll(obstacle.set())) {
        return Optional.of(obstacle + ": that is not set there");
      }
      if (obstacle.hedge().isEmpty() && obstacle.set().isEmpty() && obstacle.shifted().isEmpty()) {
        return Optional.of(obstacle.regime() + ": nothing is in the way");
      }
      if (obstacle.hedge().isPresent()) {
        Set<String> rest = new HashSet<>(observed.nodes());
        rest.removeAll(obstacle.regime().done());
        Hedge hedge = obstacle.hedge().get();
        if (!rest.containsAll(hedge.forest())) {
          return Optional.of(hedge + " holds what is set");
        }
        Optional<String> problem = problem(observed, query, hedge);
        if (problem.isPresent()) {
          return problem;
        }
      }
    }
    return Optional.empty();
  }

  /**
   * What is wrong with a hedge for an unconditional query, if anything.
   *
   * @param graph without latent nodes
   */
  public static Optional<String> problem(CausalGraph graph, CausalQuery query, Hedge hedge) {
    Set<String> x = ImmutableSet.copyOf(query.treatments());
    Set<String> f = hedge.forest();
    Set<String> inner = hedge.subforest();
    if (!query.conditions().isEmpty()) {
      return Optional.of("a hedge belongs to a query without conditions, not to " + query);
    }
    if (inner.isEmpty() || !f.containsAll(inner)) {
      return Optional.of("F' = " + inner + " is not inside F = " + f);
    }
    if (Sets.intersection(f, x).isEmpty() || !Sets.intersection(inner, x).isEmpty()) {
      return Optional.of("the treatments " + x + " must meet F and not F'");
    }
    Set<String> causes =
        reach(
            ImmutableSet.copyOf(query.outcomes()),
            node -> x.contains(node) ? Set.of() : graph.parents(node),
            ImmutableSet.copyOf(graph.nodes()));
    Set<String> roots = Sets.intersection(inner, causes);
    for (Set<String> part : ImmutableSet.of(f, inner)) {
      if (!reach(roots, graph::parents, part).equals(part)) {
        return Optional.of("not all of " + part + " leads to the roots " + roots);
      }
      if (!reach(Set.of(part.iterator().next()), graph::siblings, part).equals(part)) {
        return Optional.of(part + " does not hang together by bidirected edges");
      }
    }
    return Optional.empty();
  }

  private static Set<String> reach(
      Set<String> from, Function<String, Set<String>> step, Set<String> within) {
    Set<String> reached = new HashSet<>(from);
    ArrayDeque<String> open = new ArrayDeque<>(from);
    while (!open.isEmpty()) {
      for (String next : step.apply(open.remove())) {
        if (within.contains(next) && reached.add(next)) {
          open.add(next);
        }
      }
    }
    return reached;
  }
}
