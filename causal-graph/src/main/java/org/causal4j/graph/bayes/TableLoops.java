package org.causal4j.graph.bayes;

import java.util.Arrays;

/**
 * Loops over dense tables in row-major order (last dimension fastest). The other operand is reached
 * by strides, 0 where it lacks a dimension. Neighboring dimensions whose strides fit are fused
 * first, so that the inner loops are long; there is no index per entry.
 */
final class TableLoops {
  /** The fused dimensions of a table, and the other operand's strides along them. */
  private final int[] length;

  private final int[] stride;
  private final int dimensions;
  private final int offset;

  /** The three innermost levels, padded with dimensions of length 1. */
  private final int inner;

  private final int innerStride;
  private final int middle;
  private final int middleStride;

  /** The odometer over the remaining, outer dimensions. */
  private final int[] counter;

  private int position;

  /**
   * @param card lengths of the dense table
   * @param strides of the other operand along the same dimensions
   * @param offset where the other operand starts
   */
  TableLoops(int[] card, int[] strides, int offset) {
    int[] fusedLength = new int[card.length];
    int[] fusedStride = new int[card.length];
    int k = 0;
    for (int i = 0; i < card.length; i++) {
      if (card[i] == 1) {
        continue;
      }
      if (k > 0 && fusedStride[k - 1] == strides[i] * card[i]) {
        fusedLength[k - 1] *= card[i];
        fusedStride[k - 1] = strides[i];
      } else {
        fusedLength[k] = card[i];
        fusedStride[k] = strides[i];
        k++;
      }
    }
    this.length = fusedLength;
    this.stride = fusedStride;
    this.dimensions = Math.max(0, k - 2);
    this.offset = offset;
    this.inner = k > 0 ? fusedLength[k - 1] : 1;
    this.innerStride = k > 0 ? fusedStride[k - 1] : 0;
    this.middle = k > 1 ? fusedLength[k - 2] : 1;
    this.middleStride = k > 1 ? fusedStride[k - 2] : 0;
    this.counter = new int[dimensions];
    this.position = offset;
  }

  private void start() {
    Arrays.fill(counter, 0);
    position = offset;
  }

  /** Moves the odometer on; false after the last position. */
  private boolean next() {
    for (int i = dimensions - 1; i >= 0; i--) {
      position += stride[i];
      if (++counter[i] < length[i]) {
        return true;
      }
      position -= stride[i] * length[i];
      counter[i] = 0;
    }
    return false;
  }

  /** {@code dst[i] = src[·]}. */
  void copy(double[] dst, double[] src) {
    start();
    int at = 0;
    do {
      int from = position;
      for (int m = 0; m < middle; m++, from += middleStride) {
        if (innerStride == 0) {
          Arrays.fill(dst, at, at + inner, src[from]);
        } else if (innerStride == 1) {
          System.arraycopy(src, from, dst, at, inner);
        } else {
          for (int i = 0, s = from; i < inner; i++, s += innerStride) {
            dst[at + i] = src[s];
          }
        }
        at += inner;
      }
    } while (next());
  }

  /** {@code dst[i] *= src[·]}. */
  void multiply(double[] dst, double[] src) {
    start();
    int at = 0;
    do {
      int from = position;
      if (innerStride == 0) {
        for (int m = 0; m < middle; m++, from += middleStride) {
          double factor = src[from];
          for (int end = at + inner; at < end; at++) {
            dst[at] *= factor;
          }
        }
      } else if (innerStride == 1) {
        for (int m = 0; m < middle; m++, from += middleStride) {
          for (int i = 0; i < inner; i++) {
            dst[at + i] *= src[from + i];
          }
          at += inner;
        }
      } else {
        for (int m = 0; m < middle; m++, from += middleStride) {
          for (int i = 0, s = from; i < inner; i++, s += innerStride) {
            dst[at + i] *= src[s];
          }
          at += inner;
        }
      }
    } while (next());
  }

  /** {@code dst[i] += src[·]}: the product of tables that hold logarithms. */
  void add(double[] dst, double[] src) {
    start();
    int at = 0;
    do {
      int from = position;
      for (int m = 0; m < middle; m++, from += middleStride) {
        for (int i = 0, s = from; i < inner; i++, s += innerStride) {
          dst[at + i] += src[s];
        }
        at += inner;
      }
    } while (next());
  }

  /** {@code out[·] += table[i]}. */
  void sum(double[] table, double[] out) {
    start();
    int at = 0;
    do {
      int to = position;
      if (innerStride == 0) {
        for (int m = 0; m < middle; m++, to += middleStride) {
          out[to] += sumOf(table, at, inner);
          at += inner;
        }
      } else if (innerStride == 1) {
        for (int m = 0; m < middle; m++, to += middleStride) {
          for (int i = 0; i < inner; i++) {
            out[to + i] += table[at + i];
          }
          at += inner;
        }
      } else {
        for (int m = 0; m < middle; m++, to += middleStride) {
          for (int i = 0, t = to; i < inner; i++, t += innerStride) {
            out[t] += table[at + i];
          }
          at += inner;
        }
      }
    } while (next());
  }

  /** Four running sums: the additions do not wait for each other. The order is fixed. */
  private static double sumOf(double[] table, int from, int count) {
    if (count < 8) {
      double sum = table[from];
      for (int i = 1; i < count; i++) {
        sum += table[from + i];
      }
      return sum;
    }
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int end = from + count;
    int i = from;
    for (; i + 3 < end; i += 4) {
      a += table[i];
      b += table[i + 1];
      c += table[i + 2];
      d += table[i + 3];
    }
    for (; i < end; i++) {
      a += table[i];
    }
    return (a + b) + (c + d);
  }

  /** {@code out[·] = max(out[·], table[i])}. */
  void max(double[] table, double[] out) {
    start();
    int at = 0;
    do {
      int to = position;
      for (int m = 0; m < middle; m++, to += middleStride) {
        for (int i = 0, t = to; i < inner; i++, t += innerStride) {
          double value = table[at + i];
          if (value > out[t]) {
            out[t] = value;
          }
        }
        at += inner;
      }
    } while (next());
  }

  /** {@code out[·] += exp(table[i] - peak[·])}; entries below a peak of -∞ add nothing. */
  private void sumExp(double[] table, double[] peak, double[] out) {
    start();
    int at = 0;
    do {
      int to = position;
      for (int m = 0; m < middle; m++, to += middleStride) {
        for (int i = 0, t = to; i < inner; i++, t += innerStride) {
          double value = table[at + i];
          if (value != Double.NEGATIVE_INFINITY) {
            out[t] += Math.exp(value - peak[t]);
          }
        }
        at += inner;
      }
    } while (next());
  }

  /** Sums tables that hold logarithms: the result holds logarithms, too. */
  void logSum(double[] table, double[] out) {
    Arrays.fill(out, Double.NEGATIVE_INFINITY);
    max(table, out);
    double[] sums = new double[out.length];
    sumExp(table, out, sums);
    for (int i = 0; i < out.length; i++) {
      if (out[i] != Double.NEGATIVE_INFINITY) {
        out[i] += Math.log(sums[i]);
      }
    }
  }
}
