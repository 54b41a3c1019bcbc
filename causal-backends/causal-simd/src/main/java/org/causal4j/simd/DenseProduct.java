package org.causal4j.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.causal4j.core.kernel.Transpose;
import org.causal4j.core.kernel.spi.Workers;

/**
 * One dense product in blocks (Goto and van de Geijn, "Anatomy of high-performance matrix
 * multiplication", ACM TOMS 34(3), 2008): a task has a rectangle of C; it packs a block of A in
 * strips of six rows and a block of B in panels of two vectors, and a strip times a panel is summed
 * in twelve registers.
 *
 * <p>Each value of C is a chain of fused multiply-adds that begins with {@code beta C} and goes
 * through the k terms in order. So its bits depend neither on threads nor on the blocks, nor on how
 * many rows are multiplied at once.
 */
final class DenseProduct {
  /** Multiply-adds below which a second thread does not pay. */
  private static final long SMALL = 1 << 17;

  /** Rows of a strip. */
  private static final int STRIP = 6;

  /** Columns of a panel. */
  private static final int PANEL = 2 * Lanes.COUNT;

  /** Rows and columns of a block of A, some 400 KB: it stays in the second-level cache. */
  private static final int ROWS = 64 * STRIP;

  private static final int DEPTH = 256;

  /** Rectangles a thread gets: enough to even out what others take of the machine. */
  private static final int SHARES = 4;

  private final int m;
  private final int n;
  private final int k;
  private final float alpha;
  private final float[] a;
  private final int aOffset;
  private final boolean left;
  private final float[] b;
  private final int bOffset;
  private final boolean right;
  private final float beta;
  private final float[] c;
  private final int cOffset;

  DenseProduct(
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
      int cOffset) {
    this.m = m;
    this.n = n;
    this.k = k;
    this.alpha = alpha;
    this.a = a;
    this.aOffset = aOffset;
    this.left = transpose == Transpose.LEFT;
    this.b = b;
    this.bOffset = bOffset;
    this.right = transpose == Transpose.RIGHT;
    this.beta = beta;
    this.c = c;
    this.cOffset = cOffset;
  }

  void run(Workers workers) {
    int down = ceilDivide(m, ROWS);
    int panels = ceilDivide(n, PANEL);
    int across = 1;
    if (workers.threads() > 1 && (double) m * n * k >= SMALL) {
      across = Math.min(panels, ceilDivide(SHARES * workers.threads(), down));
    }
    int panelsEach = ceilDivide(panels, across);
    int wide = ceilDivide(panels, panelsEach);
    workers.run(
        down * wide,
        t -> {
          int row = t / wide * ROWS;
          int column = t % wide * panelsEach * PANEL;
          int columns = (int) Math.min(n - column, (long) panelsEach * PANEL);
          rectangle(row, Math.min(m - row, ROWS), column, columns);
        });
  }

  private static int ceilDivide(int n, int by) {
    return n / by + (n % by == 0 ? 0 : 1);
  }

  private void rectangle(int row, int rows, int column, int columns) {
    for (int i = row; i < row + rows; i++) {
      scale(cOffset + i * n + column, columns);
    }
    int strips = ceilDivide(rows, STRIP);
    int panels = ceilDivide(columns, PANEL);
    int blocks = ceilDivide(k, DEPTH);
    int deepest = Math.min(DEPTH, k);
    float[] packedA = new float[strips * STRIP * deepest];
    float[] packedB = new float[deepest * PANEL];
    float[] edge = new float[STRIP * PANEL];
    for (int block = 0; block < blocks; block++) {
      int first = block * DEPTH;
      int depth = Math.min(DEPTH, k - first);
      for (int s = 0; s < strips; s++) {
        int height = Math.min(STRIP, rows - s * STRIP);
        packStrip(row + s * STRIP, height, first, depth, packedA, s * STRIP * depth);
      }
      for (int p = 0; p < panels; p++) {
        int at = column + p * PANEL;
        int width = Math.min(PANEL, columns - p * PANEL);
        packPanel(at, width, first, depth, packedB);
        for (int s = 0; s < strips; s++) {
          int height = Math.min(STRIP, rows - s * STRIP);
          int out = cOffset + (row + s * STRIP) * n + at;
          if (height == STRIP && width == PANEL) {
            multiply(depth, packedA, s * STRIP * depth, packedB, c, out, n);
          } else {
            copyRows(c, out, n, edge, 0, PANEL, height, width);
            multiply(depth, packedA, s * STRIP * depth, packedB, edge, 0, PANEL);
            copyRows(edge, 0, PANEL, c, out, n, height, width);
          }
        }
      }
    }
  }

