package org.causal4j.core.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Covariates as smooth functions: of each one a restricted cubic spline, linear beyond its outer
 * knots (Stone and Koo, Proceedings of the Statistical Computing Section, ASA, 1985; knots as
 * Harrell, <i>Regression Modeling Strategies</i>, 2015, Table 2.3), made orthonormal over the
 * training rows with the linear function first; and of each pair the products of their leading
 * functions, standardized. Products are added in whole groups, simplest first, as long as there are
 * at most an eighth as many functions as training rows, and 100.
 *
 * <p>A covariate of which more than .2 % of values lie beyond Tukey's outer fences, three
 * interquartile ranges from the quartiles, is first mapped by asinh: products of heavy tails would
 * let single rows decide.
 */
final class SplineBasis {
  private static final double[] KNOTS = {0.05, 0.23, 0.41, 0.59, 0.77, 0.95};
  private static final int[][][] GROUPS = {
    {{0, 0}},
    {{1, 0}, {0, 1}},
    {{1, 1}},
    {{2, 0}, {0, 2}},
    {{2, 1}, {1, 2}},
    {{2, 2}},
    {{3, 0}, {0, 3}},
    {{3, 1}, {1, 3}}
  };
  private static final int MOST = 100;
  private static final double FLAT = 1e-9;
  private static final double FENCE = 3;
  private static final double HEAVY = 0.002;
  private static final double BEND = 4;

  private final int columns;
  private final Curve[] curves;
  private final int[] start;
  private final int[] first;
  private final int[] second;
  private final double[] productMean;
  private final double[] productScale;

  SplineBasis(Features x, int[] rows) {
    columns = x.columns();
    curves = new Curve[columns];
    start = new int[columns + 1];
    for (int c = 0; c < columns; c++) {
      double[] values = new double[rows.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = x.at(rows[i], c);
      }
      curves[c] = new Curve(values);
      start[c + 1] = start[c] + curves[c].size();
    }
    List<int[]> pairs = pairs(Math.min(MOST, rows.length / 8));
    first = pairs.stream().mapToInt(p -> p[0]).toArray();
    second = pairs.stream().mapToInt(p -> p[1]).toArray();
    productMean = new double[first.length];
    productScale = new double[first.length];
    double[] squares = new double[first.length];
    double[] functions = new double[start[columns]];
    for (int row : rows) {
      mains(x, row, functions);
      for (int k = 0; k < first.length; k++) {
        double product = functions[first[k]] * functions[second[k]];
        productMean[k] += product;
        squares[k] += product * product;
      }
    }
    for (int k = 0; k < first.length; k++) {
      productMean[k] /= rows.length;
      double variance = squares[k] / rows.length - productMean[k] * productMean[k];
      productScale[k] = variance > FLAT ? 1 / Math.sqrt(variance) : 0;
    }
  }

  private List<int[]> pairs(int most) {
    List<int[]> chosen = new ArrayList<>();
    for (int[][] group : GROUPS) {
      List<int[]> more = new ArrayList<>();
      for (int a = 0; a < columns; a++) {
        for (int b = 0; b < a; b++) {
          for (int[] order : group) {
            if (order[0] < curves[a].size() && order[1] < curves[b].size()) {
              more.add(new int[] {start[a] + order[0], start[b] + order[1]});
            }
          }
        }
      }
      if (start[columns] + chosen.size() + more.size() > most) {
        return chosen;
      }
      chosen.addAll(more);
    }
    return chosen;
  }

  int columns() {
    return columns;
  }

  /** Number of functions. */
  int size() {
    return start[columns] + first.length;
  }

  /** Of each function whether it is linear (0), bent (1) or a product (2). */
  int[] kinds() {
    int[] kinds = new int[size()];
    Arrays.fill(kinds, 0, start[columns], 1);
    Arrays.fill(kinds, start[columns], kinds.length, 2);
    for (int c = 0; c < columns; c++) {
      if (start[c + 1] > start[c]) {
        kinds[start[c]] = 0;
      }
    }
    return kinds;
  }

