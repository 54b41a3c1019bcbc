package org.causal4j.core.forest;

import java.util.Arrays;

/** The convex combination of predictions with the least squared error. */
final class ConvexMix {
  private static final int SWEEPS = 200;

  private ConvexMix() {}

  /** Weights of 0 and above that sum to 1; mass moves between pairs until no move gains. */
  static double[] weights(double[][] predictions, double[] target) {
    int k = predictions.length;
    double[][] product = new double[k][k];
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k; b++) {
        for (int i = 0; i < target.length; i++) {
          product[a][b] += (predictions[a][i] - target[i]) * (predictions[b][i] - target[i]);
        }
      }
    }
    double[] weight = new double[k];
    Arrays.fill(weight, 1.0 / k);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (int a = 0; a < k; a++) {
        for (int b = 0; b < a; b++) {
          double slope = 0;
          for (int j = 0; j < k; j++) {
            slope += weight[j] * (product[b][j] - product[a][j]);
          }
          double curve = product[a][a] + product[b][b] - 2 * product[a][b];
          if (curve > 0) {
            double move = Math.max(-weight[a], Math.min(weight[b], slope / curve));
            weight[a] += move;
            weight[b] -= move;
          }
        }
      }
    }
    return weight;
  }
}
