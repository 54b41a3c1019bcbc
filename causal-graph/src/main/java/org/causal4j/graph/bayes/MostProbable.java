package org.causal4j.graph.bayes;

import com.google.common.collect.ImmutableMap;

/**
 * The states of all variables (see {@link MpeQuery}), or of chosen ones ({@link MapQuery}), that
 * are most probable together.
 *
 * @param states by variable: of all in the order of the network, or of the chosen ones as asked
 * @param logProbability natural logarithm of the probability of these states and the observed ones
 *     together, the rest summed over, after the intervention if there was one; likelihoods do not
 *     count into it
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
