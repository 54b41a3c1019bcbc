package org.causal4j.core.uplift;

import com.google.common.base.Preconditions;
import java.util.Locale;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.causal4j.core.estimate.ConfidenceInterval;

/**
 * A number estimated from the data, with its error. Immutable.
 *
 * @param estimate the number; it keeps its sign, whatever that of the average effect
 * @param standardError from influence values summed in clusters, 0 or above
 * @param interval the normal interval
 */
public record UpliftValue(double estimate, double standardError, ConfidenceInterval interval) {
  /** Checks that the numbers are finite. */
  public UpliftValue {
    Preconditions.checkArgument(
        Double.isFinite(estimate) && Double.isFinite(standardError),
        "estimate: %s with standard error %s is not finite",
        estimate,
        standardError);
  }

  static UpliftValue of(double estimate, double standardError, double level) {
    return new UpliftValue(
        estimate, standardError, ConfidenceInterval.normal(estimate, standardError, level));
  }

  /** Two-sided p-value of the number being 0, from the normal distribution. */
  public double pValue() {
    if (standardError == 0) {
      return estimate == 0 ? 1 : 0;
    }
    return 2 * NormalDistribution.of(0, 1).survivalProbability(Math.abs(estimate / standardError));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.4g %s", estimate, interval);
  }
}
