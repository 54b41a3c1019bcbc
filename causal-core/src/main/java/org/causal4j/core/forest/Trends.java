package org.causal4j.core.forest;

import org.causal4j.core.learn.Features;

/**
 * The smooth part of the effect, for each half-sample its own: a linear form in the functions of a
 * {@link SmoothBasis}. The trees of the half-sample grow on what it leaves.
 */
final class Trends {
  final SmoothBasis basis;

  /** Coefficients by group, one array after the other. */
  final double[] slopes;

  private final int size;

  Trends(SmoothBasis basis, double[] slopes) {
    this.basis = basis;
    this.slopes = slopes;
    this.size = basis.size();
  }

  /** The functions of a row. */
  double[] functions(Features x, int row) {
    double[] f = new double[size];
    basis.write(x, row, f, 0);
    return f;
  }

  /** The effect that a group's trend says. */
  double at(int group, double[] f) {
    return at(group, f, 0);
  }

  double at(int group, double[] f, int from) {
    int at = group * size;
    double sum = 0;
    for (int k = 0; k < size; k++) {
      sum += slopes[at + k] * f[from + k];
    }
    return sum;
  }
}
