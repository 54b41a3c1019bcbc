package org.causal4j.core.learn;

import com.google.common.base.Preconditions;
import java.util.Arrays;

/**
 * Mean and standard deviation of each feature over the training rows. A feature that does not vary
 * there is scaled to 0 and so has no weight.
 */
final class Scaling {
  private static final double CONSTANT = 1e-12;

  final double[] mean;
  final double[] inverseDeviation;

  Scaling(Features x, int[] rows) {
    int p = x.columns();
    mean = new double[p];
    inverseDeviation = new double[p];
    RowBlock block = new RowBlock(p);
    double[] weight = new double[RowBlock.ROWS];
    Arrays.fill(weight, 1);
    ColumnMoments moments = new ColumnMoments(p);
    for (int from = 0; from < rows.length && p > 0; from += RowBlock.ROWS) {
      int count = Math.min(RowBlock.ROWS, rows.length - from);
      for (int c = 0; c < p; c++) {
        block.gather(x, rows, from, count, c, 0, 1);
      }
      block.clearFrom(count);
      Arrays.fill(weight, count, RowBlock.ROWS, 0);
      moments.add(block, weight);
    }
    for (int c = 0; c < p; c++) {
      mean[c] = moments.mean(c);
      double deviation = Math.sqrt(moments.squares(c) / rows.length);
      boolean constant = deviation <= CONSTANT * Math.max(1, Math.abs(mean[c]));
      inverseDeviation[c] = constant ? 0 : 1 / deviation;
    }
  }

  /** Writes the scaled features of a row. */
  void scale(Features x, int row, double[] target) {
    for (int c = 0; c < target.length; c++) {
      target[c] = (x.at(row, c) - mean[c]) * inverseDeviation[c];
    }
  }

  /** A linear function of the scaled features as one of the raw ones. */
  Linear unscale(double intercept, double[] weights) {
    double[] raw = new double[weights.length];
    double constant = intercept;
    for (int c = 0; c < raw.length; c++) {
      raw[c] = weights[c] * inverseDeviation[c];
      constant -= raw[c] * mean[c];
    }
    return new Linear(constant, raw);
  }

  static void checkRows(Features x, double[] y, int[] rows) {
    Preconditions.checkArgument(
        y.length == x.rows(), "y: has %s values for %s rows", y.length, x.rows());
    Preconditions.checkArgument(rows.length > 0, "rows: there are none to learn from");
    for (int row : rows) {
      Preconditions.checkElementIndex(row, y.length, "row");
      Preconditions.checkArgument(Double.isFinite(y[row]), "y: row %s is %s", (Object) row, y[row]);
    }
  }

  /** Intercept and weights on raw features. */
  static final class Linear {
    private final double intercept;
    private final double[] weights;

    private Linear(double intercept, double[] weights) {
      this.intercept = intercept;
      this.weights = weights;
    }

    double value(Features x, int row) {
      Preconditions.checkArgument(
          x.columns() == weights.length,
          "x: has %s columns, the model %s",
          x.columns(),
          weights.length);
      double sum = intercept;
      for (int c = 0; c < weights.length; c++) {
        sum += weights[c] * x.at(row, c);
      }
      return sum;
    }
  }
}
