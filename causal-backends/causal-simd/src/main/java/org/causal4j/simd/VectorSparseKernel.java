package org.causal4j.simd;

import jdk.incubator.vector.FloatVector;
import org.causal4j.core.kernel.spi.RowSparseKernel;

/**
 * A row of the product stays in registers, up to eight vectors of it, while the entries of the row
 * of A pass by: X is read once an entry and Y is written once a row. Where the width is no multiple
 * of a vector, the last vector overlaps the one before it. A width below a vector is left to plain
 * Java.
 */
final class VectorSparseKernel extends RowSparseKernel {
  VectorSparseKernel(int[] rowPointers, int[] columnIndexes, float[] values) {
    super(rowPointers, columnIndexes, values);
  }

  @Override
  protected void multiplyRange(
      int from, int to, float alpha, float[] x, int width, boolean add, float[] y) {
    if (width < Lanes.COUNT) {
      super.multiplyRange(from, to, alpha, x, width, add, y);
      return;
    }
    int whole = Lanes.whole(width);
    float[] last = new float[Lanes.COUNT];
    for (int row = from; row < to; row++) {
      int start = rowPointers[row];
      int end = rowPointers[row + 1];
      int out = row * width;
      if (whole < width) {
        // before the others: with add, it must see Y as it was
        System.arraycopy(y, out + width - Lanes.COUNT, last, 0, Lanes.COUNT);
        one(start, end, alpha, x, width, width - Lanes.COUNT, add, last, 0);
      }
      int column = 0;
      for (; whole - column >= 8 * Lanes.COUNT; column += 8 * Lanes.COUNT) {
        eight(start, end, alpha, x, width, column, add, y, out + column);
      }
      if (whole - column >= 4 * Lanes.COUNT) {
        four(start, end, alpha, x, width, column, add, y, out + column);
        column += 4 * Lanes.COUNT;
      }
      if (whole - column >= 2 * Lanes.COUNT) {
        two(start, end, alpha, x, width, column, add, y, out + column);
        column += 2 * Lanes.COUNT;
      }
      if (column < whole) {
        one(start, end, alpha, x, width, column, add, y, out + column);
      }
      if (whole < width) {
        System.arraycopy(last, 0, y, out + width - Lanes.COUNT, Lanes.COUNT);
      }
    }
  }

  private static FloatVector load(float[] from, int at) {
    return FloatVector.fromArray(Lanes.SPECIES, from, at);
  }

  private static FloatVector first(boolean add, float[] y, int at) {
    return add ? load(y, at) : FloatVector.zero(Lanes.SPECIES);
  }

  private void eight(
      int start,
      int end,
      float alpha,
      float[] x,
      int width,
      int column,
      boolean add,
      float[] y,
      int out) {
    FloatVector s0 = first(add, y, out);
    FloatVector s1 = first(add, y, out + Lanes.COUNT);
    FloatVector s2 = first(add, y, out + 2 * Lanes.COUNT);
    FloatVector s3 = first(add, y, out + 3 * Lanes.COUNT);
    FloatVector s4 = first(add, y, out + 4 * Lanes.COUNT);
    FloatVector s5 = first(add, y, out + 5 * Lanes.COUNT);
    FloatVector s6 = first(add, y, out + 6 * Lanes.COUNT);
    FloatVector s7 = first(add, y, out + 7 * Lanes.COUNT);
    for (int p = start; p < end; p++) {
      FloatVector value = FloatVector.broadcast(Lanes.SPECIES, alpha * values[p]);
      int at = columnIndexes[p] * width + column;
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

  private void four(
      int start,
      int end,
      float alpha,
      float[] x,
      int width,
      int column,
      boolean add,
      float[] y,
      int out) {
    FloatVector s0 = first(add, y, out);
    FloatVector s1 = first(add, y, out + Lanes.COUNT);
    FloatVector s2 = first(add, y, out + 2 * Lanes.COUNT);
    FloatVector s3 = first(add, y, out + 3 * Lanes.COUNT);
    for (int p = start; p < end; p++) {
      FloatVector value = FloatVector.broadcast(Lanes.SPECIES, alpha * values[p]);
      int at = columnIndexes[p] * width + column;
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

  private void two(
      int start,
      int end,
      float alpha,
      float[] x,
      int width,
      int column,
      boolean add,
      float[] y,
      int out) {
    FloatVector s0 = first(add, y, out);
    FloatVector s1 = first(add, y, out + Lanes.COUNT);
    for (int p = start; p < end; p++) {
      FloatVector value = FloatVector.broadcast(Lanes.SPECIES, alpha * values[p]);
      int at = columnIndexes[p] * width + column;
      s0 = load(x, at).fma(value, s0);
      s1 = load(x, at + Lanes.COUNT).fma(value, s1);
    }
    s0.intoArray(y, out);
    s1.intoArray(y, out + Lanes.COUNT);
  }

  private void one(
      int start,
      int end,
      float alpha,
      float[] x,
      int width,
      int column,
      boolean add,
      float[] y,
      int out) {
    FloatVector s0 = first(add, y, out);
    for (int p = start; p < end; p++) {
      FloatVector value = FloatVector.broadcast(Lanes.SPECIES, alpha * values[p]);
      s0 = load(x, columnIndexes[p] * width + column).fma(value, s0);
    }
    s0.intoArray(y, out);
  }
}
