package org.causal4j.core.kernel.spi;

import java.util.Arrays;
import org.causal4j.core.kernel.Transpose;

/**
 * The kernels in plain Java: what every other provider is measured against, and what a backend
 * hands over to where it has no faster way.
 *
 * <p>Holds no state. Safe to share between threads.
 */
public final class ScalarBackend implements KernelBackend {
  /** Multiply-adds below which a second thread does not pay. */
  private static final long SMALL = 1 << 16;

  /** Rows of C in one task, and columns of C in one pass over B. */
  private static final int ROW_BLOCK = 16;

  private static final int COLUMN_BLOCK = 512;
  private static final int DEPTH_BLOCK = 64;

  /** The kernels in plain Java. */
  public ScalarBackend() {}

  @Override
  public SparseKernel sparse(int columns, int[] rowPointers, int[] columnIndexes, float[] values) {
    return new RowSparseKernel(rowPointers, columnIndexes, values);
  }

  @Override
  public double dot(float[] a, int aOffset, float[] b, int bOffset, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += (double) a[aOffset + i] * b[bOffset + i];
    }
    return sum;
  }

  @Override
  public void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int n) {
    for (int i = 0; i < n; i++) {
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
    int aRow = transpose == Transpose.LEFT ? 1 : k;
    int aColumn = transpose == Transpose.LEFT ? m : 1;
    int tasks = (int) (((long) m + ROW_BLOCK - 1) / ROW_BLOCK);
    int groups = (long) m * n * k < SMALL ? Math.min(tasks, 1) : tasks;
    // A block of op(B) is copied once for all rows: its rows are then contiguous in each case.
    float[] block = new float[Math.min(DEPTH_BLOCK, k) * Math.min(COLUMN_BLOCK, n)];
    for (int i = 0; i < m; i++) {
      scale(beta, c, cOffset + i * n, n);
    }
    for (int j0 = 0; j0 < n; j0 += COLUMN_BLOCK) {
      int width = Math.min(COLUMN_BLOCK, n - j0);
      for (int p0 = 0; p0 < k; p0 += DEPTH_BLOCK) {
        int depth = Math.min(DEPTH_BLOCK, k - p0);
        copyBlock(transpose, n, k, b, bOffset, j0, width, p0, depth, block);
        int column = j0;
        int first = p0;
        workers.run(
            groups,
            t -> {
              int to = groups == tasks ? Math.min(m, (t + 1) * ROW_BLOCK) : m;
              for (int i = t * ROW_BLOCK; i < to; i++) {
                int out = cOffset + i * n + column;
                int at = aOffset + i * aRow + first * aColumn;
                for (int p = 0; p < depth; p++) {
                  axpy(alpha * a[at + p * aColumn], block, p * width, c, out, width);
                }
              }
            });
      }
    }
  }

  private static void scale(float beta, float[] c, int offset, int n) {
    if (beta == 0) {
      Arrays.fill(c, offset, offset + n, 0);
    } else if (beta != 1) {
      for (int j = 0; j < n; j++) {
        c[offset + j] *= beta;
      }
    }
  }

  private static void copyBlock(
      Transpose transpose,
      int n,
      int k,
      float[] b,
      int bOffset,
      int j0,
      int width,
      int p0,
      int depth,
      float[] block) {
    if (transpose == Transpose.RIGHT) {
      for (int j = 0; j < width; j++) {
        int at = bOffset + (j0 + j) * k + p0;
        for (int p = 0; p < depth; p++) {
          block[p * width + j] = b[at + p];
        }
      }
    } else {
      for (int p = 0; p < depth; p++) {
        System.arraycopy(b, bOffset + (p0 + p) * n + j0, block, p * width, width);
      }
    }
  }
}
