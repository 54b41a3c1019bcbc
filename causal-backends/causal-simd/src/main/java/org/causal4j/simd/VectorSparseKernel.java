package org.causal4j.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.causal4j.core.kernel.spi.RowSparseKernel;

/**
 * Part of a row of the product, up to eight vectors of it, stays in registers while the entries of
 * the row of A pass by: that part of X is read once an entry, and of Y written once a row. Where
 * the width is no multiple of a vector, a last vector overlaps the one before it. A width below a
 * vector is left to plain Java.
 *
 * <p>Each number of vectors has a method of its own that loops over the rows. A sum starts from Y,
 * which was cleared unless it is added to: with a choice between zeros and Y, the compiler of Java
 * 25 kept the sums in memory, ten times slower, in JVMs that had seen several widths.
 */
final class VectorSparseKernel extends RowSparseKernel {
  VectorSparseKernel(int[] rowPointers, int[] columnIndexes, float[] values) {
    super(rowPointers, columnIndexes, values);
  }

  @Override
  protected RowSparseKernel like(int[] rowPointers, int[] columnIndexes, float[] values) {
    return new VectorSparseKernel(rowPointers, columnIndexes, values);
  }

  @Override
  protected void multiplyRange(
      int from,
      int to,
      float alpha,
      float[] x,
      int xOffset,
      int width,
      boolean add,
      float[] y,
      int yOffset) {
    if (width < Lanes.COUNT) {
      super.multiplyRange(from, to, alpha, x, xOffset, width, add, y, yOffset);
      return;
    }
    int whole = Lanes.whole(width);
    int column = 0;
    for (; whole - column >= 8 * Lanes.COUNT; column += 8 * Lanes.COUNT) {
      eight(from, to, alpha, x, xOffset + column, width, add, y, yOffset + column);
    }
    if (whole - column >= 4 * Lanes.COUNT) {
      four(from, to, alpha, x, xOffset + column, width, add, y, yOffset + column);
      column += 4 * Lanes.COUNT;
    }
    if (whole - column >= 2 * Lanes.COUNT) {
      two(from, to, alpha, x, xOffset + column, width, add, y, yOffset + column);
      column += 2 * Lanes.COUNT;
    }
    if (column < whole) {
      one(from, to, alpha, x, xOffset + column, width, add, y, yOffset + column);
    }
    if (whole < width) {
      last(from, to, alpha, x, xOffset, width, whole, add, y, yOffset);
    }
  }

  private static FloatVector load(float[] from, int at) {
    return FloatVector.fromArray(Lanes.SPECIES, from, at);
  }

  /** In stores as wide as the loads that follow: those would wait for narrower ones. */
  private static void clearUnless(boolean add, float[] y, int at, int vectors) {
    if (!add) {
      FloatVector zeros = FloatVector.zero(Lanes.SPECIES);
      for (int v = 0; v < vectors; v++) {
        zeros.intoArray(y, at + v * Lanes.COUNT);
      }
    }
  }

  private void eight(
      int from,
      int to,
      float alpha,
      float[] x,
      int xAt,
      int width,
      boolean add,
      float[] y,
      int yAt) {
    for (int row = from; row < to; row++) {
      int out = yAt + row * width;
      clearUnless(add, y, out, 8);
      FloatVector s0 = load(y, out);
      FloatVector s1 = load(y, out + Lanes.COUNT);
      FloatVector s2 = load(y, out + 2 * Lanes.COUNT);
      FloatVector s3 = load(y, out + 3 * Lanes.COUNT);
      FloatVector s4 = load(y, out + 4 * Lanes.COUNT);
      FloatVector s5 = load(y, out + 5 * Lanes.COUNT);
      FloatVector s6 = load(y, out + 6 * Lanes.COUNT);
      FloatVector s7 = load(y, out + 7 * Lanes.COUNT);
      int end = rowPointers[row + 1];
      for (int p = rowPointers[row]; p < end; p++) {
        FloatVector value = FloatVector.broadcast(Lanes.SPECIES, alpha * values[p]);
        int at = xAt + columnIndexes[p] * width;
        s0 = load(x, at).fma(value, s0);
        s1 = load(x, at + Lanes.COUNT).fma(value, s1);
        s2 = load(x, at + 2 * Lanes.COUNT).fma(value, s2);
        s3 = load(x, at + 3 * Lanes.COUNT).fma(value, s3);
        s4 = load(x, at + 4 * Lanes.COUNT).fma(value, s4);
        s5 = load(x, at + 5 * Lanes.COUNT).fma(value, s5);
        s6 = load(x, at + 6 * Lanes.COUNT).fma(value, s6);
        s7 = load(x, at + 7 * Lanes.COUNT).fma(value, s7);
      }
      s0.intoArray(y, out);
      s1.intoArray(y, out + Lanes.COUNT);
      s2.intoArray(y, out + 2 * Lanes.COUNT);
      s3.intoArray(y, out + 3 * Lanes.COUNT);
      s4.intoArray(y, out + 4 * Lanes.COUNT);
      s5.intoArray(y, out + 5 * Lanes.COUNT);
      s6.intoArray(y, out + 6 * Lanes.COUNT);
      s7.intoArray(y, out + 7 * Lanes.COUNT);
    }
  }

