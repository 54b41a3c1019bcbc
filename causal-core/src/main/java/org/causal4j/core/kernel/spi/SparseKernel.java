package org.causal4j.core.kernel.spi;

/**
 * A sparse matrix A in the form in which a backend likes to multiply it. The facade has checked
 * every argument: {@code width >= 1}, x holds {@code columns * width} values, y {@code rows *
 * width}, and they are different arrays.
 *
 * <p>Immutable and safe to share between threads. An implementation that holds memory outside the
 * heap releases it with a {@link java.lang.ref.Cleaner}.
 */
public interface SparseKernel {

  /** {@code Y = alpha A X}, or {@code Y += alpha A X} if {@code add}; X and Y are row-major. */
  void multiply(float alpha, float[] x, int width, boolean add, float[] y, Workers workers);

  /**
   * {@code Y[r] = (A X)[r]} for the rows given, which ascend strictly; the other rows of Y stay as
   * they are.
   */
  void multiplyRows(int[] rows, float[] x, int width, float[] y, Workers workers);

  /**
   * {@code Y = A X} where all rows of X but those given, which ascend strictly, are zeros; without
   * a faster way, the whole product.
   */
  default void multiplyColumns(int[] rows, float[] x, int width, float[] y, Workers workers) {
    multiply(1, x, width, false, y, workers);
  }
}
