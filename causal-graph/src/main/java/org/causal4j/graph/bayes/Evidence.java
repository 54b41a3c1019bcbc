package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Doubles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is known: observed states, and likelihoods for variables of which only a hint was seen
 * (virtual evidence; Pearl 1988, <i>Probabilistic Reasoning in Intelligent Systems</i>, section
 * 2.2.2). Immutable.
 *
 * @param observed state by variable
 * @param likelihoods by variable, a weight for each state in order: P(hint | state) up to a factor
 */
public record Evidence(
    ImmutableMap<String, String> observed,
    ImmutableMap<String, ImmutableList<Double>> likelihoods) {
  private static final Evidence NONE = new Evidence(ImmutableMap.of(), ImmutableMap.of());

  /** Checks that weights are finite, not negative and not all 0. */
  public Evidence {
    likelihoods.forEach(
        (variable, weights) -> {
          double sum = 0;
          for (double weight : weights) {
            Preconditions.checkArgument(
                weight >= 0 && Double.isFinite(weight),
                "likelihood: %s of %s is not a finite number from 0 up",
                weight,
                variable);
            sum += weight;
          }
          Preconditions.checkArgument(sum > 0, "likelihood: of %s is 0 everywhere", variable);
        });
  }

  /** Nothing is known. */
  public static Evidence none() {
    return NONE;
  }

  /** One observed state. */
  public static Evidence of(String variable, String state) {
    return NONE.and(variable, state);
  }

  /** Observed states by variable. */
  public static Evidence of(Map<String, String> observed) {
    return new Evidence(ImmutableMap.copyOf(observed), ImmutableMap.of());
  }

  /** This and one more observed state; a variable that is observed already is refused. */
  public Evidence and(String variable, String state) {
    return and(of(ImmutableMap.of(variable, state)));
  }

  /** This and the weights for the states of one more variable. */
  public Evidence andLikelihood(String variable, double... weights) {
    return and(
        new Evidence(
            ImmutableMap.of(),
            ImmutableMap.of(variable, ImmutableList.copyOf(Doubles.asList(weights)))));
  }

  /** This and that; a variable in both is refused. */
  public Evidence and(Evidence that) {
    Map<String, String> states = new LinkedHashMap<>(observed);
    that.observed.forEach(
        (variable, state) -> {
          String before = states.put(variable, state);
          Preconditions.checkArgument(
              before == null, "evidence: %s is observed twice, %s and %s", variable, before, state);
        });
    Map<String, ImmutableList<Double>> weights = new LinkedHashMap<>(likelihoods);
    that.likelihoods.forEach(
        (variable, given) ->
            Preconditions.checkArgument(
                weights.put(variable, given) == null,
                "evidence: %s has a likelihood already; multiply the two",
                variable));
    return new Evidence(ImmutableMap.copyOf(states), ImmutableMap.copyOf(weights));
  }

  /** Whether nothing is known. */
  public boolean isEmpty() {
    return observed.isEmpty() && likelihoods.isEmpty();
  }

  /** As it stands behind the bar of a probability: {@code shown=yes, mood~[.2, .8]}. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    observed.forEach((variable, state) -> parts.add(variable + "=" + state));
    likelihoods.forEach(
        (variable, weights) ->
            parts.add(
                variable
                    + "~"
                    + weights.stream()
                        .map(ShortNumbers::probability)
                        .collect(ImmutableList.toImmutableList())));
    return String.join(", ", parts);
  }
}
