package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The distribution of one or more variables, given evidence and after interventions. Immutable.
 *
 * <pre>{@code
 * P(buy | do(shown=yes)): no .55, yes .45
 * }</pre>
 */
public final class Posterior {
  private static final int ENTRIES_SHOWN = 24;

  private final ImmutableList<String> variables;
  private final List<ImmutableList<String>> states;
  private final double[] joint;
  private final double logProbabilityOfEvidence;
  private final String condition;
  private final ImmutableList<String> warnings;

  /** Takes the joint table, last variable fastest, without a copy. */
  Posterior(
      ImmutableList<String> variables,
      List<ImmutableList<String>> states,
      double[] joint,
      double logProbabilityOfEvidence,
      String condition,
      ImmutableList<String> warnings) {
    this.variables = variables;
    this.states = states;
    this.joint = joint;
    this.logProbabilityOfEvidence = logProbabilityOfEvidence;
    this.condition = condition;
    this.warnings = warnings;
  }

  /** The variables it is about, in the order asked. */
  public List<String> variables() {
    return variables;
  }

  /** The states of one of the variables, in order. */
  public List<String> states(String variable) {
    return states.get(place(variable));
  }

  /**
   * The probability of a state; only where there is one variable.
   *
   * @throws IllegalArgumentException for several variables, or an unknown state
   */
  public double probability(String state) {
    checkSingle();
    return joint[Cpd.Tabular.code(variables.get(0), states.get(0), state)];
  }

  /** The probability that variables have these states together; those not named are summed over. */
  public double probability(Map<String, String> together) {
    int[] codes = new int[variables.size()];
    Arrays.fill(codes, -1);
    together.forEach(
        (variable, state) -> {
          int place = place(variable);
          codes[place] = Cpd.Tabular.code(variable, states.get(place), state);
        });
    double sum = 0;
    for (int i = 0; i < joint.length; i++) {
      int rest = i;
      boolean agrees = true;
      for (int v = codes.length - 1; v >= 0 && agrees; v--) {
        int count = states.get(v).size();
        agrees = codes[v] < 0 || codes[v] == rest % count;
        rest /= count;
      }
      sum += agrees ? joint[i] : 0;
    }
    return sum;
  }

  /**
   * The probability of each state, in the order of the states; only where there is one variable.
   */
  public Map<String, Double> probabilities() {
    checkSingle();
    return probabilities(variables.get(0));
  }

  /** The probability of each state of one of the variables, in the order of the states. */
  public Map<String, Double> probabilities(String variable) {
    double[] of = marginalOf(place(variable));
    ImmutableMap.Builder<String, Double> map = ImmutableMap.builder();
    for (int s = 0; s < of.length; s++) {
      map.put(states(variable).get(s), of[s]);
    }
    return map.buildOrThrow();
  }

  /** The distribution of one of the variables alone, under the same condition. */
  public Posterior marginal(String variable) {
    int place = place(variable);
    return new Posterior(
        ImmutableList.of(variable),
        ImmutableList.of(states.get(place)),
        marginalOf(place),
        logProbabilityOfEvidence,
        condition,
        warnings);
  }

  /**
   * The joint table, a copy: the last variable's states change fastest, in the order of {@link
   * #variables()}.
   */
  public double[] table() {
    return joint.clone();
  }

  /**
   * The natural logarithm of the probability of the evidence, after the intervention if there was
   * one; 0 without evidence. With likelihoods, of the expected product of their weights.
   *
   * @throws IllegalStateException of an approximate answer by Gibbs sampling, which has none
   */
  public double logProbabilityOfEvidence() {
    Preconditions.checkState(
        hasLogProbabilityOfEvidence(),
        "logProbabilityOfEvidence: Gibbs sampling doesn't estimate it; use likelihood weighting or"
            + " loopy propagation");
    return logProbabilityOfEvidence;
  }

  boolean hasLogProbabilityOfEvidence() {
    return !Double.isNaN(logProbabilityOfEvidence);
  }

  /**
   * The expected value, where there is one variable and all its states are finite numbers; empty
   * otherwise.
   */
  public OptionalDouble expectedValue() {
    if (variables.size() != 1) {
      return OptionalDouble.empty();
    }
    double sum = 0;
    for (int s = 0; s < joint.length; s++) {
      double value;
      try {
        value = Double.parseDouble(states.get(0).get(s));
      } catch (NumberFormatException e) {
        return OptionalDouble.empty();
      }
      if (!Double.isFinite(value)) {
        return OptionalDouble.empty();
      }
      sum += value * joint[s];
    }
    return OptionalDouble.of(sum);
  }

  /** What is odd about the question; empty where nothing is. */
  public List<String> warnings() {
    return warnings;
  }

  private double[] marginalOf(int place) {
    double[] out = new double[states.get(place).size()];
    int inner = 1;
    for (int v = place + 1; v < variables.size(); v++) {
      inner *= states.get(v).size();
    }
    for (int i = 0; i < joint.length; i++) {
      out[i / inner % out.length] += joint[i];
    }
    return out;
  }

  private int place(String variable) {
    int place = variables.indexOf(variable);
    Preconditions.checkArgument(place >= 0, "variable: '%s' is not among %s", variable, variables);
    return place;
  }

  private void checkSingle() {
    Preconditions.checkArgument(
        variables.size() == 1,
        "variables: this is about %s together; name the states of each, or ask for a marginal",
        variables);
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("P(").append(String.join(", ", variables));
    out.append(condition.isEmpty() ? "" : " | " + condition).append("):");
    for (int i = 0; i < Math.min(joint.length, ENTRIES_SHOWN); i++) {
      out.append(i > 0 ? ", " : " ").append(entry(i)).append(' ');
      out.append(ShortNumbers.probability(joint[i]));
    }
    if (joint.length > ENTRIES_SHOWN) {
      out.append(", … ").append(joint.length - ENTRIES_SHOWN).append(" more");
    }
    warnings.forEach(warning -> out.append("\n  warning: ").append(warning));
    return out.toString();
  }

  private String entry(int i) {
    if (variables.size() == 1) {
      return states.get(0).get(i);
    }
    String[] parts = new String[variables.size()];
    int rest = i;
    for (int v = parts.length - 1; v >= 0; v--) {
      int count = states.get(v).size();
      parts[v] = states.get(v).get(rest % count);
      rest /= count;
    }
    return "(" + String.join(", ", parts) + ")";
  }
}
