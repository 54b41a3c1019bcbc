package org.causal4j.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import org.causal4j.core.kernel.Transpose;
import org.causal4j.core.kernel.spi.FloatExp;
import org.causal4j.core.kernel.spi.KernelBackend;
import org.causal4j.core.kernel.spi.SparseKernel;
import org.causal4j.core.kernel.spi.Workers;

/**
 * The kernels on vectors. No sum across the lanes of a vector is left to {@code reduceLanes}, whose
 * order is not specified: lanes are stored and added in a fixed one.
 */
final class VectorBackend implements KernelBackend {
  /** Terms of an inner product that are summed in single precision before double takes over. */
  private static final int DOT_BLOCK = 1024;

  @Override
  public SparseKernel sparse(int columns, int[] rowPointers, int[] columnIndexes, float[] values) {
    return new VectorSparseKernel(rowPointers, columnIndexes, values);
  }

  @Override
  public double dot(float[] a, int aOffset, float[] b, int bOffset, int n) {
    float[] lanes = new float[Lanes.COUNT];
    int whole = Lanes.whole(n);
    double sum = 0;
    for (int from = 0; from < whole; from += DOT_BLOCK) {
      int to = Math.min(whole, from + DOT_BLOCK);
      FloatVector products = FloatVector.zero(Lanes.SPECIES);
      for (int i = from; i < to; i += Lanes.COUNT) {
        FloatVector left = FloatVector.fromArray(Lanes.SPECIES, a, aOffset + i);
        FloatVector right = FloatVector.fromArray(Lanes.SPECIES, b, bOffset + i);
        products = left.fma(right, products);
      }
      products.intoArray(lanes, 0);
      for (float lane : lanes) {
        sum += lane;
      }
    }
    for (int i = whole; i < n; i++) {
      sum += (double) a[aOffset + i] * b[bOffset + i];
    }
    return sum;
  }

  /** Without a fused multiply-add, so that an entry's bits do not depend on its place. */
  @Override
  public void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int n) {
    int whole = Lanes.whole(n);
    for (int i = 0; i < whole; i += Lanes.COUNT) {
      FloatVector scaled = FloatVector.fromArray(Lanes.SPECIES, x, xOffset + i).mul(alpha);
      FloatVector.fromArray(Lanes.SPECIES, y, yOffset + i).add(scaled).intoArray(y, yOffset + i);
    }
    for (int i = whole; i < n; i++) {
      y[yOffset + i] += alpha * x[xOffset + i];
    }
  }

  @Override
  public void gemm(
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
      Workers workers) {
    new DenseProduct(transpose, m, n, k, alpha, a, aOffset, b, bOffset, beta, c, cOffset)
        .run(workers);
  }

  @Override
  public int firstAbove(float[] scores, int from, int to, float threshold) {
    int i = from;
    for (int whole = from + Lanes.whole(to - from); i < whole; i += Lanes.COUNT) {
      FloatVector lanes = FloatVector.fromArray(Lanes.SPECIES, scores, i);
      // NaN is not below anything, so it stops the search too
      if (!lanes.compare(VectorOperators.LE, threshold).allTrue()) {
        break;
      }
    }
    for (; i < to; i++) {
      if (!(scores[i] <= threshold)) {
        return i;
      }
    }
    return to;
  }

  /** The steps of {@link FloatExp#exp}, so that each entry has its bits. */
  @Override
  public double expSum(float[] x, int from, int to, float shift) {
    float[] lanes = new float[Lanes.COUNT];
    int end = from + Lanes.whole(to - from);
    double sum = 0;
    for (int start = from; start < end; start += DOT_BLOCK) {
      int stop = Math.min(end, start + DOT_BLOCK);
      FloatVector sums = FloatVector.zero(Lanes.SPECIES);
      for (int i = start; i < stop; i += Lanes.COUNT) {
        FloatVector result = exp(FloatVector.fromArray(Lanes.SPECIES, x, i).sub(shift));
        result.intoArray(x, i);
        sums = sums.add(result);
      }
      sums.intoArray(lanes, 0);
      for (float lane : lanes) {
        sum += lane;
      }
    }
    for (int i = end; i < to; i++) {
      x[i] = FloatExp.exp(x[i] - shift);
      sum += x[i];
    }
    return sum;
  }

  private static FloatVector exp(FloatVector x) {
    FloatVector rounded = x.mul(FloatExp.LOG2_E).add(FloatExp.ROUNDING);
    FloatVector n = rounded.sub(FloatExp.ROUNDING);
    FloatVector f = x.sub(n.mul(FloatExp.LN2_HIGH)).sub(n.mul(FloatExp.LN2_LOW));
    FloatVector p = f.mul(FloatExp.C7).add(FloatExp.C6);
    p = p.mul(f).add(FloatExp.C5);
    p = p.mul(f).add(FloatExp.C4);
    p = p.mul(f).add(FloatExp.C3);
    p = p.mul(f).add(0.5f);
    p = p.mul(f).add(1);
    p = p.mul(f).add(1);
    FloatVector power =
        rounded
            .reinterpretAsInts()
            .sub(FloatExp.ROUNDING_BITS - FloatExp.BIAS)
            .lanewise(VectorOperators.LSHL, FloatExp.MANTISSA_BITS)
            .reinterpretAsFloats();
    return p.mul(power)
        .blend(0, x.compare(VectorOperators.LT, FloatExp.LOWEST))
        .blend(Float.POSITIVE_INFINITY, x.compare(VectorOperators.GT, FloatExp.HIGHEST));
  }

  @Override
  public String toString() {
    return "VectorBackend of " + Lanes.COUNT + " lanes";
  }
}
