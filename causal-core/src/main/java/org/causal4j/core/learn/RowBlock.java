package org.causal4j.core.learn;

import com.google.common.base.Preconditions;
import java.util.Arrays;

/**
 * Some rows at a time, column after column, for sums over all rows of a table: linear functions of
 * each row, products of columns with a number a row, and weighted products of columns, which are
 * summed sixteen at a time in registers. For learners and estimators that pass over their rows many
 * times.
 *
 * <p>Cost of a block: {@value #ROWS} times the columns, for products of columns times half of them
 * again. Memory 2 · 136 · 8 bytes a column. Methods that are called for every value or row do not
 * look at their arguments. Not safe to share between threads.
 */
public final class RowBlock {
  /** Rows in a block. */
  public static final int ROWS = 128;

  // A little more than the rows, so that columns do not fall on the same lines of the cache.
  static final int STRIDE = ROWS + 8;

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

  /**
   * Reads the rows from a position on, the values of column c in column {@code first} + c, and
   * returns how many it read; rows beyond them are 0.
   *
   * @param from a multiple of {@value #ROWS}
   * @throws IllegalArgumentException if it is not, or the columns are more than there is room for
   */
  public int load(Features x, int from, int first) {
    check(x, from, first);
    for (int c = 0; c < x.columns(); c++) {
      x.copyColumn(from, c, z, (first + c) * STRIDE);
    }
    return finish(x, from);
  }

  /** The same, of (value − mean) · scale. */
  public int load(Features x, int from, int first, double[] mean, double[] scale) {
    check(x, from, first);
    for (int c = 0; c < x.columns(); c++) {
      x.copyScaled(from, c, mean[c], scale[c], z, (first + c) * STRIDE);
    }
    return finish(x, from);
  }

  private void check(Features x, int from, int first) {
    Preconditions.checkArgument(
        from >= 0 && from % ROWS == 0, "from: %s is not a multiple of %s", from, ROWS);
    Preconditions.checkArgument(
        first >= 0 && first + x.columns() <= columns,
        "first: %s columns from %s on are more than %s",
        x.columns(),
        first,
        columns);
  }

  private int finish(Features x, int from) {
    int count = Math.min(ROWS, x.rows() - from);
    clearFrom(count);
    return count;
  }

  /** Sets a column of the rows from a position of an array on; rows beyond stay. */
  public void setColumn(int column, double[] values, int from, int count) {
    System.arraycopy(values, from, z, column * STRIDE, count);
  }

  /** Sets a column to the product of another one with numbers, one a row. */
  public void setProduct(int column, int of, double[] factor) {
    int to = column * STRIDE;
    int at = of * STRIDE;
    for (int i = 0; i < ROWS; i++) {
      z[to + i] = factor[i] * z[at + i];
    }
  }

  /** Sets each value to (value − mean) · scale of its column, and rows from one on to 0. */
  public void scale(double[] mean, double[] scale, int count) {
    for (int c = 0; c < columns; c++) {
      int at = c * STRIDE;
      double middle = mean[c];
      double by = scale[c];
      for (int i = 0; i < ROWS; i++) {
        z[at + i] = (z[at + i] - middle) * by;
      }
    }
    clearFrom(count);
  }

  /** Reads chosen rows of one column as (value − mean) · scale; rows beyond them stay. */
  public void gather(
      Features x, int[] rows, int from, int count, int c, double mean, double scale) {
    int at = c * STRIDE;
    for (int i = 0; i < count; i++) {
      z[at + i] = (x.at(rows[from + i], c) - mean) * scale;
    }
  }

  /** The same of rows of full blocks, by where they begin. */
  void gather(Features x, int[] starts, int count, int c, double mean, double scale) {
    int at = c * STRIDE;
    for (int i = 0; i < count; i++) {
      z[at + i] = (x.at(starts[i], STRIDE, c) - mean) * scale;
    }
  }

  /** Adds Σ weight · (column − center)² to each sum. */
  public void addSquares(double[] weight, double[] center, double[] sums) {
    for (int c = 0; c < columns; c++) {
      int at = c * STRIDE;
      double middle = center[c];
      double even = 0;
      double odd = 0;
      double third = 0;
      double last = 0;
      for (int i = 0; i < ROWS; i += 4) {
        double a = z[at + i] - middle;
        double b = z[at + i + 1] - middle;
        double d = z[at + i + 2] - middle;
        double e = z[at + i + 3] - middle;
        even += weight[i] * a * a;
        odd += weight[i + 1] * b * b;
        third += weight[i + 2] * d * d;
        last += weight[i + 3] * e * e;
      }
      sums[c] += even + odd + (third + last);
    }
  }

  /** Sets the rows from this one on to 0, so that they add nothing. */
  public void clearFrom(int row) {
    if (row >= ROWS) {
      return;
    }
    for (int c = 0; c < columns; c++) {
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
    Arrays.fill(target, 0, ROWS, constant);
    int c = 0;
    for (; c + 4 <= columns; c += 4) {
      double p = weights[first + c];
      double q = weights[first + c + 1];
      double r = weights[first + c + 2];
      double s = weights[first + c + 3];
      int a = c * STRIDE;
      for (int i = 0; i < ROWS; i++) {
        target[i] +=
            p * z[a + i]
                + q * z[a + STRIDE + i]
                + (r * z[a + 2 * STRIDE + i] + s * z[a + 3 * STRIDE + i]);
      }
    }
    for (; c < columns; c++) {
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
    int c = 0;
    for (; c + 8 <= padded; c += 8) {
      addEight(value, sums, first, c);
    }
    if (c < padded) {
      addFour(value, sums, first, c);
    }
  }

  private void addEight(double[] value, double[] sums, int first, int c) {
    int a = c * STRIDE;
    double s = 0;
    double t = 0;
    double u = 0;
    double v = 0;
    double s2 = 0;
    double t2 = 0;
    double u2 = 0;
    double v2 = 0;
    for (int i = 0; i < ROWS; i++) {
      double by = value[i];
      s += by * z[a + i];
      t += by * z[a + STRIDE + i];
      u += by * z[a + 2 * STRIDE + i];
      v += by * z[a + 3 * STRIDE + i];
      s2 += by * z[a + 4 * STRIDE + i];
      t2 += by * z[a + 5 * STRIDE + i];
      u2 += by * z[a + 6 * STRIDE + i];
      v2 += by * z[a + 7 * STRIDE + i];
    }
    double[] eight = {s, t, u, v, s2, t2, u2, v2};
    for (int k = 0; k < 8 && c + k < columns; k++) {
      sums[first + c + k] += eight[k];
    }
  }

  private void addFour(double[] value, double[] sums, int first, int c) {
    int a = c * STRIDE;
    double s = 0;
    double t = 0;
    double u = 0;
    double v = 0;
    for (int i = 0; i < ROWS; i++) {
      double by = value[i];
      s += by * z[a + i];
      t += by * z[a + STRIDE + i];
      u += by * z[a + 2 * STRIDE + i];
      v += by * z[a + 3 * STRIDE + i];
    }
    double[] four = {s, t, u, v};
    for (int k = 0; k < 4 && c + k < columns; k++) {
      sums[first + c + k] += four[k];
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
