package org.causal4j.core.kernel.spi;

/**
 * A sparse matrix A in the form in which a backend likes to multiply it. The facade has checked
 * every argument: {@code width >= 1}, x holds {@code columns * width} values from its offset on, y
 * {@code rows * width} from its own, and they are different arrays.
 *
 * <p>Immutable and safe to share between threads. An implementation that holds memory outside the
 * heap releases it with a {@link java.lang.ref.Cleaner}.
 */
public interface SparseKernel {

  /** {@code Y = alpha A X}, or {@code Y += alpha A X} if {@code add}; X and Y are row-major. */
  void multiply(
      float alpha,
      float[] x,
      int xOffset,
      int width,
      boolean add,
      float[] y,
      int yOffset,
      Workers workers);

  /**
   * {@code Y[r] = (A X)[r]} for the rows given, which ascend strictly; the other rows of Y stay as
   * they are.
   */
  void multiplyRows(
      int[] rows, float[] x, int xOffset, int width, float[] y, int yOffset, Workers workers);

  /**
   * {@code Y = A X} where all rows of X but those given are zeros; without a faster way, the whole
   * product.
   *
   * @param rows no two alike, in the order in which the entries of a row of A are stored
   */
  default void multiplyColumns(
      int[] rows, float[] x, int xOffset, int width, float[] y, int yOffset, Workers workers) {
    multiply(1, x, xOffset, width, false, y, yOffset, workers);
  }
}
