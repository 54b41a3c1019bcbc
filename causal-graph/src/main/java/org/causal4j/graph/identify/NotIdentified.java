package org.causal4j.graph.identify;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.causal4j.core.CausalException;
import org.causal4j.core.design.Design;
import org.causal4j.graph.CausalGraph;

/**
 * No amount of data of the kinds at hand determines the effect under this graph. The witness is a
 * c-component that none of the distributions yields: for the observed distribution alone a hedge,
 * for several a thicket of them (Lee, Correa and Bareinboim 2019, "General identifiability with
 * arbitrary surrogate experiments", UAI).
 *
 * @param query the question
 * @param reducedQuery the unconditional question that the witness is about: of a conditional one
 *     what is left after seeing was exchanged for doing where possible
 * @param component the c-component that is needed
 * @param obstacles why each distribution at hand doesn't yield it
 * @param trace the lines of the algorithm that led here
 */
public record NotIdentified(
    CausalQuery query,
    CausalQuery reducedQuery,
    Set<String> component,
    List<Obstacle> obstacles,
    List<String> trace)
    implements Identification {

  /** Takes copies. */
  public NotIdentified {
    component = ImmutableSet.copyOf(component);
    obstacles = List.copyOf(obstacles);
    trace = List.copyOf(trace);
  }

  /**
   * The first hedge.
   *
   * @throws CausalException where there is none, as every experiment sets, or every population
   *     differs in, a part of the component; from the observed distribution there always is one
   */
  public Hedge hedge() {
    return obstacles.stream()
        .flatMap(obstacle -> obstacle.hedge().stream())
        .findFirst()
        .orElseThrow(() -> new CausalException("hedge: there is none; " + obstacles));
  }

  /**
   * Which extra variables or experiments would make the effect identifiable: {@link Remedies#find}
   * with the default limits, where there is the observed distribution alone.
   *
   * @param graph the graph that was asked
   * @throws IllegalArgumentException where the answer is about other distributions too, or not
   *     about the graph
   */
  public Remedies remedies(CausalGraph graph) {
    Preconditions.checkArgument(
        obstacles.stream().allMatch(obstacle -> obstacle.regime().equals(Regime.OBSERVED)),
        "graph: %s are at hand too; call Remedies.find with them",
        obstacles);
    return Remedies.find(graph, query);
  }

  @Override
  public <R> R fold(
      Function<? super Identified, ? extends R> identified,
      Function<? super NotIdentified, ? extends R> notIdentified) {
    return notIdentified.apply(this);
  }

  @Override
  public boolean isIdentified() {
    return false;
  }

  @Override
  public Optional<Design> design() {
    return Optional.empty();
  }

  @Override
  public String toString() {
    return query
        + " is not identifiable: "
        + (obstacles.size() == 1 && obstacles.get(0).hedge().isPresent()
            ? hedge()
            : component + " can't be had: " + obstacles);
  }
}
