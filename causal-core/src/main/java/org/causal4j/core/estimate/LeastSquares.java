package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Weighted least squares with an intercept, on columns that are centered and scaled first. A column
 * that the earlier ones determine gets no coefficient and is listed.
 *
 * <p>With z a row in scaled coordinates (its first entry 1) and G = Σ w z zᵀ, a linear function cᵀβ
 * of the coefficients errs by Σ w r (aᵀz) where a = G⁻¹c and r are the residuals.
 */
final class LeastSquares {
  private static final double COLLINEAR = 1e-10;

  /** Writes the columns of a row, without the intercept. */
  interface Rows {
    void fill(int row, double[] target);
  }

  private final int n;
  private final int p;
  private final Rows rows;
  private final double @Nullable [] weights;
  private final double[] mean;
  private final double[] scale;
  private final Gram gram;
  private final double[] beta;
  private final double[] residuals;

  LeastSquares(int n, int p, Rows rows, double[] y, double @Nullable [] weights) {
    Preconditions.checkArgument(n > 0, "rows: there are none to fit to");
    this.n = n;
    this.p = p;
    this.rows = rows;
    this.weights = weights;
    this.mean = new double[p];
    this.scale = new double[p];
    standardize();
    double[] moment = new double[p + 1];
    double[][] g = new double[p + 1][p + 1];
    double[] z = new double[p + 1];
    for (int i = 0; i < n; i++) {
      row(i, z);
      double w = weight(i);
      for (int a = 0; a <= p; a++) {
        double wa = w * z[a];
        moment[a] += wa * y[i];
        for (int b = 0; b <= a; b++) {
          g[a][b] += wa * z[b];
        }
      }
    }
    this.gram = new Gram(g, COLLINEAR);
    this.beta = gram.solve(moment);
    this.residuals = new double[n];
    for (int i = 0; i < n; i++) {
      row(i, z);
      residuals[i] = y[i] - value(z);
    }
  }

  private void standardize() {
    double total = 0;
    double[] x = new double[p];
    for (int i = 0; i < n; i++) {
      rows.fill(i, x);
      double w = weight(i);
      total += w;
      for (int c = 0; c < p; c++) {
        mean[c] += w * x[c];
      }
    }
    Preconditions.checkArgument(total > 0, "weights: sum to %s", total);
    for (int c = 0; c < p; c++) {
      mean[c] /= total;
    }
    for (int i = 0; i < n; i++) {
      rows.fill(i, x);
      for (int c = 0; c < p; c++) {
        scale[c] += weight(i) * (x[c] - mean[c]) * (x[c] - mean[c]);
      }
    }
    for (int c = 0; c < p; c++) {
      double deviation = Math.sqrt(scale[c] / total);
      scale[c] = deviation <= 1e-12 * Math.max(1, Math.abs(mean[c])) ? 0 : 1 / deviation;
    }
  }

  private double weight(int i) {
    return weights == null ? 1 : weights[i];
  }

  private void row(int i, double[] z) {
    double[] x = new double[p];
    rows.fill(i, x);
    scaled(x, z);
  }

  private void scaled(double[] x, double[] z) {
    z[0] = 1;
    for (int c = 0; c < p; c++) {
      z[c + 1] = (x[c] - mean[c]) * scale[c];
    }
  }

  /** Columns of a row, which need not be one of those fitted to, in scaled coordinates. */
  double[] scaled(double[] x) {
    double[] z = new double[p + 1];
    scaled(x, z);
    return z;
  }

  /** The fitted value at scaled coordinates, or the function cᵀβ. */
  double value(double[] z) {
    double sum = 0;
    for (int a = 0; a <= p; a++) {
      sum += beta[a] * z[a];
    }
    return sum;
  }

  /** The fitted value at raw columns. */
  double at(double[] x) {
    return value(scaled(x));
  }

  /** The coefficient of a raw column. */
  double coefficient(int column) {
    return beta[column + 1] * scale[column];
  }

  double[] residuals() {
    return residuals;
  }

  /** n times what each row adds to the error of cᵀβ, c in scaled coordinates. */
  double[] influence(double[] c) {
    double[] a = gram.solve(c);
    double[] influence = new double[n];
    double[] z = new double[p + 1];
    for (int i = 0; i < n; i++) {
      row(i, z);
      double along = 0;
      for (int k = 0; k <= p; k++) {
        along += a[k] * z[k];
      }
      influence[i] = n * weight(i) * residuals[i] * along;
    }
    return influence;
  }

  /** The same of the coefficient of a raw column. */
  double[] influenceOfCoefficient(int column) {
    double[] c = new double[p + 1];
    c[column + 1] = scale[column];
    return influence(c);
  }

  /** Raw columns without a coefficient: constant, or determined by those before them. */
  List<Integer> dropped() {
    List<Integer> dropped = new ArrayList<>();
    for (int c = 0; c < p; c++) {
      if (gram.isDropped(c + 1)) {
        dropped.add(c);
      }
    }
    return dropped;
  }

  /** Rows less coefficients in use. */
  int degreesOfFreedom() {
    return n - (p + 1 - dropped().size());
  }

  /** The names of the dropped columns as a note; none where none is dropped. */
  static ImmutableList<String> note(List<Integer> dropped, List<String> names) {
    return dropped.isEmpty()
        ? ImmutableList.of()
        : ImmutableList.of(
            "left out, being constant or determined by other columns: "
                + dropped.stream().map(names::get).toList());
  }
}
