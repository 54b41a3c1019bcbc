package org.causal4j.core.estimate;

/**
 * A positive semidefinite matrix, factored by Cholesky's method without pivoting; a column that the
 * earlier ones determine is left out, and its unknown is 0. Cost p³.
 */
final class Gram {
  private final double[][] lower;
  private final boolean[] dropped;

  /**
   * @param g the lower triangle
   * @param tolerance share of a diagonal entry that must be left once the earlier columns are taken
   *     out
   */
  Gram(double[][] g, double tolerance) {
    int p = g.length;
    lower = new double[p][p];
    dropped = new boolean[p];
    for (int a = 0; a < p; a++) {
      for (int b = 0; b <= a; b++) {
        if (dropped[b]) {
          continue;
        }
        double sum = g[a][b];
        for (int k = 0; k < b; k++) {
          sum -= lower[a][k] * lower[b][k];
        }
        if (a > b) {
          lower[a][b] = sum / lower[b][b];
        } else if (sum > tolerance * g[a][a]) {
          lower[a][a] = Math.sqrt(sum);
        } else {
          dropped[a] = true;
        }
      }
    }
  }

  boolean isDropped(int column) {
    return dropped[column];
  }

  /** L⁻¹ v in place: vectors with this covariance become uncorrelated. */
  void whiten(double[] v) {
    for (int a = 0; a < v.length; a++) {
      if (dropped[a]) {
        v[a] = 0;
        continue;
      }
      double sum = v[a];
      for (int k = 0; k < a; k++) {
        sum -= lower[a][k] * v[k];
      }
      v[a] = sum / lower[a][a];
    }
  }

  double[] solve(double[] right) {
    int p = lower.length;
    double[] x = new double[p];
    for (int a = 0; a < p; a++) {
      if (dropped[a]) {
        continue;
      }
      double sum = right[a];
      for (int k = 0; k < a; k++) {
        sum -= lower[a][k] * x[k];
      }
      x[a] = sum / lower[a][a];
    }
    for (int a = p - 1; a >= 0; a--) {
      if (dropped[a]) {
        continue;
      }
      double sum = x[a];
      for (int k = a + 1; k < p; k++) {
        sum -= dropped[k] ? 0 : lower[k][a] * x[k];
      }
      x[a] = sum / lower[a][a];
    }
    return x;
  }
}
