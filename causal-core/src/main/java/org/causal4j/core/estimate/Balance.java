package org.causal4j.core.estimate;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.causal4j.core.learn.Features;

/**
 * Balance of covariates between the arms: the standardized mean difference, with the deviation of
 * the unweighted arms pooled (Austin, "Balance diagnostics", Statistics in Medicine 28(25), 2009).
 */
final class Balance {
  private Balance() {}

  /** Each covariate without weights and with them. */
  static ImmutableList<CovariateBalance> of(Features x, int[] arm, double[] weights) {
    int p = x.columns();
    double[] weight = new double[2];
    int[] count = new int[2];
    double[][] mean = new double[2][p];
    double[][] plain = new double[2][p];
    double[] row = new double[p];
    for (int i = 0; i < arm.length; i++) {
      int a = arm[i];
      double w = weights[i];
      double[] weighted = mean[a];
      double[] even = plain[a];
      weight[a] += w;
      count[a]++;
      x.copyRow(i, row);
      for (int c = 0; c < p; c++) {
        weighted[c] += w * row[c];
        even[c] += row[c];
      }
    }
    for (int a = 0; a < 2; a++) {
      for (int c = 0; c < p; c++) {
        mean[a][c] /= weight[a];
        plain[a][c] /= count[a];
      }
    }
    double[][] squares = new double[2][p];
    for (int i = 0; i < arm.length; i++) {
      double[] even = plain[arm[i]];
      double[] own = squares[arm[i]];
      x.copyRow(i, row);
      for (int c = 0; c < p; c++) {
        double off = row[c] - even[c];
        own[c] += off * off;
      }
    }
    double[] pooled = new double[p];
    for (int c = 0; c < p; c++) {
      pooled[c] = (squares[0][c] / count[0] + squares[1][c] / count[1]) / 2;
    }
    ImmutableList.Builder<CovariateBalance> all = ImmutableList.builder();
    for (int c = 0; c < p; c++) {
      all.add(
          new CovariateBalance(
              x.names().get(c),
              standardized(plain[1][c] - plain[0][c], pooled[c]),
              standardized(mean[1][c] - mean[0][c], pooled[c])));
    }
    return all.build();
  }

  static double worstBefore(List<CovariateBalance> balance) {
    return balance.stream().mapToDouble(b -> Math.abs(b.before())).max().orElse(0);
  }

  static double worstAfter(List<CovariateBalance> balance) {
    return balance.stream().mapToDouble(b -> Math.abs(b.after())).max().orElse(0);
  }

  /** An arm without weight has no mean to compare; the verdict on overlap tells of it. */
  private static double standardized(double difference, double variance) {
    return variance > 0 && Double.isFinite(difference) ? difference / Math.sqrt(variance) : 0;
  }
}
