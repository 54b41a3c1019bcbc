package org.causal4j.core.kernel.spi;

import org.causal4j.core.kernel.Transpose;

/**
 * The kernels of one provider. Arguments were checked by the facade ({@link
 * org.causal4j.core.kernel.Kernels}): shapes fit, ranges lie within their arrays, outputs do not
 * overlap inputs.
 *
 * <p>An implementation agrees with the scalar kernels within a rounding error that grows with the
 * number of terms, gives the same bits for any number of threads, and is safe to share between
 * threads. What its library can't do so, it leaves to {@link ScalarBackend} and says so in {@link
 * #capabilities}.
 */
public interface KernelBackend {

  /**
   * What this backend computes itself and what it promises beyond this interface. By default it
   * computes everything, and a row of a dense product has the same bits alone as among others.
   */
  default Capabilities capabilities() {
    return Capabilities.everything();
  }

  /**
   * A sparse matrix in compressed row storage, ready to multiply. The arrays are the backend's to
   * keep. The columns of a row need not ascend; sums are taken in the order in which they stand.
   *
   * @param columns number of columns; {@code rowPointers.length - 1} is the number of rows
   */
  SparseKernel sparse(int columns, int[] rowPointers, int[] columnIndexes, float[] values);

  /** The inner product of n values; products and sums may be taken in single precision. */
  double dot(float[] a, int aOffset, float[] b, int bOffset, int n);

  /** {@code y += alpha x}, on the calling thread: the facade splits long arrays. */
  void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int n);

  /**
   * {@code C = alpha op(A) op(B) + beta C}; all row-major without gaps, op(A) [m x k], op(B) [k x
   * n], C [m x n]. With beta = 0 the former C is not read.
   */
  void gemm(
      Transpose transpose,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float beta,
      float[] c,
      int cOffset,
      Workers workers);

  /**
   * One Adam step over the entries {@code from .. to-1}, on the calling thread: the facade splits
   * long arrays. The compiler of the JVM turns this loop into one on vectors, and memory bounds it.
   */
  default void adam(
      float[] parameters, float[] gradient, float[] m, float[] v, int from, int to, AdamStep step) {
    float beta1 = step.beta1();
    float oneMinusBeta1 = step.oneMinusBeta1();
    float beta2 = step.beta2();
    float oneMinusBeta2 = step.oneMinusBeta2();
    float stepSize = step.stepSize();
    float rootCorrection = step.rootCorrection();
    float epsilon = step.epsilon();
    float keep = step.keep();
    for (int i = from; i < to; i++) {
      float g = gradient[i];
      float mean = beta1 * m[i] + oneMinusBeta1 * g;
      float square = beta2 * v[i] + oneMinusBeta2 * (g * g);
      m[i] = mean;
      v[i] = square;
      float denominator = (float) Math.sqrt(square) * rootCorrection + epsilon;
      parameters[i] = keep * parameters[i] - stepSize * mean / denominator;
    }
  }

  /**
   * The first index in {@code from .. to-1} whose score is above a threshold or NaN, or {@code to}:
   * the inner loop of top-k.
   */
  default int firstAbove(float[] scores, int from, int to, float threshold) {
    for (int i = from; i < to; i++) {
      // written so that NaN stops the search
      if (!(scores[i] <= threshold)) {
        return i;
      }
    }
    return to;
  }

  /**
   * {@code x = exp(x - shift)} over the entries {@code from .. to-1}, on the calling thread, and
   * their sum: the inner loop of softmax. Each entry is that of {@link FloatExp#exp}; sums may be
   * taken in another order and in single precision.
   */
  default double expSum(float[] x, int from, int to, float shift) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      x[i] = FloatExp.exp(x[i] - shift);
      sum += x[i];
    }
    return sum;
  }
}
