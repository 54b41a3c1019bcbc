package org.causal4j.core.learn;

import com.google.common.base.Preconditions;
import org.causal4j.core.Seed;

/** Weights of rows. */
final class Weighting {
  private Weighting() {}

  /** Weights of the chosen rows, scaled to a mean of 1. */
  static double[] ofMeanOne(double[] weights, int[] rows) {
    double[] chosen = new double[rows.length];
    double total = 0;
    for (int i = 0; i < rows.length; i++) {
      chosen[i] = weights[rows[i]];
      Preconditions.checkArgument(
          chosen[i] >= 0 && Double.isFinite(chosen[i]),
          "weights: row %s is %s, not 0 or above",
          (Object) rows[i],
          chosen[i]);
      total += chosen[i];
    }
    Preconditions.checkArgument(total > 0, "weights: all %s rows have none", rows.length);
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] *= rows.length / total;
    }
    return chosen;
  }

  /**
   * As many rows as there are, each as often as its weight says, by systematic resampling: row i is
   * taken once for each number of u, u + 1, … between the sums of weights before and after it.
   */
  static int[] resample(double[] weights, int[] rows, Seed seed) {
    double[] share = ofMeanOne(weights, rows);
    int[] drawn = new int[rows.length];
    double next = seed.derive("systematic").random().nextDouble();
    double sum = 0;
    int count = 0;
    for (int i = 0; i < rows.length; i++) {
      sum += share[i];
      while (next < sum && count < drawn.length) {
        drawn[count++] = rows[i];
        next++;
      }
    }
    // Rounding may leave the last one undrawn.
    while (count < drawn.length) {
      drawn[count++] = rows[rows.length - 1];
    }
    return drawn;
  }
}