  private void four(
      int from,
      int to,
      float alpha,
      float[] x,
      int xAt,
      int width,
      boolean add,
      float[] y,
      int yAt) {
    for (int row = from; row < to; row++) {
      int out = yAt + row * width;
      clearUnless(add, y, out, 4);
      FloatVector s0 = load(y, out);
      FloatVector s1 = load(y, out + Lanes.COUNT);
      FloatVector s2 = load(y, out + 2 * Lanes.COUNT);
      FloatVector s3 = load(y, out + 3 * Lanes.COUNT);
      int end = rowPointers[row + 1];
      for (int p = rowPointers[row]; p < end; p++) {
        FloatVector value = FloatVector.broadcast(Lanes.SPECIES, alpha * values[p]);
        int at = xAt + columnIndexes[p] * width;
        s0 = load(x, at).fma(value, s0);
        s1 = load(x, at + Lanes.COUNT).fma(value, s1);
        s2 = load(x, at + 2 * Lanes.COUNT).fma(value, s2);
        s3 = load(x, at + 3 * Lanes.COUNT).fma(value, s3);
      }
      s0.intoArray(y, out);
      s1.intoArray(y, out + Lanes.COUNT);
      s2.intoArray(y, out + 2 * Lanes.COUNT);
      s3.intoArray(y, out + 3 * Lanes.COUNT);
    }
  }

  private void two(
      int from,
      int to,
      float alpha,
      float[] x,
      int xAt,
      int width,
      boolean add,
      float[] y,
      int yAt) {
    for (int row = from; row < to; row++) {
      int out = yAt + row * width;
      clearUnless(add, y, out, 2);
      FloatVector s0 = load(y, out);
      FloatVector s1 = load(y, out + Lanes.COUNT);
      int end = rowPointers[row + 1];
      for (int p = rowPointers[row]; p < end; p++) {
        FloatVector value = FloatVector.broadcast(Lanes.SPECIES, alpha * values[p]);
        int at = xAt + columnIndexes[p] * width;
        s0 = load(x, at).fma(value, s0);
        s1 = load(x, at + Lanes.COUNT).fma(value, s1);
      }
      s0.intoArray(y, out);
      s1.intoArray(y, out + Lanes.COUNT);
    }
  }

  private void one(
      int from,
      int to,
      float alpha,
      float[] x,
      int xAt,
      int width,
      boolean add,
      float[] y,
      int yAt) {
    for (int row = from; row < to; row++) {
      int out = yAt + row * width;
      clearUnless(add, y, out, 1);
      FloatVector s0 = load(y, out);
      int end = rowPointers[row + 1];
      for (int p = rowPointers[row]; p < end; p++) {
        FloatVector value = FloatVector.broadcast(Lanes.SPECIES, alpha * values[p]);
        int at = xAt + columnIndexes[p] * width;
        s0 = load(x, at).fma(value, s0);
      }
      s0.intoArray(y, out);
    }
  }

  /** The columns from {@code whole} on: of a vector that ends with the row, only they are kept. */
  private void last(
      int from,
      int to,
      float alpha,
      float[] x,
      int xOffset,
      int width,
      int whole,
      boolean add,
      float[] y,
      int yOffset) {
    float[] lanes = new float[Lanes.COUNT];
    int column = width - Lanes.COUNT;
    for (int row = from; row < to; row++) {
      int out = yOffset + row * width + column;
      if (!add) {
        Arrays.fill(y, out - column + whole, out - column + width, 0);
      }
      FloatVector sum = load(y, out);
      int end = rowPointers[row + 1];
      for (int p = rowPointers[row]; p < end; p++) {
        FloatVector value = FloatVector.broadcast(Lanes.SPECIES, alpha * values[p]);
        sum = load(x, xOffset + columnIndexes[p] * width + column).fma(value, sum);
      }
      sum.intoArray(lanes, 0);
      System.arraycopy(lanes, whole - column, y, out - column + whole, width - whole);
    }
  }
}
