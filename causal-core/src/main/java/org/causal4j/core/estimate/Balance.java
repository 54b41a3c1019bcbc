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
    int p = x.columns();
    double[] weight = new double[2];
    int[] count = new int[2];
    double[][] mean = new double[2][p];
    double[][] plain = new double[2][p];
    for (int i = 0; i < arm.length; i++) {
      double w = weights == null ? 1 : weights[i];
      weight[arm[i]] += w;
      count[arm[i]]++;
      for (int c = 0; c < p; c++) {
        mean[arm[i]][c] += w * x.get(i, c);
        plain[arm[i]][c] += x.get(i, c);
      }
    }
    for (int a = 0; a < 2; a++) {
      for (int c = 0; c < p; c++) {
        mean[a][c] /= weight[a];
        plain[a][c] /= count[a];
      }
    }
    double[][] variance = new double[2][p];
    for (int i = 0; i < arm.length; i++) {
      for (int c = 0; c < p; c++) {
        double off = x.get(i, c) - plain[arm[i]][c];
        variance[arm[i]][c] += off * off / count[arm[i]];
      }
    }
    double worst = 0;
    for (int c = 0; c < p; c++) {
      double squares = (variance[0][c] + variance[1][c]) / 2;
      if (squares > 0) {
        worst = Math.max(worst, Math.abs(mean[1][c] - mean[0][c]) / Math.sqrt(squares));
      }
    }
    return worst;
  }
}
