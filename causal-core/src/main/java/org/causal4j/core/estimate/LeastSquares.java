package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.causal4j.core.learn.ColumnMoments;
import org.causal4j.core.learn.RowBlock;
import org.jspecify.annotations.Nullable;

/**
 * Weighted least squares with an intercept, on columns that are centered and scaled first. A column
 * that the earlier ones determine gets no coefficient and is listed.
 *
 * <p>With z a row in scaled coordinates (its first entry 1) and G = Σ w z zᵀ, a linear function cᵀβ
 * of the coefficients errs by Σ w r (aᵀz) where a = G⁻¹c and r are the residuals. Not safe to share
 * between threads.
 */
final class LeastSquares {
  private static final double COLLINEAR = 1e-10;

  /** Writes the columns of a row, without the intercept. */
  interface Rows {
    void fill(int row, double[] target);

    /** The same for some rows from one on. */
    default void load(int from, int count, int columns, RowBlock block) {
      double[] row = new double[columns];
      for (int i = 0; i < count; i++) {
        fill(from + i, row);
        for (int c = 0; c < columns; c++) {
          block.set(i, c, row[c]);
        }
      }
    }
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
  private final RowBlock block;

  LeastSquares(int n, int p, Rows rows, double[] y, double @Nullable [] weights) {
    Preconditions.checkArgument(n > 0, "rows: there are none to fit to");
    this.n = n;
    this.p = p;
    this.rows = rows;
    this.weights = weights;
    this.mean = new double[p];
    this.scale = new double[p];
    this.block = new RowBlock(p);
    standardize();
    double[] moment = new double[p + 1];
    double[] sums = new double[p + 1];
    double[] products = new double[block.gramSize() * block.gramSize()];
    double[] w = new double[RowBlock.ROWS];
    double[] wy = new double[RowBlock.ROWS];
    for (int from = 0; from < n; from += RowBlock.ROWS) {
      int count = load(rows, from);
      weigh(from, count, w);
      for (int i = 0; i < count; i++) {
        wy[i] = w[i] * y[from + i];
        moment[0] += wy[i];
        sums[0] += w[i];
      }
      Arrays.fill(wy, count, RowBlock.ROWS, 0);
      block.addMoments(wy, moment, 1);
      block.addMoments(w, sums, 1);
      if (weights == null) {
        block.addGram(products);
      } else {
        block.addGram(w, products);
      }
    }
    double[][] g = new double[p + 1][p + 1];
    for (int a = 0; a <= p; a++) {
      g[a][0] = sums[a];
      for (int b = 1; b <= a; b++) {
        g[a][b] = products[(a - 1) * block.gramSize() + b - 1];
      }
    }
    this.gram = new Gram(g, COLLINEAR);
    this.beta = gram.solve(moment);
    this.residuals = values(rows, new double[0], new double[0]);
    for (int i = 0; i < n; i++) {
      residuals[i] = y[i] - residuals[i];
    }
  }

  private void standardize() {
    double[] w = new double[RowBlock.ROWS];
    ColumnMoments moments = new ColumnMoments(p);
    for (int from = 0; from < n; from += RowBlock.ROWS) {
      int count = Math.min(RowBlock.ROWS, n - from);
      rows.load(from, count, p, block);
      block.clearFrom(count);
      weigh(from, count, w);
      moments.add(block, w);
    }
    double total = moments.total();
    Preconditions.checkArgument(total > 0, "weights: sum to %s", total);
    for (int c = 0; c < p; c++) {
      mean[c] = moments.mean(c);
      double deviation = Math.sqrt(moments.squares(c) / total);
      scale[c] = deviation <= 1e-12 * Math.max(1, Math.abs(mean[c])) ? 0 : 1 / deviation;
    }
  }

  /** Reads rows from a position on in scaled coordinates, and returns how many it read. */
  private int load(Rows source, int from) {
    int count = Math.min(RowBlock.ROWS, n - from);
    source.load(from, count, p, block);
    block.scale(mean, scale, count);
    return count;
  }

  private void weigh(int from, int count, double[] w) {
    for (int i = 0; i < count; i++) {
      w[i] = weight(from + i);
    }
    Arrays.fill(w, count, RowBlock.ROWS, 0);
  }

  /**
   * Fitted values at as many rows as there were.
   *
   * @param counted weights of the rows in a sum of their scaled coordinates; empty for no sum
   * @param sum what that is added to
   */
  double[] values(Rows at, double[] counted, double[] sum) {
    double[] values = new double[n];
    double[] some = new double[RowBlock.ROWS];
    for (int from = 0; from < n; from += RowBlock.ROWS) {
      int count = load(at, from);
      block.linear(beta[0], beta, 1, some);
      System.arraycopy(some, 0, values, from, count);
      if (counted.length > 0) {
        for (int i = 0; i < count; i++) {
          some[i] = counted[from + i];
          sum[0] += some[i];
        }
        Arrays.fill(some, count, RowBlock.ROWS, 0);
        block.addMoments(some, sum, 1);
      }
    }
    return values;
  }

  private double weight(int i) {
    return weights == null ? 1 : weights[i];
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
    return influences(c)[0];
  }

  /** The same of several functions. */
  double[][] influences(double[]... functions) {
    double[][] influence = new double[functions.length][n];
    double[][] solved = new double[functions.length][];
    Arrays.setAll(solved, k -> gram.solve(functions[k]));
    double[] along = new double[RowBlock.ROWS];
    for (int from = 0; from < n; from += RowBlock.ROWS) {
      int count = load(rows, from);
      for (int k = 0; k < functions.length; k++) {
        block.linear(solved[k][0], solved[k], 1, along);
        for (int i = 0; i < count; i++) {
          influence[k][from + i] = n * weight(from + i) * residuals[from + i] * along[i];
        }
      }
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
