package org.causal4j.core.forest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.causal4j.core.learn.Features;

/**
 * Smooth functions of the features: of each one a restricted cubic spline, linear beyond its outer
 * knots (Stone and Koo, Proceedings of the Statistical Computing Section, ASA, 1985), made
 * orthonormal over the training rows with the line first, and of each pair the products of their
 * lines and first bends, standardized; last the constant 1. Bends, and then products in whole
 * groups, are taken where there are at most an eighth as many functions as rows, and {@value
 * #MOST}. Values beyond three interquartile ranges from the quartiles are moved there.
 */
final class SmoothBasis {
  static final int MOST = 100;
  private static final int ROWS_A_FUNCTION = 8;
  private static final double[] KNOTS = {0.05, 0.23, 0.41, 0.59, 0.77, 0.95};
  private static final int[][][] GROUPS = {{{0, 0}}, {{1, 0}, {0, 1}}, {{1, 1}}};
  private static final double FENCE = 3;
  private static final double FLAT = 1e-9;

  final Curve[] curves;

  /** Functions of which the products are made, and their means and deviations' inverses. */
  final int[] first;

  final int[] second;
  final double[] productMean;
  final double[] productScale;
  private final int[] start;

  SmoothBasis(
      Curve[] curves, int[] first, int[] second, double[] productMean, double[] productScale) {
    this.curves = curves;
    this.first = first;
    this.second = second;
    this.productMean = productMean;
    this.productScale = productScale;
    this.start = starts(curves);
  }

  private static int[] starts(Curve[] curves) {
    int[] start = new int[curves.length + 1];
    for (int c = 0; c < curves.length; c++) {
      start[c + 1] = start[c] + curves[c].size();
    }
    return start;
  }

  /** How many functions of so many rows there may be. */
  static int most(int rows) {
    return Math.min(MOST, rows / ROWS_A_FUNCTION);
  }

  static SmoothBasis of(Features x) {
    int p = x.columns();
    boolean bends = p * (KNOTS.length - 1) <= most(x.rows());
    Curve[] curves = new Curve[p];
    for (int c = 0; c < p; c++) {
      double[] values = new double[x.rows()];
      for (int i = 0; i < values.length; i++) {
        values[i] = x.get(i, c);
      }
      curves[c] = Curve.of(values, bends);
    }
    List<int[]> pairs = pairs(curves, bends ? most(x.rows()) : 0);
    int[] first = pairs.stream().mapToInt(pair -> pair[0]).toArray();
    int[] second = pairs.stream().mapToInt(pair -> pair[1]).toArray();
    double[] mean = new double[first.length];
    double[] scale = new double[first.length];
    Arrays.fill(scale, 1);
    SmoothBasis raw = new SmoothBasis(curves, first, second, mean.clone(), scale.clone());
    double[] f = new double[raw.size()];
    double[] squares = new double[first.length];
    for (int i = 0; i < x.rows(); i++) {
      raw.write(x, i, f, 0);
      for (int k = 0; k < first.length; k++) {
        double product = f[raw.mains() + k];
        mean[k] += product / x.rows();
        squares[k] += product * product / x.rows();
      }
    }
    for (int k = 0; k < first.length; k++) {
      double variance = squares[k] - mean[k] * mean[k];
      scale[k] = variance > FLAT * squares[k] ? 1 / Math.sqrt(variance) : 0;
    }
    return new SmoothBasis(curves, first, second, mean, scale);
  }

  private static List<int[]> pairs(Curve[] curves, int most) {
    int[] start = starts(curves);
    List<int[]> chosen = new ArrayList<>();
    for (int[][] group : GROUPS) {
      List<int[]> more = new ArrayList<>();
      for (int a = 0; a < curves.length; a++) {
        for (int b = 0; b < a; b++) {
          for (int[] order : group) {
            if (order[0] < curves[a].size() && order[1] < curves[b].size()) {
              more.add(new int[] {start[a] + order[0], start[b] + order[1]});
            }
          }
        }
      }
      if (start[curves.length] + chosen.size() + more.size() > most) {
        return chosen;
      }
      chosen.addAll(more);
    }
    return chosen;
  }

  private int mains() {
    return start[curves.length];
  }

  /** Number of functions, the constant included, which is the last. */
  int size() {
    return mains() + first.length + 1;
  }

  /** Of each function but the constant the number of its group: a line, its bends, or a pair. */
  int[] groups() {
    int p = curves.length;
    int[] owner = new int[mains()];
    int[] groups = new int[size() - 1];
    for (int c = 0; c < p; c++) {
      for (int k = start[c]; k < start[c + 1]; k++) {
        owner[k] = c;
        groups[k] = k == start[c] ? c : p + c;
      }
    }
    for (int k = 0; k < first.length; k++) {
      int a = owner[first[k]];
      groups[mains() + k] = 2 * p + a * (a - 1) / 2 + owner[second[k]];
    }
    return groups;
  }

  /** Whether a group is one of lines (0), of bends (1) or of products (2). */
  int kindOf(int group) {
    return Math.min(2, group / curves.length);
  }

