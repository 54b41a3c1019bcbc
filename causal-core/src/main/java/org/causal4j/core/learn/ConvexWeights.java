package org.causal4j.core.learn;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Weights of models, not negative and of sum 1, that minimize the squared error of their weighted
 * mean, by projected gradient descent from equal weights (Breiman, "Stacked regressions", Machine
 * Learning 24, 1996). Cost: k² a row for k models.
 */
public final class ConvexWeights {
  private static final int STEPS = 2_000;

  private ConvexWeights() {}

  /**
   * The weights.
   *
   * @param predicted a row of predictions a model
   * @param y what they predict
   * @param rowWeights of the squared errors, of mean 1; null where all count the same
   * @return one a model; those below a thousandth are set to 0
   */
  public static double[] of(double[][] predicted, double[] y, double @Nullable [] rowWeights) {
    int k = predicted.length;
    double[][] gram = new double[k][k];
    double[] moment = new double[k];
    double trace = 0;
    for (int a = 0; a < k; a++) {
      for (int i = 0; i < y.length; i++) {
        moment[a] += (rowWeights == null ? 1 : rowWeights[i]) * predicted[a][i] * y[i] / y.length;
      }
      for (int b = 0; b < k; b++) {
        for (int i = 0; i < y.length; i++) {
          gram[a][b] +=
              (rowWeights == null ? 1 : rowWeights[i])
                  * predicted[a][i]
                  * predicted[b][i]
                  / y.length;
        }
      }
      trace += gram[a][a];
    }
    double[] weights = new double[k];
    Arrays.fill(weights, 1.0 / k);
    for (int step = 0; step < STEPS && trace > 0; step++) {
      double[] next = weights.clone();
      for (int a = 0; a < k; a++) {
        double slope = -moment[a];
        for (int b = 0; b < k; b++) {
          slope += gram[a][b] * weights[b];
        }
        next[a] -= slope / trace;
      }
      weights = ontoSimplex(next);
    }
    for (int a = 0; a < k; a++) {
      weights[a] = weights[a] < 1e-3 ? 0 : weights[a];
    }
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(w -> w / sum).toArray();
  }

  /** The nearest point of the simplex (Duchi et al., ICML 2008, Figure 1). */
  private static double[] ontoSimplex(double[] v) {
    double[] sorted = v.clone();
    Arrays.sort(sorted);
    double sum = 0;
    double shift = 0;
    for (int j = 1; j <= sorted.length; j++) {
      double largest = sorted[sorted.length - j];
      sum += largest;
      if (largest - (sum - 1) / j > 0) {
        shift = (sum - 1) / j;
      }
    }
    double by = shift;
    return Arrays.stream(v).map(a -> Math.max(0, a - by)).toArray();
  }
}
