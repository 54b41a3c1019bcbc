package org.causal4j.core.refute;

import java.util.SplittableRandom;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;

/** Tables drawn from known laws. */
final class Worlds {
  private Worlds() {}

  /**
   * x1, x2 and the hidden u confound t and y; "before" is the outcome before treatment, moved by
   * the same three; the effect of t on y is {@code effect}.
   */
  static Table confounded(int n, double effect, double hidden, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x1 = new double[n];
    double[] x2 = new double[n];
    double[] u = new double[n];
    double[] t = new double[n];
    double[] y = new double[n];
    double[] before = new double[n];
    for (int i = 0; i < n; i++) {
      x1[i] = random.nextGaussian();
      x2[i] = random.nextGaussian();
      u[i] = random.nextGaussian();
      double logit = 0.6 * x1[i] - 0.4 * x2[i] + hidden * u[i];
      t[i] = random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
      double level = x1[i] + 0.5 * x2[i] + hidden * u[i];
      y[i] = level + effect * t[i] + random.nextGaussian();
      before[i] = level + random.nextGaussian();
    }
    return Table.of(
        Column.Continuous.of("x1", x1),
        Column.Continuous.of("x2", x2),
        Column.Continuous.of("u", u),
        Column.Continuous.of("t", t),
        Column.Continuous.of("y", y),
        Column.Continuous.of("before", before));
  }
}
