package org.causal4j.core.learn;

import java.util.Arrays;

/**
 * A symmetric matrix G = Q T Q' with T tridiagonal, by Householder reflections (Golub and Van Loan,
 * <i>Matrix Computations</i>, 4th edition, 2013, §8.3.1). After that a ridge system with any
 * penalty is solved in time proportional to its size. Cost 8/3 p³.
 */
final class Tridiagonal {
  private final int p;
  private final double[] diagonal;
  private final double[] beside;
  private final double[][] reflectors;

  /**
   * @param gram rows one after the other; is not changed
   */
  Tridiagonal(double[] gram, int p) {
    this.p = p;
    diagonal = new double[p];
    beside = new double[Math.max(0, p - 1)];
    reflectors = new double[Math.max(0, p - 2)][];
    double[][] a = new double[p][p];
    for (int i = 0; i < p; i++) {
      System.arraycopy(gram, i * p, a[i], 0, p);
    }
    double[] along = new double[p];
    for (int k = 0; k + 2 < p; k++) {
      double norm = 0;
      for (int i = k + 1; i < p; i++) {
        norm += a[k][i] * a[k][i];
      }
      norm = Math.sqrt(norm);
      double[] v = new double[p];
      System.arraycopy(a[k], k + 1, v, k + 1, p - k - 1);
      double sign = v[k + 1] >= 0 ? 1 : -1;
      v[k + 1] += sign * norm;
      double squares = 2 * norm * (norm + sign * a[k][k + 1]);
      reflectors[k] = v;
      if (squares > 0) {
        double scale = Math.sqrt(2 / squares);
        for (int i = k + 1; i < p; i++) {
          v[i] *= scale;
        }
        reflect(a, v, along, k + 1);
        beside[k] = -sign * norm;
      } else {
        Arrays.fill(v, 0);
        beside[k] = 0;
      }
    }
    for (int i = 0; i < p; i++) {
      diagonal[i] = a[i][i];
    }
    if (p > 1) {
      beside[p - 2] = a[p - 2][p - 1];
    }
  }

  /** A becomes (I − vv')A(I − vv') from a row and column on; v'v = 2. */
  private void reflect(double[][] a, double[] v, double[] along, int from) {
    double inner = 0;
    Arrays.fill(along, from, p, 0);
    for (int i = from; i < p; i++) {
      double[] row = a[i];
      double vi = v[i];
      for (int j = from; j < p; j++) {
        along[j] += vi * row[j];
      }
    }
    for (int i = from; i < p; i++) {
      inner += along[i] * v[i];
    }
    for (int i = from; i < p; i++) {
      along[i] -= inner / 2 * v[i];
    }
    for (int i = from; i < p; i++) {
      double[] row = a[i];
      double vi = v[i];
      double wi = along[i];
      for (int j = from; j < p; j++) {
        row[j] -= vi * along[j] + wi * v[j];
      }
    }
  }

  /** Q'm. */
  double[] rotated(double[] m) {
    double[] r = m.clone();
    for (double[] v : reflectors) {
      double along = 0;
      for (int i = 0; i < p; i++) {
        along += v[i] * r[i];
      }
      for (int i = 0; i < p; i++) {
        r[i] -= along * v[i];
      }
    }
    return r;
  }

  /**
   * For u = (T + λI)⁻¹ m: by how much it lowers the sum of squares, m'u + λu'u, and the effective
   * number of parameters, p − λ tr (T + λI)⁻¹.
   */
  double[] ridge(double[] m, double penalty) {
    double[] down = new double[p];
    double[] u = new double[p];
    for (int i = 0; i < p; i++) {
      double own = diagonal[i] + penalty;
      double ratio = i == 0 ? 0 : beside[i - 1] / down[i - 1];
      down[i] = Math.max(own - (i == 0 ? 0 : ratio * beside[i - 1]), 1e-9 * penalty);
      u[i] = m[i] - (i == 0 ? 0 : ratio * u[i - 1]);
    }
    double trace = 0;
    double up = 0;
    double fit = 0;
    for (int i = p - 1; i >= 0; i--) {
      double own = diagonal[i] + penalty;
      up = i == p - 1 ? own : Math.max(own - beside[i] * beside[i] / up, 1e-9 * penalty);
      trace += 1 / Math.max(down[i] + up - own, 1e-9 * penalty);
      u[i] = (u[i] - (i == p - 1 ? 0 : beside[i] * u[i + 1])) / down[i];
      fit += u[i] * (m[i] + penalty * u[i]);
    }
    return new double[] {fit, p - penalty * trace};
  }
}
