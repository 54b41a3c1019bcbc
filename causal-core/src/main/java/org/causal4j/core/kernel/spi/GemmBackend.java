package org.causal4j.core.kernel.spi;

import com.google.common.base.Preconditions;
import java.nio.FloatBuffer;
import java.util.EnumSet;
import java.util.function.Consumer;
import org.causal4j.core.kernel.Transpose;

/**
 * Base of backends on a library outside the JVM that has a faster dense product and nothing else
 * that would keep the promises of {@link KernelBackend}; the rest is {@link ScalarBackend}.
 *
 * <p>The library is to work on the thread that calls it. What it may use of the machine is decided
 * here, by the caller's {@link Workers}: C is cut into blocks of whole rows, or of whole columns
 * where it is wider than long, and each block is one call. The cuts depend on the shape alone, so
 * the bits do not depend on the number of threads; they do depend on the rows beside a row.
 *
 * <p>{@code alpha} scales op(A) before the product and {@code beta C} is added after it, as in
 * scalar Java. Cost beyond the product: each operand is copied once into the library's memory, and
 * C back. Safe to share between threads if the library is.
 *
 * @param <T> a matrix in the library's memory
 */
public abstract class GemmBackend<T> implements KernelBackend {
  /** No product of this many multiply-adds may be left to scalar Java: the self-test has some. */
  public static final long LARGEST_LEAST = 1L << 16;

  /** The same for multiply-adds per value. */
  public static final int LARGEST_REUSE = 8;

  /** Multiply-adds of a block: a call then takes some hundred times what it costs to make it. */
  private static final long BLOCK = 1L << 24;

  /** Fewer rows or columns in a block would copy more than they compute. */
  private static final int NARROWEST = 64;

  private final ScalarBackend scalar = new ScalarBackend();
  private final long least;
  private final int reuse;
  private final int maxBlocks;

  /**
   * @param least multiply-adds below which scalar Java computes, since a call would cost more; at
   *     most {@link #LARGEST_LEAST}
   * @param reuse multiply-adds per value of A, B and C below which scalar Java computes, since
   *     copying would cost more: a matrix times a vector has less than 1; at most 8
   * @param maxBlocks blocks of a product at most, 1 if the library takes no help by threads
   */
  protected GemmBackend(long least, int reuse, int maxBlocks) {
    Preconditions.checkArgument(
        least >= 0 && least <= LARGEST_LEAST, "least: %s is not in [0, %s]", least, LARGEST_LEAST);
    Preconditions.checkArgument(
        reuse >= 0 && reuse <= LARGEST_REUSE, "reuse: %s is not in [0, %s]", reuse, LARGEST_REUSE);
    Preconditions.checkArgument(maxBlocks >= 1, "maxBlocks: %s is below 1", maxBlocks);
    this.least = least;
    this.reuse = reuse;
    this.maxBlocks = maxBlocks;
  }

  /** Copies a row-major matrix, {@code rows * columns} values, into the library's memory. */
  protected abstract T load(FloatBuffer values, int rows, int columns);

  /**
   * The product {@code op(A) op(B)}, [m x n], on the calling thread.
   *
   * @param a as loaded, [m x k], or [k x m] if transposed
   * @param b as loaded, [k x n], or [n x k] if transposed
   * @param result takes the product's values in row-major order, before this method returns
   */
  protected abstract void multiply(
      T a, boolean transposeA, T b, boolean transposeB, int m, int n, Consumer<FloatBuffer> result);

  /** Gives the memory back. */
  protected abstract void release(T matrix);

  @Override
  public final Capabilities capabilities() {
    return new Capabilities(EnumSet.of(Capabilities.Operation.GEMM), false);
  }

  @Override
  public final SparseKernel sparse(
      int columns, int[] rowPointers, int[] columnIndexes, float[] values) {
    return scalar.sparse(columns, rowPointers, columnIndexes, values);
  }

  @Override
  public final double dot(float[] a, int aOffset, float[] b, int bOffset, int n) {
    return scalar.dot(a, aOffset, b, bOffset, n);
  }

