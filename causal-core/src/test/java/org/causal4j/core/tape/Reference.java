package org.causal4j.core.tape;

import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.causal4j.core.matrix.CsrMatrix;

/** The operations of the tape in double precision, as their definitions have them. */
final class Reference {
  private static final double STEP = 1e-6;

  private Reference() {}

  static double[] doubles(float[] values) {
    double[] all = new double[values.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = values[i];
    }
    return all;
  }

  static double weighted(double[] values, float[] weights) {
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] * weights[i];
    }
    return sum;
  }

  /** ‖gradient − difference quotients‖ over the length of the latter. */
  static double distance(
      float[][] gradients, double[][] at, ToDoubleFunction<double[][]> function) {
    double apart = 0;
    double length = 0;
    for (int p = 0; p < at.length; p++) {
      for (int i = 0; i < at[p].length; i++) {
        double here = at[p][i];
        at[p][i] = here + STEP;
        double above = function.applyAsDouble(at);
        at[p][i] = here - STEP;
        double below = function.applyAsDouble(at);
        at[p][i] = here;
        double quotient = (above - below) / (2 * STEP);
        apart += (quotient - gradients[p][i]) * (quotient - gradients[p][i]);
        length += quotient * quotient;
      }
    }
    return Math.sqrt(apart / length);
  }

  static double[] matmul(double[] a, double[] b, int m, int k, int n) {
    double[] c = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        for (int l = 0; l < k; l++) {
          c[i * n + j] += a[i * k + l] * b[l * n + j];
        }
      }
    }
    return c;
  }

  static double[] matmulTransposed(double[] a, double[] b, int m, int k, int n) {
    double[] c = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        for (int l = 0; l < k; l++) {
          c[i * n + j] += a[i * k + l] * b[j * k + l];
        }
      }
    }
    return c;
  }

  static double[] sparse(CsrMatrix a, double[] x, int width) {
    double[] y = new double[a.rows() * width];
    for (int r = 0; r < a.rows(); r++) {
      for (int c = 0; c < a.columns(); c++) {
        for (int k = 0; k < width; k++) {
          y[r * width + k] += a.get(r, c) * x[c * width + k];
        }
      }
    }
    return y;
  }

  static double[] sum(double[] a, double[] b, double sign) {
    double[] c = a.clone();
    for (int i = 0; i < c.length; i++) {
      c[i] += sign * b[i];
    }
    return c;
  }

  static double[] product(double[] a, double[] b) {
    double[] c = a.clone();
    for (int i = 0; i < c.length; i++) {
      c[i] *= b[i];
    }
    return c;
  }

  static double[] plusRow(double[] a, double[] row, int width) {
    double[] c = a.clone();
    for (int i = 0; i < c.length; i++) {
      c[i] += row[i % width];
    }
    return c;
  }

  static double[] map(double[] a, DoubleUnaryOperator function) {
    double[] c = a.clone();
    for (int i = 0; i < c.length; i++) {
      c[i] = function.applyAsDouble(c[i]);
    }
    return c;
  }

  static double[] gather(double[] a, int[] rows, int width) {
    double[] c = new double[rows.length * width];
    for (int r = 0; r < rows.length; r++) {
      System.arraycopy(a, rows[r] * width, c, r * width, width);
    }
    return c;
  }

  static double[] normalize(double[] a, int width) {
    double[] c = a.clone();
    for (int from = 0; from < c.length; from += width) {
      double squares = 0;
      for (int k = from; k < from + width; k++) {
        squares += a[k] * a[k];
      }
      for (int k = from; k < from + width; k++) {
        c[k] /= Math.sqrt(squares);
      }
    }
    return c;
  }

  static double[] dots(double[] a, double[] b, int width) {
    double[] c = new double[a.length / width];
    for (int i = 0; i < a.length; i++) {
      c[i / width] += a[i] * b[i];
    }
    return c;
  }

  static double[] pick(double[] a, int[] columns, int width) {
    double[] c = new double[columns.length];
    for (int r = 0; r < c.length; r++) {
      c[r] = a[r * width + columns[r]];
    }
    return c;
  }

  static double[] logSumExp(double[] a, int[][] excluded, int width) {
    double[] c = new double[a.length / width];
    for (int r = 0; r < c.length; r++) {
      for (int k = 0; k < width; k++) {
        int column = k;
        boolean left = java.util.Arrays.stream(excluded[r]).noneMatch(e -> e == column);
        c[r] += left ? Math.exp(a[r * width + k]) : 0;
      }
      c[r] = Math.log(c[r]);
    }
    return c;
  }

  static double[] concat(double[] a, double[] b, int aWidth, int bWidth) {
    int width = aWidth + bWidth;
    double[] c = new double[a.length + b.length];
    for (int r = 0; r < a.length / aWidth; r++) {
      System.arraycopy(a, r * aWidth, c, r * width, aWidth);
      System.arraycopy(b, r * bWidth, c, r * width + aWidth, bWidth);
    }
    return c;
  }

  static double[] stack(double[] a, double[] b) {
    double[] c = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, c, a.length, b.length);
    return c;
  }

  /** The mean, times a factor. */
  static double[] mean(double[] a, double factor) {
    return new double[] {factor * java.util.Arrays.stream(a).average().orElseThrow()};
  }
}
