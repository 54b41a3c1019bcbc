package org.causal4j.core.uplift;

import java.util.Arrays;

/** Standard errors from influence values that are dependent within clusters. */
final class Spread {
  private final UpliftData data;
  private final int clusters;
  private final double total;

  Spread(UpliftData data) {
    this.data = data;
    this.clusters = data.clusters();
    double sum = 0;
    for (int i = 0; i < data.rows(); i++) {
      sum += data.weight(i);
    }
    this.total = sum;
  }

  /**
   * √(G/(G−1) · Σ_g (Σ_{i∈g} w_i φ_i)²) / Σ w for influence values φ (Liang and Zeger, Biometrika
   * 73(1), 1986).
   */
  double standardError(double[] influence) {
    double[] sums = new double[clusters];
    for (int i = 0; i < influence.length; i++) {
      sums[data.cluster(i)] += data.weight(i) * influence[i];
    }
    double squares = Arrays.stream(sums).map(s -> s * s).sum();
    return Math.sqrt(squares * clusters / (clusters - 1.0)) / total;
  }

  UpliftValue value(double estimate, double[] influence, double level) {
    return UpliftValue.of(estimate, standardError(influence), level);
  }
}
