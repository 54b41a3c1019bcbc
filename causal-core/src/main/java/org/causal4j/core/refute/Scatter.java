package org.causal4j.core.refute;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.causal4j.core.estimate.ConfidenceInterval;

/**
 * Judges how widely refits scatter by the sum of their squared standardized deviations, which is χ²
 * if each has variance 1. A tolerance is left for what standard errors leave out in finite samples.
 */
final class Scatter {
  private Scatter() {}

  /**
   * p-value of: the standard deviation is at most {@code limit}.
   *
   * @param squares sum of the squared deviations
   */
  static double pValue(double squares, int degrees, double limit) {
    return ChiSquaredDistribution.of(degrees).survivalProbability(squares / (limit * limit));
  }

  /** Weakened above a first limit, refuted above a second. */
  static Refutation judge(
      Finding finding,
      Refits refits,
      double squares,
      int degrees,
      double limit,
      double worse,
      String words,
      Object... numbers) {
    double alpha = refits.options().errorRate();
    double p = pValue(squares, degrees, limit);
    finding.pValue(p);
    Refutation.Verdict verdict =
        p > alpha
            ? Refutation.Verdict.STANDS
            : pValue(squares, degrees, worse) > alpha
                ? Refutation.Verdict.WEAKENED
                : Refutation.Verdict.REFUTED;
    return finding.verdict(verdict, words, numbers);
  }

  /** The middle part of values that holds a share of them. */
  static ConfidenceInterval percentiles(double[] values, double level) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new ConfidenceInterval(at(sorted, (1 - level) / 2), at(sorted, (1 + level) / 2), level);
  }

  private static double at(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) Math.floor(at);
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
