package org.causal4j.core.estimate;

import java.util.Arrays;
import org.causal4j.core.learn.Features;

/**
 * Some rows (1, (x − mean) · scale) at a time, column after column, for sums over all rows of a
 * likelihood: linear functions, products with a number a row, and weighted products of columns,
 * sixteen at a time in registers. After the last row a block is filled up with 0. Not safe to share
 * between threads.
 */
final class DesignBlocks {
  /** Rows in a block. */
  static final int ROWS = 128;

  // A little more than the rows, so that columns do not fall on the same lines of the cache.
  private static final int STRIDE = ROWS + 8;

  private final Features x;
  private final double[] mean;
  private final double[] scale;
  private final int size;
  private final int padded;
  private final double[] z;
  private final double[] weighted;
  private final double[] row;

  DesignBlocks(Features x, double[] mean, double[] scale) {
    this.x = x;
    this.mean = mean;
    this.scale = scale;
    this.size = x.columns() + 1;
    this.padded = (size + 3) / 4 * 4;
    this.z = new double[padded * STRIDE];
    this.weighted = new double[padded * STRIDE];
    this.row = new double[x.columns()];
  }

  /** Reads the rows from a position on, and returns how many it read. */
  int load(int from) {
    int count = Math.min(ROWS, x.rows() - from);
    for (int i = 0; i < count; i++) {
      x.copyRow(from + i, row);
      z[i] = 1;
      for (int c = 1; c < size; c++) {
        z[c * STRIDE + i] = (row[c - 1] - mean[c - 1]) * scale[c - 1];
      }
    }
    for (int c = 0; c < size && count < ROWS; c++) {
      Arrays.fill(z, c * STRIDE + count, c * STRIDE + ROWS, 0);
    }
    return count;
  }

  /** Sets each target to Σ weight · column. */
  void linear(double[] weights, double[] target) {
    Arrays.fill(target, 0);
    for (int c = 0; c < size; c++) {
      double weight = weights[c];
      int at = c * STRIDE;
      for (int i = 0; i < ROWS; i++) {
        target[i] += weight * z[at + i];
      }
    }
  }

  /** Adds Σ value · column to each sum; values beyond the last row must be numbers. */
  void addMoments(double[] value, double[] sums) {
    for (int c = 0; c < padded; c += 4) {
      int a = c * STRIDE;
      double s = 0;
      double t = 0;
      double u = 0;
      double v = 0;
      for (int i = 0; i < ROWS; i++) {
        s += value[i] * z[a + i];
        t += value[i] * z[a + STRIDE + i];
        u += value[i] * z[a + 2 * STRIDE + i];
        v += value[i] * z[a + 3 * STRIDE + i];
      }
      double[] four = {s, t, u, v};
      for (int k = 0; k < 4 && c + k < size; k++) {
        sums[c + k] += four[k];
      }
    }
  }

  /** A zero matrix for {@link #addGram}: the columns, filled up to a multiple of 4. */
  double[][] emptyGram() {
    return new double[padded][padded];
  }

  /** The part of a sum that belongs to columns. */
  double[][] trimmed(double[][] gram) {
    double[][] own = new double[size][];
    Arrays.setAll(own, a -> Arrays.copyOf(gram[a], size));
    return own;
  }

  /** Adds Σ weight · column · column; only the lower triangle is to be read. */
  void addGram(double[] weights, double[][] gram) {
    for (int c = 0; c < size; c++) {
      int at = c * STRIDE;
      for (int i = 0; i < ROWS; i++) {
        weighted[at + i] = weights[i] * z[at + i];
      }
    }
    for (int a = 0; a < padded; a += 4) {
      for (int b = 0; b <= a; b += 4) {
        addSixteen(a, b, gram);
      }
    }
  }

  private void addSixteen(int firstA, int firstB, double[][] gram) {
    double[] left = weighted;
    double[] right = z;
    int a = firstA * STRIDE;
    int b = firstB * STRIDE;
    double c00 = 0;
    double c01 = 0;
    double c02 = 0;
    double c03 = 0;
    double c10 = 0;
    double c11 = 0;
    double c12 = 0;
    double c13 = 0;
    double c20 = 0;
    double c21 = 0;
    double c22 = 0;
    double c23 = 0;
    double c30 = 0;
    double c31 = 0;
    double c32 = 0;
    double c33 = 0;
    for (int i = 0; i < ROWS; i++) {
      double x0 = left[a + i];
      double x1 = left[a + STRIDE + i];
      double x2 = left[a + 2 * STRIDE + i];
      double x3 = left[a + 3 * STRIDE + i];
      double y0 = right[b + i];
      double y1 = right[b + STRIDE + i];
      double y2 = right[b + 2 * STRIDE + i];
      double y3 = right[b + 3 * STRIDE + i];
      c00 += x0 * y0;
      c01 += x0 * y1;
      c02 += x0 * y2;
      c03 += x0 * y3;
      c10 += x1 * y0;
      c11 += x1 * y1;
      c12 += x1 * y2;
      c13 += x1 * y3;
      c20 += x2 * y0;
      c21 += x2 * y1;
      c22 += x2 * y2;
      c23 += x2 * y3;
      c30 += x3 * y0;
      c31 += x3 * y1;
      c32 += x3 * y2;
      c33 += x3 * y3;
    }
    addFour(gram[firstA], firstB, c00, c01, c02, c03);
    addFour(gram[firstA + 1], firstB, c10, c11, c12, c13);
    addFour(gram[firstA + 2], firstB, c20, c21, c22, c23);
    addFour(gram[firstA + 3], firstB, c30, c31, c32, c33);
  }

  private static void addFour(double[] row, int at, double a, double b, double c, double d) {
    row[at] += a;
    row[at + 1] += b;
    row[at + 2] += c;
    row[at + 3] += d;
  }
}
