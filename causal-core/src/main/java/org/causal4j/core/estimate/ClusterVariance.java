package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import java.util.Arrays;

/**
 * Standard errors from influence values that are dependent within clusters: for those who write an
 * estimator.
 */
public final class ClusterVariance {
  private ClusterVariance() {}

  /**
   * √(G/(G−1) · Σ_g (Σ_{i∈g} ψ_i)²) / n for influence values ψ with mean zero (Liang and Zeger,
   * "Longitudinal data analysis using generalized linear models", Biometrika 73(1), 1986).
   *
   * @throws IllegalArgumentException if there is one cluster
   */
  public static double standardError(double[] influence, int[] clusters) {
    if (influence.length > 1 && eachAlone(clusters)) {
      double squares = 0;
      for (double value : influence) {
        squares += value * value;
      }
      return Math.sqrt(squares * influence.length / (influence.length - 1)) / influence.length;
    }
    double[] sums = sums(influence, clusters);
    int groups = sums.length;
    Preconditions.checkArgument(groups > 1, "clusters: there is one, so no standard error");
    double squares = 0;
    for (double sum : sums) {
      squares += sum * sum;
    }
    return Math.sqrt(squares * groups / (groups - 1)) / influence.length;
  }

  /**
   * The sum over each cluster, in the order of their numbers, so that equal input gives equal bits.
   */
  static double[] sums(double[] influence, int[] clusters) {
    if (eachAlone(clusters)) {
      return influence.clone();
    }
    int[] place = places(clusters);
    double[] sums = new double[Arrays.stream(place).max().orElse(-1) + 1];
    for (int i = 0; i < influence.length; i++) {
      sums[place[i]] += influence[i];
    }
    return sums;
  }

  /** The rank of each unit's cluster among the numbers that occur. */
  private static int[] places(int[] clusters) {
    int[] sorted = Arrays.stream(clusters).sorted().distinct().toArray();
    int[] place = new int[clusters.length];
    boolean numbered =
        sorted.length > 0 && sorted[0] == 0 && sorted[sorted.length - 1] == sorted.length - 1;
    for (int i = 0; i < place.length; i++) {
      place[i] = numbered ? clusters[i] : Arrays.binarySearch(sorted, clusters[i]);
    }
    return place;
  }

  /**
   * The covariance of several estimates, a row of influence values each; the lower triangle is
   * filled.
   */
  public static double[][] covariance(double[][] influence, int[] clusters) {
    int k = influence.length;
    double n = clusters.length;
    double[][] sums = new double[k][];
    for (int a = 0; a < k; a++) {
      sums[a] = sums(influence[a], clusters);
    }
    double[][] covariance = new double[k][k];
    for (int a = 0; a < k; a++) {
      for (int b = 0; b <= a; b++) {
        int groups = sums[a].length;
        Preconditions.checkArgument(groups > 1, "clusters: there is one, so no standard error");
        double products = 0;
        for (int g = 0; g < groups; g++) {
          products += sums[a][g] * sums[b][g];
        }
        covariance[a][b] = products * groups / (groups - 1) / (n * n);
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

  /** Number of clusters. */
  public static int count(int[] clusters) {
    if (eachAlone(clusters)) {
      return clusters.length;
    }
    return (int) Arrays.stream(clusters).distinct().count();
  }
}