  @Override
  public final void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int n) {
    scalar.axpy(alpha, x, xOffset, y, yOffset, n);
  }

  @Override
  public final void gemm(
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
    double work = (double) m * n * k;
    double values = (double) m * k + (double) k * n + (double) m * n;
    if (k == 0 || work < least || work < reuse * values) {
      scalar.gemm(transpose, m, n, k, alpha, a, aOffset, b, bOffset, beta, c, cOffset, workers);
      return;
    }
    boolean left = transpose == Transpose.LEFT;
    boolean right = transpose == Transpose.RIGHT;
    Operand first = left ? new Operand(a, aOffset, k, m) : new Operand(a, aOffset, m, k);
    Operand second = right ? new Operand(b, bOffset, n, k) : new Operand(b, bOffset, k, n);
    boolean byRows = m >= n;
    int length = byRows ? m : n;
    int most = Math.min(maxBlocks, Math.max(length / NARROWEST, 1));
    int blocks = (int) Math.max(Math.min(most, work / BLOCK), 1);
    // the operand that all blocks share is loaded once
    T shared = byRows ? load(second, 1) : load(first, alpha);
    try {
      workers.run(
          blocks,
          t -> {
            int from = (int) ((long) length * t / blocks);
            int to = (int) ((long) length * (t + 1) / blocks);
            Target target = new Target(c, cOffset + from * (byRows ? n : 1), n, beta);
            T part =
                byRows
                    ? load(first.part(left, from, to), alpha)
                    : load(second.part(!right, from, to), 1);
            try {
              if (byRows) {
                int rows = to - from;
                multiply(part, left, shared, right, rows, n, p -> target.put(p, rows, n));
              } else {
                int columns = to - from;
                multiply(shared, left, part, right, m, columns, p -> target.put(p, m, columns));
              }
            } finally {
              release(part);
            }
          });
    } finally {
      release(shared);
    }
  }

  private T load(Operand operand, float scale) {
    return load(operand.scaled(scale), operand.rows, operand.columns);
  }

  /** A row-major matrix within an array. */
  private static final class Operand {
    final float[] values;
    final int offset;
    final int rows;
    final int columns;

    Operand(float[] values, int offset, int rows, int columns) {
      this.values = values;
      this.offset = offset;
      this.rows = rows;
      this.columns = columns;
    }

    /** Some of its columns, copied, or some of its rows. */
    Operand part(boolean byColumns, int from, int to) {
      int count = to - from;
      if (!byColumns) {
        return new Operand(values, offset + from * columns, count, columns);
      }
      if (count == columns) {
        return this;
      }
      float[] copy = new float[rows * count];
      for (int r = 0; r < rows; r++) {
        System.arraycopy(values, offset + r * columns + from, copy, r * count, count);
      }
      return new Operand(copy, 0, rows, count);
    }

    FloatBuffer scaled(float scale) {
      int size = rows * columns;
      if (scale == 1) {
        return FloatBuffer.wrap(values, offset, size).slice();
      }
      float[] copy = new float[size];
      for (int i = 0; i < size; i++) {
        copy[i] = scale * values[offset + i];
      }
      return FloatBuffer.wrap(copy);
    }
  }

  /** Where a block of C begins, in an array with {@code stride} values a row. */
  private static final class Target {
    private final float[] c;
    private final int offset;
    private final int stride;
    private final float beta;

    Target(float[] c, int offset, int stride, float beta) {
      this.c = c;
      this.offset = offset;
      this.stride = stride;
      this.beta = beta;
    }

    void put(FloatBuffer product, int rows, int columns) {
      if (beta == 0 && columns == stride) {
        product.get(c, offset, rows * columns);
        return;
      }
      float[] row = new float[columns];
      for (int r = 0; r < rows; r++) {
        int at = offset + r * stride;
        if (beta == 0) {
          product.get(c, at, columns);
          continue;
        }
        product.get(row);
        for (int j = 0; j < columns; j++) {
          c[at + j] = beta * c[at + j] + row[j];
        }
      }
    }
  }
}
