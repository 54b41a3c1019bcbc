package org.causal4j.core.learn;

import java.util.Arrays;

/**
 * Weighted least squares with ridge penalties on all coefficients but the intercept, which comes
 * last. A tridiagonal form of the Gram matrix gives every common factor of the penalties at once.
 * Not thread-safe.
 */
final class PenalizedFit {
  private static final int GRID_FROM = -12;
  private static final int GRID_TO = 6;
  private static final double[] RATIOS = {1, 30, 1000};

  private final double[] z;
  private final int n;
  private final int p;
  private final int[] kinds;
  private final int[] groups;
  private final double[] penalties;
  private final double[] gram;
  private final double[] moment;
  private final double[] mean;
  private double meanTarget;
  private double total;
  private double weight;

  /**
   * @param z values of the functions, row after row
   * @param kinds of the functions, 0 to 2, whose penalties are chosen from a grid
   * @param groups of the functions, from 0, whose penalties are adapted
   */
  PenalizedFit(double[] z, int n, int[] kinds, int[] groups) {
    this.kinds = kinds;
    this.groups = groups;
    this.penalties = new double[kinds.length];
    this.p = kinds.length;
    this.z = z;
    this.n = n;
    this.gram = new double[p * p];
    this.moment = new double[p];
    this.mean = new double[p];
  }

  int size() {
    return p;
  }

  /** Fitted values. */
  double[] values(double[] weights) {
    double[] fitted = new double[n];
    for (int i = 0; i < n; i++) {
      double sum = weights[p];
      int at = i * p;
      for (int k = 0; k < p; k++) {
        sum += weights[k] * z[at + k];
      }
      fitted[i] = sum;
    }
    return fitted;
  }

  /** Takes in a target and the weights of the rows. */
  void set(double[] target, double[] weights) {
    Arrays.fill(gram, 0);
    Arrays.fill(moment, 0);
    Arrays.fill(mean, 0);
    weight = 0;
    meanTarget = 0;
    for (int i = 0; i < n; i++) {
      weight += weights[i];
      meanTarget += weights[i] * target[i];
      for (int k = 0; k < p; k++) {
        mean[k] += weights[i] * z[i * p + k];
      }
    }
    meanTarget /= weight;
    for (int k = 0; k < p; k++) {
      mean[k] /= weight;
    }
    total = 0;
    for (int i = 0; i < n; i++) {
      double residual = target[i] - meanTarget;
      total += weights[i] * residual * residual;
      double scaled = weights[i] * residual;
      for (int k = 0; k < p; k++) {
        moment[k] += scaled * z[i * p + k];
      }
    }
    products(weights);
    for (int a = 0; a < p; a++) {
      for (int b = 0; b <= a; b++) {
        gram[a * p + b] -= weight * mean[a] * mean[b];
        gram[b * p + a] = gram[a * p + b];
      }
    }
  }

  /** Adds four rows at a time, so that each sum is loaded and stored once for four products. */
  private void products(double[] weights) {
    int i = 0;
    for (; i + 4 <= n; i += 4) {
      int r0 = i * p;
      int r1 = r0 + p;
      int r2 = r1 + p;
      int r3 = r2 + p;
      for (int a = 0; a < p; a++) {
        double w0 = weights[i] * z[r0 + a];
        double w1 = weights[i + 1] * z[r1 + a];
        double w2 = weights[i + 2] * z[r2 + a];
        double w3 = weights[i + 3] * z[r3 + a];
        int to = a * p;
        for (int b = 0; b <= a; b++) {
          gram[to + b] += w0 * z[r0 + b] + w1 * z[r1 + b] + w2 * z[r2 + b] + w3 * z[r3 + b];
        }
      }
    }
    for (; i < n; i++) {
      for (int a = 0; a < p; a++) {
        double w = weights[i] * z[i * p + a];
        for (int b = 0; b <= a; b++) {
          gram[a * p + b] += w * z[i * p + b];
        }
      }
    }
  }

  private interface Score {
    double of(double residual, double freedom);
  }

  /** Chooses the penalties with the smallest generalized cross-validation. */
  void chooseByGcv() {
    choose(
        (rss, df) -> {
          double left = 1 - df / n;
          return left <= 0 ? Double.POSITIVE_INFINITY : rss / (left * left);
        });
  }

  /** Chooses the penalties with the smallest risk estimate, for a variance of 1 over the weight. */
  void chooseByRisk() {
    choose((rss, df) -> rss + 2 * df);
  }