  private static void copyRows(
      float[] from, int at, int stride, float[] to, int out, int outStride, int rows, int width) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(from, at + i * stride, to, out + i * outStride, width);
    }
  }

  private void scale(int offset, int count) {
    if (beta == 0) {
      Arrays.fill(c, offset, offset + count, 0);
    } else if (beta != 1) {
      for (int j = offset; j < offset + count; j++) {
        c[j] *= beta;
      }
    }
  }

  /** Six rows of {@code alpha op(A)}, column by column; rows that are missing hold anything. */
  private void packStrip(int top, int height, int first, int depth, float[] packed, int to) {
    if (height < STRIP) {
      packPart(top, height, first, depth, packed, to);
    } else if (left) {
      for (int p = 0; p < depth; p++) {
        int at = aOffset + (first + p) * m + top;
        for (int i = 0; i < STRIP; i++) {
          packed[to + p * STRIP + i] = alpha * a[at + i];
        }
      }
    } else {
      int row0 = aOffset + top * k + first;
      int row1 = row0 + k;
      int row2 = row1 + k;
      int row3 = row2 + k;
      int row4 = row3 + k;
      int row5 = row4 + k;
      for (int p = 0; p < depth; p++) {
        int out = to + p * STRIP;
        packed[out] = alpha * a[row0 + p];
        packed[out + 1] = alpha * a[row1 + p];
        packed[out + 2] = alpha * a[row2 + p];
        packed[out + 3] = alpha * a[row3 + p];
        packed[out + 4] = alpha * a[row4 + p];
        packed[out + 5] = alpha * a[row5 + p];
      }
    }
  }

  private void packPart(int top, int height, int first, int depth, float[] packed, int to) {
    for (int i = 0; i < height; i++) {
      for (int p = 0; p < depth; p++) {
        int at = left ? (first + p) * m + top + i : (top + i) * k + first + p;
        packed[to + p * STRIP + i] = alpha * a[aOffset + at];
      }
    }
  }

  /** Columns of op(B), row by row; columns that are missing hold anything. */
  private void packPanel(int column, int width, int first, int depth, float[] packed) {
    if (right) {
      for (int j = 0; j < width; j++) {
        int at = bOffset + (column + j) * k + first;
        for (int p = 0; p < depth; p++) {
          packed[p * PANEL + j] = b[at + p];
        }
      }
    } else {
      for (int p = 0; p < depth; p++) {
        System.arraycopy(b, bOffset + (first + p) * n + column, packed, p * PANEL, width);
      }
    }
  }

  private static FloatVector load(float[] from, int at) {
    return FloatVector.fromArray(Lanes.SPECIES, from, at);
  }

  /** A strip times a panel, added to six rows of C. */
  private static void multiply(
      int depth, float[] strip, int from, float[] panel, float[] c, int out, int stride) {
    int out1 = out + stride;
    int out2 = out1 + stride;
    int out3 = out2 + stride;
    int out4 = out3 + stride;
    int out5 = out4 + stride;
    FloatVector c00 = load(c, out);
    FloatVector c01 = load(c, out + Lanes.COUNT);
    FloatVector c10 = load(c, out1);
    FloatVector c11 = load(c, out1 + Lanes.COUNT);
    FloatVector c20 = load(c, out2);
    FloatVector c21 = load(c, out2 + Lanes.COUNT);
    FloatVector c30 = load(c, out3);
    FloatVector c31 = load(c, out3 + Lanes.COUNT);
    FloatVector c40 = load(c, out4);
    FloatVector c41 = load(c, out4 + Lanes.COUNT);
    FloatVector c50 = load(c, out5);
    FloatVector c51 = load(c, out5 + Lanes.COUNT);
    for (int p = 0; p < depth; p++) {
      FloatVector b0 = load(panel, p * PANEL);
      FloatVector b1 = load(panel, p * PANEL + Lanes.COUNT);
      int at = from + p * STRIP;
      FloatVector a0 = FloatVector.broadcast(Lanes.SPECIES, strip[at]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(Lanes.SPECIES, strip[at + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(Lanes.SPECIES, strip[at + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(Lanes.SPECIES, strip[at + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(Lanes.SPECIES, strip[at + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(Lanes.SPECIES, strip[at + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
    }
    c00.intoArray(c, out);
    c01.intoArray(c, out + Lanes.COUNT);
    c10.intoArray(c, out1);
    c11.intoArray(c, out1 + Lanes.COUNT);
    c20.intoArray(c, out2);
    c21.intoArray(c, out2 + Lanes.COUNT);
    c30.intoArray(c, out3);
    c31.intoArray(c, out3 + Lanes.COUNT);
    c40.intoArray(c, out4);
    c41.intoArray(c, out4 + Lanes.COUNT);
    c50.intoArray(c, out5);
    c51.intoArray(c, out5 + Lanes.COUNT);
  }
}
