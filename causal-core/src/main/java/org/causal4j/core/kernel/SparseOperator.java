package org.causal4j.core.kernel;

import com.google.common.base.Preconditions;
import org.causal4j.core.kernel.spi.SparseKernel;
import org.causal4j.core.kernel.spi.Workers;

/**
 * A sparse matrix A ready to be multiplied many times: one step of propagation over a graph. Made
 * by {@link Kernels#sparse}; holds its own copy of the matrix, 8 bytes an entry and 4 a row.
 *
 * <p>X is row-major, [columns x width], Y is [rows x width]. Each value of Y is summed in one fixed
 * order, so that the number of threads does not change its bits. Cost: entries x width
 * multiply-adds.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class SparseOperator {
  private final int rows;
  private final int columns;
  private final int entries;
  private final SparseKernel kernel;
  private final Workers workers;

  SparseOperator(int rows, int columns, int entries, SparseKernel kernel, Workers workers) {
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
    kernel.multiply(1, x, width, false, y, workers);
  }

  /**
   * {@code Y += alpha A X}.
   *
   * @throws IllegalArgumentException as {@link #multiply}
   */
  public void multiplyAdd(float alpha, float[] x, int width, float[] y) {
    check(x, width, y);
    kernel.multiply(alpha, x, width, true, y, workers);
  }

  /**
   * {@code Y[r] = (A X)[r]} for some rows only; the other rows of Y stay as they are. The values
   * are those of {@link #multiply}, bit by bit.
   *
   * @param chosen strictly ascending row numbers
   * @throws IllegalArgumentException as {@link #multiply}, or if the rows do not ascend or one is
   *     not in [0, rows)
   */
  public void multiplyRows(int[] chosen, float[] x, int width, float[] y) {
    check(x, width, y);
    checkChosen(chosen, rows);
    kernel.multiplyRows(chosen, x, width, y, workers);
  }

  /**
   * {@code Y = A X} for an X of which all rows but some are zeros: the gradient of a batch has rows
   * for its nodes only. Agrees with {@link #multiply} within rounding, since sums may be taken in
   * another order; what the other rows of X hold is not looked at where that is faster.
   *
   * @param chosen strictly ascending numbers of rows of X
   * @throws IllegalArgumentException as {@link #multiply}, or if the rows do not ascend or one is
   *     not in [0, columns)
   */
  public void multiplyColumns(int[] chosen, float[] x, int width, float[] y) {
    check(x, width, y);
    checkChosen(chosen, columns);
    kernel.multiplyColumns(chosen, x, width, y, workers);
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

  @Override
  public String toString() {
    return "SparseOperator " + rows + " x " + columns + ", " + entries + " entries";
  }
}
