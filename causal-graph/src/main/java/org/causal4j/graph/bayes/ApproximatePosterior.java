package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * An approximate {@link Posterior} with its standard errors and the method's own report. Immutable.
 *
 * <p>A sampled standard error is 0 where every sample, or none, had the state. A probability that
 * came out as 0 is then below about 3 divided by the effective sample size, with 95 % confidence.
 */
public final class ApproximatePosterior {
  private final Posterior posterior;
  private final double @Nullable [] standardErrors;
  private final ApproximationReport report;

  /** Takes the errors without a copy. */
  ApproximatePosterior(
      Posterior posterior, double @Nullable [] standardErrors, ApproximationReport report) {
    this.posterior = posterior;
    this.standardErrors = standardErrors;
    this.report = report;
  }

  /**
   * The estimate. Its {@link Posterior#logProbabilityOfEvidence()} throws under Gibbs sampling,
   * which doesn't estimate it.
   */
  public Posterior posterior() {
    return posterior;
  }

  /** The estimated probability of a state; only where there is one variable. */
  public double probability(String state) {
    return posterior.probability(state);
  }

  /** The estimated probability of each state; only where there is one variable. */
  public Map<String, Double> probabilities() {
    return posterior.probabilities();
  }

  /** Whether there are standard errors: loopy propagation has none. */
  public boolean hasStandardErrors() {
    return standardErrors != null;
  }

  /**
   * The standard error of {@link #probability(String)}; empty where the method claims none.
   *
   * @throws IllegalArgumentException for several variables, or an unknown state
   */
  public OptionalDouble standardError(String state) {
    checkSingle();
    String variable = posterior.variables().get(0);
    int code = Cpd.Tabular.code(variable, posterior.states(variable), state);
    return standardErrors == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(standardErrors[code]);
  }

  /**
   * The standard error by state, in the order of the states; only where there is one variable.
   * Empty where the method claims none.
   */
  public Map<String, Double> standardErrors() {
    checkSingle();
    if (standardErrors == null) {
      return ImmutableMap.of();
    }
    String variable = posterior.variables().get(0);
    ImmutableMap.Builder<String, Double> map = ImmutableMap.builder();
    for (int s = 0; s < standardErrors.length; s++) {
      map.put(posterior.states(variable).get(s), standardErrors[s]);
    }
    return map.buildOrThrow();
  }

  /**
   * The standard errors of {@link Posterior#table()}, a copy; of length 0 where the method claims
   * none.
   */
  public double[] standardErrorTable() {
    return standardErrors == null ? new double[0] : standardErrors.clone();
  }

  /** Natural logarithm of the probability of the evidence; empty under Gibbs sampling. */
  public OptionalDouble logProbabilityOfEvidence() {
    return posterior.hasLogProbabilityOfEvidence()
        ? OptionalDouble.of(posterior.logProbabilityOfEvidence())
        : OptionalDouble.empty();
  }

  /** What the method says of its run. */
  public ApproximationReport report() {
    return report;
  }

  private void checkSingle() {
    Preconditions.checkArgument(
        posterior.variables().size() == 1,
        "variables: this is about %s together; see standardErrorTable()",
        posterior.variables());
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("about ").append(posterior);
    if (standardErrors != null) {
      double worst = 0;
      for (double error : standardErrors) {
        worst = Math.max(worst, error);
      }
      out.append("\n  standard errors up to ").append(ShortNumbers.probability(worst));
    }
    return out.append("\n  ").append(report).toString();
  }
}
