package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import java.util.HashMap;
import java.util.Map;

/** Standard errors from influence values that are dependent within clusters. */
final class ClusterVariance {
  private ClusterVariance() {}

  /**
   * √(G/(G−1) · Σ_g (Σ_{i∈g} ψ_i)²) / n for influence values ψ with mean zero (Liang and Zeger,
   * "Longitudinal data analysis using generalized linear models", Biometrika 73(1), 1986).
   */
  static double standardError(double[] influence, int[] clusters) {
    if (influence.length > 1 && eachAlone(clusters)) {
      double squares = 0;
      for (double value : influence) {
        squares += value * value;
      }
      return Math.sqrt(squares * influence.length / (influence.length - 1)) / influence.length;
    }
    Map<Integer, Double> sums = new HashMap<>();
    for (int i = 0; i < influence.length; i++) {
      sums.merge(clusters[i], influence[i], Double::sum);
    }
    int groups = sums.size();
    Preconditions.checkArgument(groups > 1, "clusters: there is one, so no standard error");
    // Summed in the order of the clusters' numbers, so that equal input gives equal bits.
    double squares =
        sums.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .mapToDouble(entry -> entry.getValue() * entry.getValue())
            .reduce(0, Double::sum);
    return Math.sqrt(squares * groups / (groups - 1)) / influence.length;
  }

  /** The covariance of several estimates; the lower triangle is filled. */
  static double[][] covariance(double[][] influence, int[] clusters) {
    int k = influence.length;
    double[][] covariance = new double[k][k];
    for (int a = 0; a < k; a++) {
      for (int b = 0; b <= a; b++) {
        // Var((a + b)/2) − Var((a − b)/2) = Cov(a, b)
        double[] sum = new double[clusters.length];
        double[] difference = new double[clusters.length];
        for (int i = 0; i < clusters.length; i++) {
          sum[i] = (influence[a][i] + influence[b][i]) / 2;
          difference[i] = (influence[a][i] - influence[b][i]) / 2;
        }
        double plus = standardError(sum, clusters);
        double minus = standardError(difference, clusters);
        covariance[a][b] = plus * plus - minus * minus;
      }
    }
    return covariance;
  }

  /** Whether the clusters are numbered like the units, so that each unit is one. */
  static boolean eachAlone(int[] clusters) {
    for (int i = 0; i < clusters.length; i++) {
      if (clusters[i] != i) {
        return false;
      }
    }
    return true;
  }

  static int count(int[] clusters) {
    if (eachAlone(clusters)) {
      return clusters.length;
    }
    return (int) java.util.Arrays.stream(clusters).distinct().count();
  }
}
