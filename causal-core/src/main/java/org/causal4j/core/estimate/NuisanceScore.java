package org.causal4j.core.estimate;

import java.util.Locale;

/**
 * How well a nuisance model predicts.
 *
 * @param nuisance as "propensity" or "outcome of the treated"
 * @param learner what was fitted
 * @param metric as "R²" or "log loss"
 * @param value of the metric over the units it is fitted for
 * @param outOfFold whether each unit was predicted by a model that had not seen it
 */
public record NuisanceScore(
    String nuisance, String learner, String metric, double value, boolean outOfFold) {

  /** 1 − Σ(y − ŷ)² / Σ(y − ȳ)² over the chosen units; 0 where the outcome does not vary. */
  static NuisanceScore rSquared(
      String nuisance, String learner, double[] y, double[] fitted, int[] rows, boolean outOfFold) {
    double mean = 0;
    for (int row : rows) {
      mean += y[row] / rows.length;
    }
    double left = 0;
    double total = 0;
    for (int row : rows) {
      left += (y[row] - fitted[row]) * (y[row] - fitted[row]);
      total += (y[row] - mean) * (y[row] - mean);
    }
    return new NuisanceScore(nuisance, learner, "R²", total > 0 ? 1 - left / total : 0, outOfFold);
  }

  /** Mean of −log P(arm), with probabilities kept within [1e-6, 1 − 1e-6]. */
  static NuisanceScore logLoss(
      String nuisance, String learner, int[] arm, double[] probability, boolean outOfFold) {
    double loss = 0;
    for (int i = 0; i < arm.length; i++) {
      double p = Math.min(1 - 1e-6, Math.max(1e-6, probability[i]));
      loss -= Math.log(arm[i] == 1 ? p : 1 - p) / arm.length;
    }
    return new NuisanceScore(nuisance, learner, "log loss", loss, outOfFold);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s by %s: %s %.4g%s",
        nuisance,
        learner,
        metric,
        value,
        outOfFold ? " out of fold" : " in sample");
  }
}