  private void choose(Score score) {
    double lowest = Double.POSITIVE_INFINITY;
    double[] best = {1, 1, 1};
    double level = 0;
    for (double curves : RATIOS) {
      for (double products : RATIOS) {
        double[] of = {1, curves, products};
        double[] scale = new double[p];
        double[] scaled = new double[p];
        Arrays.setAll(scale, k -> 1 / Math.sqrt(of[kinds[k]]));
        Arrays.setAll(scaled, k -> moment[k] * scale[k]);
        double[] matrix = gram.clone();
        for (int a = 0; a < p; a++) {
          for (int b = 0; b < p; b++) {
            matrix[a * p + b] *= scale[a] * scale[b];
          }
        }
        Tridiagonal tridiagonal = new Tridiagonal(matrix, p);
        double[] rotated = tridiagonal.rotated(scaled);
        for (int k = GRID_TO; k >= GRID_FROM; k--) {
          double candidate = weight * Math.pow(10, k / 2.0);
          double[] at = tridiagonal.ridge(rotated, candidate);
          double value = score.of(Math.max(0, total - at[0]), 1 + at[1]);
          if (value < lowest) {
            lowest = value;
            level = candidate;
            best = of;
          }
        }
      }
    }
    for (int k = 0; k < p; k++) {
      penalties[k] = best[kinds[k]] * level;
    }
  }

  /** The penalty on coefficients. */
  double penalty(double[] weights) {
    double sum = 0;
    for (int k = 0; k < p; k++) {
      sum += penalties[k] * weights[k] * weights[k];
    }
    return sum / 2;
  }

  /** The coefficients, the intercept last. */
  double[] solve() {
    double[] weights = new double[p + 1];
    if (p > 0) {
      double[] slopes = slopes(factor());
      System.arraycopy(slopes, 0, weights, 0, p);
    }
    weights[p] = meanTarget;
    for (int k = 0; k < p; k++) {
      weights[p] -= weights[k] * mean[k];
    }
    return weights;
  }

  /**
   * Moves the penalty of each group towards the maximum of the restricted likelihood, λ = σ²(q − λ
   * tr)/β'β with q functions and tr the sum of their diagonal of (G + Λ)⁻¹.
   */
  void adapt(int steps, boolean unitVariance) {
    int count = Arrays.stream(groups).max().orElse(-1) + 1;
    for (int step = 0; step < steps; step++) {
      double[][] l = factor();
      double[] beta = slopes(l);
      double[] diagonal = inverseDiagonal(l);
      double[] squares = new double[count];
      double[] used = new double[count];
      double along = 0;
      double held = 0;
      double freedom = 1;
      for (int k = 0; k < p; k++) {
        squares[groups[k]] += beta[k] * beta[k];
        double own = 1 - penalties[k] * diagonal[k];
        used[groups[k]] += own;
        freedom += own;
        along += moment[k] * beta[k];
        held += penalties[k] * beta[k] * beta[k];
      }
      double variance =
          unitVariance
              ? 1
              : Math.max(total - along - held, 1e-12 * total) / Math.max(1, n - freedom);
      for (int k = 0; k < p; k++) {
        double next =
            variance * Math.max(used[groups[k]], 0) / Math.max(squares[groups[k]], 1e-300);
        penalties[k] = Math.min(1e6 * weight, Math.max(1e-8 * weight, next));
      }
    }
  }

  private double[] inverseDiagonal(double[][] l) {
    double[] diagonal = new double[p];
    double[][] inverse = new double[p][];
    for (int a = 0; a < p; a++) {
      double[] row = new double[a + 1];
      for (int k = 0; k < a; k++) {
        double factor = l[a][k];
        double[] other = inverse[k];
        for (int b = 0; b <= k; b++) {
          row[b] -= factor * other[b];
        }
      }
      for (int b = 0; b < a; b++) {
        row[b] /= l[a][a];
      }
      row[a] = 1 / l[a][a];
      for (int b = 0; b <= a; b++) {
        diagonal[b] += row[b] * row[b];
      }
      inverse[a] = row;
    }
    return diagonal;
  }

  private double[][] factor() {
    double[][] l = new double[p][p];
    for (int a = 0; a < p; a++) {
      for (int b = 0; b <= a; b++) {
        double sum = gram[a * p + b] + (a == b ? penalties[a] : 0);
        for (int k = 0; k < b; k++) {
          sum -= l[a][k] * l[b][k];
        }
        l[a][b] = a == b ? Math.sqrt(Math.max(sum, 1e-12 * penalties[a])) : sum / l[b][b];
      }
    }
    return l;
  }

  private double[] slopes(double[][] l) {
    double[] x = moment.clone();
    for (int a = 0; a < p; a++) {
      for (int k = 0; k < a; k++) {
        x[a] -= l[a][k] * x[k];
      }
      x[a] /= l[a][a];
    }
    for (int a = p - 1; a >= 0; a--) {
      for (int k = a + 1; k < p; k++) {
        x[a] -= l[k][a] * x[k];
      }
      x[a] /= l[a][a];
    }
    return x;
  }
}
