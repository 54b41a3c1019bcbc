package org.causal4j.core.estimate;

import org.causal4j.core.learn.Features;
import org.jspecify.annotations.Nullable;

/**
 * Balance of covariates between the arms: the standardized mean difference, with the deviation of
 * the unweighted arms pooled (Austin, "Balance diagnostics", Statistics in Medicine 28(25), 2009).
 */
final class Balance {
  private Balance() {}

  /** The largest absolute difference over the covariates; 0 where there are none. */
  static double worst(Features x, int[] arm, double @Nullable [] weights) {
    double worst = 0;
    for (int c = 0; c < x.columns(); c++) {
      double[] weight = new double[2];
      double[] mean = new double[2];
      double[] plain = new double[2];
      int[] count = new int[2];
      for (int i = 0; i < arm.length; i++) {
        double w = weights == null ? 1 : weights[i];
        weight[arm[i]] += w;
        mean[arm[i]] += w * x.get(i, c);
        plain[arm[i]] += x.get(i, c);
        count[arm[i]]++;
      }
      double squares = 0;
      for (int a = 0; a < 2; a++) {
        mean[a] /= weight[a];
        plain[a] /= count[a];
      }
      double[] variance = new double[2];
      for (int i = 0; i < arm.length; i++) {
        double off = x.get(i, c) - plain[arm[i]];
        variance[arm[i]] += off * off / count[arm[i]];
      }
      squares = (variance[0] + variance[1]) / 2;
      if (squares > 0) {
        worst = Math.max(worst, Math.abs(mean[1] - mean[0]) / Math.sqrt(squares));
      }
    }
    return worst;
  }
}
