package org.causal4j.core.refute;

import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Design;

/**
 * Laws in which treatment t does nothing to y, and everything that connects them is confounding by
 * x1, x2 and x3. "before" is a negative control: the outcome before treatment, moved by the same
 * three as strongly. Analyses adjust for the covariates that {@link #design} names.
 */
public enum NullWorld {
  /** Linear confounding; all of it is adjusted for. */
  LINEAR(1, false, true),
  /** Confounding by squares, products and waves; all of it is adjusted for. */
  NONLINEAR(1, true, true),
  /** x3, a strong confounder, is not adjusted for. */
  HIDDEN(1, false, false),
  /** x3, a weaker confounder, is not adjusted for. */
  HIDDEN_WEAK(0.65, false, false),
  /** x3 is not adjusted for, and confounding by the others is bent. */
  HIDDEN_NONLINEAR(1, true, false);

  private final double third;
  private final boolean bent;
  private final boolean measured;

  NullWorld(double third, boolean bent, boolean measured) {
    this.third = third;
    this.bent = bent;
    this.measured = measured;
  }

  /** Whether the analysis adjusts for all that confounds. */
  public boolean isMeasured() {
    return measured;
  }

  /** What the analyst takes the design to be. */
  public Design design() {
    return measured
        ? Design.backdoor("t", "y", "x1", "x2", "x3")
        : Design.backdoor("t", "y", "x1", "x2");
  }

  /** A table. */
  public Table draw(int n, Seed seed) {
    SplittableRandom random = seed.random();
    double[][] x = new double[3][n];
    double[] t = new double[n];
    double[] y = new double[n];
    double[] before = new double[n];
    for (int i = 0; i < n; i++) {
      for (double[] column : x) {
        column[i] = random.nextGaussian();
      }
      double a = x[0][i];
      double b = x[1][i];
      double c = third * x[2][i];
      double logit = bent ? 0.6 * (a * a - 1) + 0.5 * a * b + 0.5 * c : 0.6 * a - 0.4 * b + 0.6 * c;
      t[i] = random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
      double level = bent ? a * a + Math.sin(2 * b) + a * b + 0.7 * c : a + 0.5 * b + 0.7 * c;
      y[i] = level + random.nextGaussian();
      before[i] = level + random.nextGaussian();
    }
    return Table.of(
        Column.Continuous.of("x1", x[0]),
        Column.Continuous.of("x2", x[1]),
        Column.Continuous.of("x3", x[2]),
        Column.Continuous.of("t", t),
        Column.Continuous.of("y", y),
        Column.Continuous.of("before", before));
  }
}
