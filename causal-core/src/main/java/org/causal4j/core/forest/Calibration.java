package org.causal4j.core.forest;

import java.util.Locale;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.causal4j.core.estimate.ClusterVariance;

/**
 * Whether a forest's out-of-bag effects fit the data: the best linear predictor of Chernozhukov,
 * Demirer, Duflo and Fernández-Val ("Generic machine learning inference on heterogeneous treatment
 * effects", 2018), in the form of Athey and Wager ("Estimating treatment effects with causal
 * forests: an application", 2019, §2.2). Least squares of Y − m on τ̄ (T − e) and (τ − τ̄)(T − e),
 * without intercept: the first coefficient is 1 where the mean effect is right, the second where
 * differences between units are. Standard errors are robust to clusters (grf takes HC3 where there
 * are none).
 *
 * @param mean coefficient of the mean effect; 1 is right
 * @param meanError its standard error
 * @param difference coefficient of the differences; 1 is right, 0 says that none were found
 * @param differenceError its standard error
 */
public record Calibration(
    double mean, double meanError, double difference, double differenceError) {

  /** One-sided p-value of no difference between units: small where the forest found some. */
  public double differencePValue() {
    return differenceError > 0
        ? NormalDistribution.of(0, 1).survivalProbability(difference / differenceError)
        : 1;
  }

  static Calibration of(double[] outcome, double[] treatment, double[] effects, int[] clusters) {
    int n = outcome.length;
    double average = 0;
    for (double effect : effects) {
      average += effect / n;
    }
    double aa = 0;
    double ab = 0;
    double bb = 0;
    double ay = 0;
    double by = 0;
    for (int i = 0; i < n; i++) {
      double a = average * treatment[i];
      double b = (effects[i] - average) * treatment[i];
      aa += a * a;
      ab += a * b;
      bb += b * b;
      ay += a * outcome[i];
      by += b * outcome[i];
    }
    double det = aa * bb - ab * ab;
    // where all effects are alike, or their mean is 0, one coefficient alone can be told
    boolean told = det > 1e-12 * aa * bb;
    double inverseA = told ? bb / det : aa > 0 ? 1 / aa : 0;
    double inverseB = told ? aa / det : bb > 0 ? 1 / bb : 0;
    double inverseAb = told ? -ab / det : 0;
    double mean = inverseA * ay + inverseAb * by;
    double difference = inverseB * by + inverseAb * ay;
    double[] ofMean = new double[n];
    double[] ofDifference = new double[n];
    for (int i = 0; i < n; i++) {
      double a = average * treatment[i];
      double b = (effects[i] - average) * treatment[i];
      double left = n * (outcome[i] - mean * a - difference * b);
      ofMean[i] = left * (inverseA * a + inverseAb * b);
      ofDifference[i] = left * (inverseAb * a + inverseB * b);
    }
    return new Calibration(
        mean,
        ClusterVariance.standardError(ofMean, clusters),
        difference,
        ClusterVariance.standardError(ofDifference, clusters));
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "calibration: mean %.3f (%.3f), differences %.3f (%.3f), p %.3g",
        mean,
        meanError,
        difference,
        differenceError,
        differencePValue());
  }
}
