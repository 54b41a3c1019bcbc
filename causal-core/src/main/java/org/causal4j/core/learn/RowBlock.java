package org.causal4j.core.learn;

import java.util.Arrays;

/**
 * Some rows at a time, column after column, for sums over all rows of a table: linear functions of
 * each row, products of columns with a number a row, and weighted products of columns, which are
 * summed sixteen at a time in registers. For learners and estimators that pass over their rows many
 * times.
 *
 * <p>Cost of a block: {@value #ROWS} times the columns, for products of columns times half of them
 * again. Memory 2 · 136 · 8 bytes a column. Not safe to share between threads.
 */
public final class RowBlock {
  /** Rows in a block. */
  public static final int ROWS = 128;

  // A little more than the rows, so that columns do not fall on the same lines of the cache.
  private static final int STRIDE = ROWS + 8;

  private final int columns;
  private final int padded;
  private final double[] z;
  private final double[] weighted;

  /** A block of zeros. */
  public RowBlock(int columns) {
    this.columns = columns;
    this.padded = (columns + 3) / 4 * 4;
    this.z = new double[padded * STRIDE];
    this.weighted = new double[padded * STRIDE];
  }

  /** Sets a value of a row of the block. */
  public void set(int row, int column, double value) {
    z[column * STRIDE + row] = value;
  }

  /** Sets the rows from this one on to 0, so that they add nothing. */
  public void clearFrom(int row) {
    for (int c = 0; c < columns && row < ROWS; c++) {
      Arrays.fill(z, c * STRIDE + row, c * STRIDE + ROWS, 0);
    }
  }

  /**
   * Sets each target to constant + Σ weight · column.
   *
   * @param weights one a column, after {@code first} other numbers
   * @param target {@value #ROWS} numbers
   */
  public void linear(double constant, double[] weights, int first, double[] target) {
    Arrays.fill(target, constant);
    for (int c = 0; c < columns; c++) {
      double weight = weights[first + c];
      int at = c * STRIDE;
      for (int i = 0; i < ROWS; i++) {
        target[i] += weight * z[at + i];
      }
    }
  }

  /**
   * Adds Σ value · column to each sum.
   *
   * @param value {@value #ROWS} numbers, finite beyond the last row too
   * @param sums one a column, after {@code first} other numbers
   */
  public void addMoments(double[] value, double[] sums, int first) {
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
      for (int k = 0; k < 4 && c + k < columns; k++) {
        sums[first + c + k] += four[k];
      }
    }
  }

  /** Size of a row of the matrix of {@link #addGram}: the columns, filled up to a multiple of 4. */
  public int gramSize() {
    return padded;
  }

  /**
   * Adds Σ column · column.
   *
   * @param gram square, row after row; only its lower triangle is to be read
   */
  public void addGram(double[] gram) {
    addProducts(z, gram);
  }

  /** Adds Σ weight · column · column, as above. */
  public void addGram(double[] weights, double[] gram) {
    for (int c = 0; c < columns; c++) {
      int at = c * STRIDE;
      for (int i = 0; i < ROWS; i++) {
        weighted[at + i] = weights[i] * z[at + i];
      }
    }
    addProducts(weighted, gram);
  }

  private void addProducts(double[] left, double[] gram) {
    for (int a = 0; a < padded; a += 4) {
      for (int b = 0; b <= a; b += 4) {
        addSixteen(left, z, a * STRIDE, b * STRIDE, gram, a * padded + b);
      }
    }
  }

  private void addSixteen(double[] left, double[] right, int a, int b, double[] gram, int at) {
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
    addFour(gram, at, c00, c01, c02, c03);
    addFour(gram, at + padded, c10, c11, c12, c13);
    addFour(gram, at + 2 * padded, c20, c21, c22, c23);
    addFour(gram, at + 3 * padded, c30, c31, c32, c33);
  }

  private static void addFour(double[] gram, int at, double a, double b, double c, double d) {
    gram[at] += a;
    gram[at + 1] += b;
    gram[at + 2] += c;
    gram[at + 3] += d;
  }
}
