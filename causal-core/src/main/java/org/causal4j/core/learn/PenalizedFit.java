package org.causal4j.core.learn;

import java.util.Arrays;

/**
 * Weighted least squares with a ridge penalty on all coefficients but the intercept, which comes
 * last. A tridiagonal form of the Gram matrix gives every penalty at once. Not thread-safe.
 */
final class PenalizedFit {
  private static final int GRID_FROM = -15;
  private static final int GRID_TO = 9;

  private final double[] z;
  private final int n;
  private final int p;
  private final double[] gram;
  private final double[] moment;
  private final double[] mean;
  private double meanTarget;
  private double total;
  private double weight;

  private Tridiagonal tridiagonal = new Tridiagonal(new double[0], 0);
  private double[] rotated = new double[0];
  private boolean decomposed;

  PenalizedFit(double[] z, int n, int p) {
    this.z = z;
    this.n = n;
    this.p = p;
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
    decomposed = false;
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

  private void decompose() {
    if (!decomposed && p > 0) {
      tridiagonal = new Tridiagonal(gram, p);
      rotated = tridiagonal.rotated(moment);
      decomposed = true;
    }
  }

  private interface Score {
    double of(double residual, double freedom);
  }

  /** The penalty with the smallest generalized cross-validation. */
  double bestByGcv() {
    return best(
        (rss, df) -> {
          double left = 1 - df / n;
          return left <= 0 ? Double.POSITIVE_INFINITY : rss / (left * left);
        });
  }

  /** The penalty with the smallest risk estimate, for a variance of 1 over the weight. */
  double bestByRisk() {
    return best((rss, df) -> rss + 2 * df);
  }

  private double best(Score score) {
    decompose();
    double best = weight * Math.pow(10, GRID_TO / 3.0);
    double lowest = Double.POSITIVE_INFINITY;
    for (int k = GRID_TO; k >= GRID_FROM; k--) {
      double candidate = weight * Math.pow(10, k / 3.0);
      double[] at = new double[2];
      if (p > 0) {
        at = tridiagonal.ridge(rotated, candidate);
      }
      double value = score.of(Math.max(0, total - at[0]), 1 + at[1]);
      if (value < lowest) {
        lowest = value;
        best = candidate;
      }
    }
    return best;
  }

  /** The coefficients, the intercept last. */
  double[] solve(double penalty) {
    double[] weights = new double[p + 1];
    if (p > 0) {
      double[] slopes = cholesky(penalty);
      System.arraycopy(slopes, 0, weights, 0, p);
    }
    weights[p] = meanTarget;
    for (int k = 0; k < p; k++) {
      weights[p] -= weights[k] * mean[k];
    }
    return weights;
  }

  private double[] cholesky(double penalty) {
    double[][] l = new double[p][p];
    for (int a = 0; a < p; a++) {
      for (int b = 0; b <= a; b++) {
        double sum = gram[a * p + b] + (a == b ? penalty : 0);
        for (int k = 0; k < b; k++) {
          sum -= l[a][k] * l[b][k];
        }
        l[a][b] = a == b ? Math.sqrt(Math.max(sum, 1e-12 * penalty)) : sum / l[b][b];
      }
    }
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
