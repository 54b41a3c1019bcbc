package org.causal4j.graph.bayes;

import com.google.common.collect.ImmutableMap;

/**
 * The states of all variables that are most probable together.
 *
 * @param states by variable, in the order of the network; observed ones included
 * @param logProbability natural logarithm of the probability of these states together, after the
 *     intervention if there was one; likelihoods do not count into it
 * @param condition what was given, as text; may be empty
 */
public record MostProbable(
    ImmutableMap<String, String> states, double logProbability, String condition) {

  @Override
  public String toString() {
    return "most probable"
        + (condition.isEmpty() ? "" : " given " + condition)
        + ": "
        + Evidence.of(states)
        + " (P = "
        + ShortNumbers.probability(Math.exp(logProbability))
        + ")";
  }
}
