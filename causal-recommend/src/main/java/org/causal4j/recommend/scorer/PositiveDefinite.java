package org.causal4j.recommend.scorer;

import org.causal4j.core.CausalException;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.Transpose;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Inverts a symmetric positive definite matrix in place by sweeping out blocks (Gauss–Jordan
 * without pivots, which such matrices do not need), so that nearly all the work is one matrix
 * product a block. 2 n³ operations.
 */
final class PositiveDefinite {
  private static final int BLOCK = 128;

  private PositiveDefinite() {}

  static void invert(float[] a, int n, Kernels kernels) {
    for (int from = 0; from < n; from += BLOCK) {
      sweep(a, n, from, Math.min(BLOCK, n - from), kernels);
    }
  }

  private static void sweep(float[] a, int n, int from, int size, Kernels kernels) {
    float[] inverse = invertBlock(a, n, from, size);
    float[] panel = new float[n * size];
    for (int r = 0; r < n; r++) {
      boolean inside = r >= from && r < from + size;
      for (int c = 0; c < size; c++) {
        int at = r * n + from + c;
        panel[r * size + c] = inside ? 0 : a[at];
        if (!inside) {
          a[at] = 0;
        }
      }
    }
    float[] rows = new float[size * n];
    kernels.gemm(Transpose.NONE, size, n, size, 1, inverse, 0, a, from * n, 0, rows, 0);
    for (int r = 0; r < size; r++) {
      System.arraycopy(inverse, r * size, rows, r * n + from, size);
    }
    kernels.gemm(Transpose.NONE, n, n, size, -1, panel, 0, rows, 0, 1, a, 0);
    System.arraycopy(rows, 0, a, from * n, size * n);
  }

  private static float[] invertBlock(float[] a, int n, int from, int size) {
    DMatrixRMaj block = new DMatrixRMaj(size, size);
    for (int r = 0; r < size; r++) {
      for (int c = 0; c < size; c++) {
        block.data[r * size + c] = a[(from + r) * n + from + c];
      }
    }
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(size);
    if (!solver.setA(block)) {
      throw new CausalException("the matrix is not positive definite in single precision");
    }
    DMatrixRMaj inverse = new DMatrixRMaj(size, size);
    solver.invert(inverse);
    float[] values = new float[size * size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) inverse.data[i];
    }
    return values;
  }
}
