package org.causal4j.core.estimate;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.causal4j.core.learn.ColumnMoments;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.RowBlock;

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
    ColumnMoments[] plain = {new ColumnMoments(p), new ColumnMoments(p)};
    RowBlock block = new RowBlock(p);
    double[][] own = new double[2][RowBlock.ROWS];
    double[][] one = new double[2][RowBlock.ROWS];
    for (int from = 0; from < arm.length && p > 0; from += RowBlock.ROWS) {
      int rows = block.load(x, from, 0);
      for (int i = 0; i < RowBlock.ROWS; i++) {
        int a = i < rows ? arm[from + i] : 0;
        double w = i < rows ? weights[from + i] : 0;
        own[a][i] = w;
        own[1 - a][i] = 0;
        one[a][i] = i < rows ? 1 : 0;
        one[1 - a][i] = 0;
        weight[a] += w;
        count[a] += i < rows ? 1 : 0;
      }
      for (int a = 0; a < 2; a++) {
        block.addMoments(own[a], mean[a], 0);
        plain[a].add(block, one[a]);
      }
    }
    for (int a = 0; a < 2; a++) {
      for (int c = 0; c < p; c++) {
        mean[a][c] /= weight[a];
      }
    }
    double[] pooled = new double[p];
    for (int c = 0; c < p; c++) {
      pooled[c] = (plain[0].squares(c) / count[0] + plain[1].squares(c) / count[1]) / 2;
    }
    ImmutableList.Builder<CovariateBalance> all = ImmutableList.builder();
    for (int c = 0; c < p; c++) {
      all.add(
          new CovariateBalance(
              x.names().get(c),
              standardized(plain[1].mean(c) - plain[0].mean(c), pooled[c]),
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
