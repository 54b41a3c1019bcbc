package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import java.util.Map;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * What is known of a regression's parameters after the data, under the prior that is flat in the
 * coefficients and in the logarithm of the variance: each coefficient has a t distribution around
 * its estimate, with the standard error of least squares as its scale; the residual sum of squares
 * over the variance has a chi-squared distribution (Gelman et al. 2013, <i>Bayesian Data
 * Analysis</i>, section 14.2). Immutable.
 */
public final class RegressionPosterior {
  private final Cpd.LinearGaussian estimate;
  private final ImmutableMap<String, Double> errors;
  private final double interceptError;
  private final double residualSquares;
  private final double degreesOfFreedom;

  RegressionPosterior(
      Cpd.LinearGaussian estimate,
      Map<String, Double> errors,
      double interceptError,
      double residualSquares,
      double degreesOfFreedom) {
    this.estimate = estimate;
    this.errors = ImmutableMap.copyOf(errors);
    this.interceptError = interceptError;
    this.residualSquares = residualSquares;
    this.degreesOfFreedom = degreesOfFreedom;
  }

  /** The regression by maximum likelihood. */
  public Cpd.LinearGaussian estimate() {
    return estimate;
  }

  /** Rows less parents less 1. */
  public double degreesOfFreedom() {
    return degreesOfFreedom;
  }

  /** The standard error of the intercept. */
  public double interceptStandardError() {
    return interceptError;
  }

  /**
   * The standard error of a parent's coefficient.
   *
   * @throws IllegalArgumentException for what is no parent
   */
  public double standardError(String parent) {
    Double found = errors.get(parent);
    if (found == null) {
      throw new IllegalArgumentException(
          "parent: '" + parent + "' is not among " + errors.keySet());
    }
    return found;
  }

  /** The equal-tailed interval of a parent's coefficient. */
  public ParameterPosterior.CredibleInterval interval(String parent, double level) {
    checkLevel(level);
    double error = standardError(parent);
    double half =
        TDistribution.of(degreesOfFreedom).inverseSurvivalProbability((1 - level) / 2) * error;
    double b = estimate.coefficients().getOrDefault(parent, 0.0);
    return new ParameterPosterior.CredibleInterval(b - half, b + half, level);
  }

  /** The equal-tailed interval of the variance around the regression. */
  public ParameterPosterior.CredibleInterval varianceInterval(double level) {
    checkLevel(level);
    ChiSquaredDistribution chi = ChiSquaredDistribution.of(degreesOfFreedom);
    return new ParameterPosterior.CredibleInterval(
        residualSquares / chi.inverseSurvivalProbability((1 - level) / 2),
        residualSquares / chi.inverseCumulativeProbability((1 - level) / 2),
        level);
  }

  private static void checkLevel(double level) {
    Preconditions.checkArgument(level > 0 && level < 1, "level: %s is not between 0 and 1", level);
  }

  /** The regression, then each coefficient with its standard error. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(estimate.toString());
    out.append("; intercept ± ").append(ShortNumbers.probability(interceptError));
    errors.forEach(
        (parent, error) ->
            out.append(", ").append(parent).append(" ± ").append(ShortNumbers.probability(error)));
    return out.toString();
  }
}
