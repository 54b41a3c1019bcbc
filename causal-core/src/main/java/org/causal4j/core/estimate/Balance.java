package org.causal4j.core.estimate;

import com.google.common.collect.ImmutableList;
import java.util.List;
import org.causal4j.core.learn.Features;
import org.jspecify.annotations.Nullable;

/**
 * Balance of covariates between the arms: the standardized mean difference, with the deviation of
 * the unweighted arms pooled (Austin, "Balance diagnostics", Statistics in Medicine 28(25), 2009).
 */
final class Balance {
  private Balance() {}

  /** Each covariate without weights and with them. */
  static ImmutableList<CovariateBalance> of(Features x, int[] arm, double[] weights) {
    ImmutableList.Builder<CovariateBalance> all = ImmutableList.builder();
    for (int c = 0; c < x.columns(); c++) {
      all.add(
          new CovariateBalance(
              x.names().get(c), difference(x, c, arm, null), difference(x, c, arm, weights)));
    }
    return all.build();
  }

  static double worstBefore(List<CovariateBalance> balance) {
    return balance.stream().mapToDouble(b -> Math.abs(b.before())).max().orElse(0);
  }

  static double worstAfter(List<CovariateBalance> balance) {
    return balance.stream().mapToDouble(b -> Math.abs(b.after())).max().orElse(0);
  }

  private static double difference(Features x, int c, int[] arm, double @Nullable [] weights) {
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
    for (int a = 0; a < 2; a++) {
      mean[a] /= weight[a];
      plain[a] /= count[a];
    }
    double[] variance = new double[2];
    for (int i = 0; i < arm.length; i++) {
      double off = x.get(i, c) - plain[arm[i]];
      variance[arm[i]] += off * off / count[arm[i]];
    }
    double pooled = (variance[0] + variance[1]) / 2;
    // An arm without weight has no mean to compare; the verdict on overlap tells of it.
    double difference = mean[1] - mean[0];
    return pooled > 0 && Double.isFinite(difference) ? difference / Math.sqrt(pooled) : 0;
  }
}
