package org.causal4j.graph.bayes;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/** The approximate posterior of every single variable of a network, from one run. Immutable. */
public final class ApproximateMarginals {
  private static final int LINES_SHOWN = 20;

  private final ImmutableMap<String, ApproximatePosterior> byVariable;
  private final OptionalDouble logProbability;
  private final ApproximationReport report;

  ApproximateMarginals(
      Map<String, ApproximatePosterior> byVariable,
      OptionalDouble logProbability,
      ApproximationReport report) {
    this.byVariable = ImmutableMap.copyOf(byVariable);
    this.logProbability = logProbability;
    this.report = report;
  }

  /** The variables, in the order of the network. */
  public List<String> variables() {
    return byVariable.keySet().asList();
  }

  /**
   * The posterior of one variable; all mass on its state where it was observed.
   *
   * @throws IllegalArgumentException for an unknown variable
   */
  public ApproximatePosterior of(String variable) {
    ApproximatePosterior found = byVariable.get(variable);
    if (found == null) {
      throw new IllegalArgumentException(
          "variable: '" + variable + "' is not among " + byVariable.keySet());
    }
    return Objects.requireNonNull(found);
  }

  /** Natural logarithm of the probability of the evidence; empty under Gibbs sampling. */
  public OptionalDouble logProbabilityOfEvidence() {
    return logProbability;
  }

  /** What the method says of its run. */
  public ApproximationReport report() {
    return report;
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(report.toString());
    List<String> names = variables();
    for (String name :
        ImmutableList.copyOf(names.subList(0, Math.min(LINES_SHOWN, names.size())))) {
      out.append('\n').append(of(name).posterior());
    }
    if (names.size() > LINES_SHOWN) {
      out.append("\n… ").append(names.size() - LINES_SHOWN).append(" more");
    }
    return out.toString();
  }
}
