package org.causal4j.simd;

import jdk.incubator.vector.FloatVector;
import org.causal4j.core.kernel.spi.RowSparseKernel;

/**
 * A row of the product stays in registers, up to eight vectors of it, while the entries of the row
 * of A pass by: X is read once an entry and Y is written once a row. Columns that do not fill a
 * vector are computed one by one with the same fused multiply-add.
 */
final class VectorSparseKernel extends RowSparseKernel {
  VectorSparseKernel(int[] rowPointers, int[] columnIndexes, float[] values) {
    super(rowPointers, columnIndexes, values);
  }

  @Override
  protected void multiplyRange(
      int from, int to, float alpha, float[] x, int width, boolean add, float[] y) {
    for (int row = from; row < to; row++) {
      int start = rowPointers[row];
      int end = rowPointers[row + 1];
      int column = 0;
      for (; column + 8 * Lanes.COUNT <= width; column += 8 * Lanes.COUNT) {
        eight(start, end, alpha, x, width, column, add, y, row * width + column);
      }
      if (column + 4 * Lanes.COUNT <= width) {
        four(start, end, alpha, x, width, column, add, y, row * width + column);
        column += 4 * Lanes.COUNT;
      }
      if (column + 2 * Lanes.COUNT <= width) {
        two(start, end, alpha, x, width, column, add, y, row * width + column);
        column += 2 * Lanes.COUNT;
      }
      if (column + Lanes.COUNT <= width) {
        one(start, end, alpha, x, width, column, add, y, row * width + column);
        column += Lanes.COUNT;
      }
      if (column < width) {
        rest(start, end, alpha, x, width, column, add, y, row * width + column);
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

  /** Fewer columns than a vector has lanes. */
  private void rest(
      int start,
      int end,
      float alpha,
      float[] x,
      int width,
      int column,
      boolean add,
      float[] y,
      int out) {
    int count = width - column;
    if (!add) {
      for (int j = 0; j < count; j++) {
        y[out + j] = 0;
      }
    }
    for (int p = start; p < end; p++) {
      float value = alpha * values[p];
      int at = columnIndexes[p] * width + column;
      for (int j = 0; j < count; j++) {
        y[out + j] = Math.fma(x[at + j], value, y[out + j]);
      }
    }
  }
}
