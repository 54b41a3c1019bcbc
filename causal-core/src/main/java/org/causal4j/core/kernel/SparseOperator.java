package org.causal4j.core.kernel;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import org.causal4j.core.kernel.spi.SparseKernel;
import org.causal4j.core.kernel.spi.Workers;
import org.jspecify.annotations.Nullable;

/**
 * A sparse matrix A ready to be multiplied many times: one step of propagation over a graph. Made
 * by {@link Kernels#sparse}; holds its own copy of the matrix, 8 bytes an entry and 4 a row, and as
 * much again by columns once {@link #multiplyColumns} was called.
 *
 * <p>X is row-major, [columns x width], Y is [rows x width]; each is an array, or with an offset a
 * part of one. A width that is a multiple of 16 is fastest where rows begin on a cache line, which
 * is up to the offset: {@link #LINE_OFFSET}. Each value of Y is summed in one fixed order, so that
 * the number of threads does not change its bits. Cost: entries x width multiply-adds.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class SparseOperator {
  /**
   * Where numbers of an array begin a cache line: JVMs put 16 bytes before them, and their
   * collectors (G1, Z, Shenandoah; not Serial and Parallel) start a large array at a multiple of 64
   * bytes. Elsewhere such an offset costs nothing but 12 numbers.
   */
  public static final int LINE_OFFSET = 12;

  private final int rows;
  private final int columns;
  private final int entries;
  private final SparseKernel kernel;
  private final Workers workers;

  /** The column of A that each column stands for; null where they are the same. */
  private final int @Nullable [] order;

  SparseOperator(
      int rows,
      int columns,
      int entries,
      SparseKernel kernel,
      Workers workers,
      int @Nullable [] order) {
    this.order = order;
    this.rows = rows;
    this.columns = columns;
    this.entries = entries;
    this.kernel = kernel;
    this.workers = workers;
  }

  /** Number of rows of A. */
  public int rows() {
    return rows;
  }

  /** Number of columns of A. */
  public int columns() {
    return columns;
  }

  /** Number of stored entries of A. */
  public int entries() {
    return entries;
  }

  /**
   * {@code Y = A X}.
   *
   * @param x [columns x width]
   * @param width number of columns of X and Y, at least 1
   * @param y [rows x width], overwritten; another array than x
   * @throws IllegalArgumentException if a shape does not fit, or x is y
   */
  public void multiply(float[] x, int width, float[] y) {
    check(x, width, y);
    kernel.multiply(1, x, 0, width, false, y, 0, workers);
  }

  /**
   * {@code Y = A X} for parts of arrays.
   *
   * @throws IllegalArgumentException if a part leaves its array, or x is y
   */
  public void multiply(float[] x, int xOffset, int width, float[] y, int yOffset) {
    checkParts(x, xOffset, width, y, yOffset);
    kernel.multiply(1, x, xOffset, width, false, y, yOffset, workers);
  }

  /**
   * {@code Y += alpha A X}.
   *
   * @throws IllegalArgumentException as {@link #multiply(float[], int, float[])}
   */
  public void multiplyAdd(float alpha, float[] x, int width, float[] y) {
    check(x, width, y);
    kernel.multiply(alpha, x, 0, width, true, y, 0, workers);
  }

  /**
   * {@code Y += alpha A X} for parts of arrays.
   *
   * @throws IllegalArgumentException if a part leaves its array, or x is y
   */
  public void multiplyAdd(float alpha, float[] x, int xOffset, int width, float[] y, int yOffset) {
    checkParts(x, xOffset, width, y, yOffset);
    kernel.multiply(alpha, x, xOffset, width, true, y, yOffset, workers);
  }

  /**
   * {@code Y[r] = (A X)[r]} for some rows only; the other rows of Y stay as they are. The values
   * are those of {@link #multiply(float[], int, float[])}, bit by bit.
   *
   * @param chosen strictly ascending row numbers
   * @throws IllegalArgumentException as {@link #multiply(float[], int, float[])}, or if the rows do
   *     not ascend or one is not in [0, rows)
   */
  public void multiplyRows(int[] chosen, float[] x, int width, float[] y) {
    check(x, width, y);
    checkChosen(chosen, rows);
    kernel.multiplyRows(chosen, x, 0, width, y, 0, workers);
  }

  /**
   * {@link #multiplyRows(int[], float[], int, float[])} for parts of arrays.
   *
   * @throws IllegalArgumentException if a part leaves its array, x is y, the rows do not ascend, or
   *     one is not in [0, rows)
   */
  public void multiplyRows(
      int[] chosen, float[] x, int xOffset, int width, float[] y, int yOffset) {
    checkParts(x, xOffset, width, y, yOffset);
    checkChosen(chosen, rows);
    kernel.multiplyRows(chosen, x, xOffset, width, y, yOffset, workers);
  }

  /**
   * {@code Y = A X} for an X of which all rows but some are zeros: the gradient of a batch has rows
   * for its nodes only. Agrees with {@link #multiply(float[], int, float[])} within rounding, since
   * sums may be grouped in another way; what the other rows of X hold is not looked at where that
   * is faster.
   *
   * @param chosen strictly ascending numbers of rows of X
   * @throws IllegalArgumentException as {@link #multiply(float[], int, float[])}, or if the rows do
   *     not ascend or one is not in [0, columns)
   */
  public void multiplyColumns(int[] chosen, float[] x, int width, float[] y) {
    check(x, width, y);
    checkChosen(chosen, columns);
    kernel.multiplyColumns(inOrder(chosen), x, 0, width, y, 0, workers);
  }

  /**
   * {@link #multiplyColumns(int[], float[], int, float[])} for parts of arrays.
   *
   * @throws IllegalArgumentException if a part leaves its array, x is y, the rows do not ascend, or
   *     one is not in [0, columns)
   */
  public void multiplyColumns(
      int[] chosen, float[] x, int xOffset, int width, float[] y, int yOffset) {
    checkParts(x, xOffset, width, y, yOffset);
    checkChosen(chosen, columns);
    kernel.multiplyColumns(inOrder(chosen), x, xOffset, width, y, yOffset, workers);
  }

  /** The columns in the order in which the entries of a row stand. */
  private int[] inOrder(int[] chosen) {
    int[] ofColumns = order;
    if (ofColumns == null) {
      return chosen;
    }
    long[] keys = new long[chosen.length];
    for (int c = 0; c < chosen.length; c++) {
      keys[c] = (long) ofColumns[chosen[c]] << 32 | chosen[c];
    }
    Arrays.sort(keys);
    int[] sorted = new int[keys.length];
    for (int c = 0; c < sorted.length; c++) {
      sorted[c] = (int) keys[c];
    }
    return sorted;
  }

  private static void checkChosen(int[] chosen, int bound) {
    int before = -1;
    for (int row : chosen) {
      Preconditions.checkArgument(
          row > before && row < bound,
          "chosen: row %s after %s, but they must ascend strictly and be below %s",
          row,
          before,
          bound);
      before = row;
    }
  }

  private void check(float[] x, int width, float[] y) {
    Preconditions.checkArgument(width >= 1, "width: %s is below 1", width);
    Preconditions.checkArgument(
        x.length == (long) columns * width,
        "x: has %s values, but %s columns of width %s need %s",
        x.length,
        columns,
        width,
        (long) columns * width);
    Preconditions.checkArgument(
        y.length == (long) rows * width,
        "y: has %s values, but %s rows of width %s need %s",
        y.length,
        rows,
        width,
        (long) rows * width);
    Preconditions.checkArgument(x != y, "y: must be another array than x");
  }

  private void checkParts(float[] x, int xOffset, int width, float[] y, int yOffset) {
    Preconditions.checkArgument(width >= 1, "width: %s is below 1", width);
    checkPart("x", x, xOffset, (long) columns * width);
    checkPart("y", y, yOffset, (long) rows * width);
    Preconditions.checkArgument(x != y, "y: must be another array than x");
  }

  private static void checkPart(String name, float[] array, int offset, long n) {
    Preconditions.checkArgument(
        offset >= 0 && offset + n <= array.length,
        "%s: %s values from %s on leave an array of %s",
        name,
        n,
        offset,
        array.length);
  }

  @Override
  public String toString() {
    return "SparseOperator " + rows + " x " + columns + ", " + entries + " entries";
  }
}