  /** Of each function the number of its group: a covariate's line, its bends, or a pair. */
  int[] groups() {
    Map<Integer, Integer> numbers = new LinkedHashMap<>();
    int[] owner = new int[start[columns]];
    for (int c = 0; c < columns; c++) {
      Arrays.fill(owner, start[c], start[c + 1], c);
    }
    int[] kinds = kinds();
    int[] groups = new int[size()];
    for (int k = 0; k < groups.length; k++) {
      int key;
      if (kinds[k] == 2) {
        int pair = k - start[columns];
        key = 2 * columns + owner[first[pair]] * columns + owner[second[pair]];
      } else {
        key = 2 * owner[k] + kinds[k];
      }
      groups[k] = numbers.computeIfAbsent(key, unused -> numbers.size());
    }
    return groups;
  }

  private void mains(Features x, int row, double[] target) {
    for (int c = 0; c < columns; c++) {
      curves[c].write(x.at(row, c), target, start[c]);
    }
  }

  /** Writes the functions of a row. */
  void write(Features x, int row, double[] target) {
    mains(x, row, target);
    int at = start[columns];
    for (int k = 0; k < first.length; k++) {
      target[at + k] = (target[first[k]] * target[second[k]] - productMean[k]) * productScale[k];
    }
  }

  /** Functions of one covariate with mean 0, variance 1 and no correlation over its values. */
  private static final class Curve {
    private final boolean heavy;
    private final double middle;
    private final double spread;
    private final double[] knots;
    private final double[] mean;
    private final double[][] inverse;

    Curve(double[] given) {
      double[] sorted = given.clone();
      Arrays.sort(sorted);
      int n = sorted.length;
      middle = sorted[n / 2];
      double low = sorted[n / 4];
      double high = sorted[3 * n / 4];
      spread = high - low;
      long far =
          Arrays.stream(sorted)
              .filter(v -> v < low - FENCE * spread || v > high + FENCE * spread)
              .count();
      heavy = spread > 0 && far > HEAVY * n;
      double[] values = Arrays.stream(given).map(this::tamed).toArray();
      Arrays.setAll(sorted, i -> tamed(sorted[i]));
      knots =
          Arrays.stream(KNOTS)
              .map(q -> sorted[(int) Math.round(q * (sorted.length - 1))])
              .distinct()
              .toArray();
      int raw = sorted[0] == sorted[sorted.length - 1] ? 0 : 1 + Math.max(0, knots.length - 2);
      double[] sum = new double[raw];
      double[] f = new double[raw];
      for (double value : values) {
        raw(value, f);
        for (int k = 0; k < raw; k++) {
          sum[k] += f[k];
        }
      }
      mean = Arrays.stream(sum).map(s -> s / values.length).toArray();
      double[][] covariance = new double[raw][raw];
      for (double value : values) {
        raw(value, f);
        for (int a = 0; a < raw; a++) {
          for (int b = 0; b <= a; b++) {
            covariance[a][b] += (f[a] - mean[a]) * (f[b] - mean[b]) / values.length;
          }
        }
      }
      inverse = whitening(covariance);
    }

    /** Of a covariate with heavy tails asinh(4 (v − median)/IQR), which is a logarithm there. */
    private double tamed(double value) {
      if (!heavy) {
        return value;
      }
      double v = BEND * (value - middle) / spread;
      return Math.signum(v) * Math.log(Math.abs(v) + Math.hypot(v, 1));
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

    private static double product(double[] a, double[] b, double[][] lower) {
      double sum = 0;
      for (int i = 0; i < a.length; i++) {
        for (int j = 0; j < b.length; j++) {
          sum += a[i] * b[j] * (j <= i ? lower[i][j] : lower[j][i]);
        }
      }
      return sum;
    }

    private void raw(double value, double[] target) {
      if (target.length == 0) {
        return;
      }
      target[0] = value;
      int last = knots.length - 1;
      double inner = target.length == 1 ? 1 : knots[last] - knots[last - 1];
      double unit = Math.pow(knots[last] - knots[0], 2);
      for (int k = 1; k < target.length; k++) {
        double t = knots[k - 1];
        target[k] =
            (cube(value - t)
                    - cube(value - knots[last - 1]) * (knots[last] - t) / inner
                    + cube(value - knots[last]) * (knots[last - 1] - t) / inner)
                / unit;
      }
    }

    private static double cube(double v) {
      return v > 0 ? v * v * v : 0;
    }

    int size() {
      return inverse.length;
    }

    void write(double value, double[] target, int at) {
      double[] f = new double[mean.length];
      raw(tamed(value), f);
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