  /** Writes the functions of a row. */
  void write(Features x, int row, double[] target, int at) {
    for (int c = 0; c < curves.length; c++) {
      curves[c].write(x.get(row, c), target, at + start[c]);
    }
    int to = at + mains();
    for (int k = 0; k < first.length; k++) {
      double product = target[at + first[k]] * target[at + second[k]];
      target[to + k] = (product - productMean[k]) * productScale[k];
    }
    target[to + first.length] = 1;
  }

  /** Functions of one feature with mean 0, variance 1 and no correlation over its values. */
  static final class Curve {
    /** Values below are moved here. */
    final double low;

    /** Values above are moved here. */
    final double high;

    final double[] knots;

    /** Of the raw functions. */
    final double[] mean;

    /** Rows that make the raw functions orthonormal. */
    final double[][] inverse;

    Curve(double low, double high, double[] knots, double[] mean, double[][] inverse) {
      this.low = low;
      this.high = high;
      this.knots = knots;
      this.mean = mean;
      this.inverse = inverse;
    }

    static Curve of(double[] given, boolean bends) {
      double[] sorted = given.clone();
      Arrays.sort(sorted);
      int n = sorted.length;
      double quarter = sorted[n / 4];
      double spread = sorted[3 * n / 4] - quarter;
      double low = sorted[0];
      double high = sorted[n - 1];
      if (spread > 0) {
        low = Math.max(low, quarter - FENCE * spread);
        high = Math.min(high, quarter + (1 + FENCE) * spread);
      }
      double[] knots =
          bends
              ? Arrays.stream(KNOTS)
                  .map(q -> sorted[(int) Math.round(q * (n - 1))])
                  .distinct()
                  .toArray()
              : new double[0];
      int raw = low == high ? 0 : 1 + Math.max(0, knots.length - 2);
      Curve curve = new Curve(low, high, knots, new double[raw], new double[0][]);
      double[][] values = new double[n][raw];
      for (int i = 0; i < n; i++) {
        curve.raw(given[i], values[i]);
        for (int k = 0; k < raw; k++) {
          curve.mean[k] += values[i][k] / n;
        }
      }
      double[][] covariance = new double[raw][raw];
      for (double[] f : values) {
        for (int a = 0; a < raw; a++) {
          for (int b = 0; b < raw; b++) {
            covariance[a][b] += (f[a] - curve.mean[a]) * (f[b] - curve.mean[b]) / n;
          }
        }
      }
      return new Curve(low, high, knots, curve.mean, whitening(covariance));
    }

    /** Rows of the inverse of the Cholesky factor, without functions that others determine. */
    private static double[][] whitening(double[][] covariance) {
      int n = covariance.length;
      List<double[]> kept = new ArrayList<>();
      for (int a = 0; a < n; a++) {
        double[] row = new double[n];
        row[a] = 1;
        // twice, as once leaves rounding errors where functions are nearly collinear
        for (int pass = 0; pass < 2; pass++) {
          for (double[] other : kept) {
            double along = product(row, other, covariance);
            for (int k = 0; k <= a; k++) {
              row[k] -= along * other[k];
            }
          }
        }
        double left = product(row, row, covariance);
        if (left > FLAT * covariance[a][a] && left > 0) {
          double scale = 1 / Math.sqrt(left);
          kept.add(Arrays.stream(row).map(v -> v * scale).toArray());
        }
      }
      return kept.toArray(new double[0][]);
    }

    private static double product(double[] a, double[] b, double[][] matrix) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        for (int j = 0; j < b.length; j++) {
          sum += a[i] * b[j] * matrix[i][j];
        }
      }
      return sum;
    }

    private void raw(double given, double[] target) {
      if (target.length == 0) {
        return;
      }
      // on a scale of its own, so that cubes neither vanish nor overflow
      double unit = high - low;
      double value = (Math.min(high, Math.max(low, given)) - low) / unit;
      target[0] = value;
      int last = knots.length - 1;
      for (int k = 0; k < target.length - 1; k++) {
        target[k + 1] = slope(value, unit, k) - slope(value, unit, last - 1);
      }
    }

    /** (v − ξ_k)₊³ less (v − ξ_K)₊³ over ξ_K − ξ_k: Hastie et al. 2009, equation 5.5. */
    private double slope(double value, double unit, int k) {
      double end = (knots[knots.length - 1] - low) / unit;
      double knot = (knots[k] - low) / unit;
      return (cube(value - knot) - cube(value - end)) / (end - knot);
    }

    private static double cube(double v) {
      return v > 0 ? v * v * v : 0;
    }

    int size() {
      return inverse.length;
    }

    void write(double value, double[] target, int at) {
      double[] f = new double[mean.length];
      raw(value, f);
      for (int k = 0; k < inverse.length; k++) {
        double sum = 0;
        for (int j = 0; j < f.length; j++) {
          sum += inverse[k][j] * (f[j] - mean[j]);
        }
        target[at + k] = sum;
      }
    }
  }
}
