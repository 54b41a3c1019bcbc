package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import java.util.Arrays;

/**
 * Local linear regression of one variable on another with Epanechnikov's kernel (Fan and Gijbels,
 * <i>Local Polynomial Modelling and Its Applications</i>, 1996, §3.1).
 */
final class LocalLinear {
  private static final int CANDIDATES = 15;
  private static final int CHECKED = 1000;
  private static final double FLAT = 1e-10;

  private final double[] a;
  private final double[] y;

  LocalLinear(double[] a, double[] y) {
    this.a = a;
    this.y = y;
  }

  /** A fit at a point: β and D = Σ K g gᵀ / n, with g = (1, (a − at)/h). */
  record Fit(double at, double h, double value, double slope, double inverse00, double inverse01) {
    static double kernel(double u) {
      return Math.abs(u) < 1 ? 0.75 * (1 - u * u) : 0;
    }

    /** e₁ᵀ D⁻¹ g K at a dose. */
    double weight(double dose) {
      double u = (dose - at) / h;
      return kernel(u) * (inverse00 + inverse01 * u);
    }

    double line(double dose) {
      return value + slope * (dose - at) / h;
    }
  }

  Fit at(double point, double h) {
    return fit(point, h, -1);
  }

  private Fit fit(double point, double h, int without) {
    int n = a.length;
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double t0 = 0;
    double t1 = 0;
    for (int i = 0; i < n; i++) {
      double u = (a[i] - point) / h;
      if (u <= -1 || u >= 1 || i == without) {
        continue;
      }
      double k = Fit.kernel(u) / n;
      s0 += k;
      s1 += k * u;
      s2 += k * u * u;
      t0 += k * y[i];
      t1 += k * u * y[i];
    }
    double determinant = s0 * s2 - s1 * s1;
    if (!(determinant > FLAT * s0 * s0)) {
      // All weight lies at one dose: the local mean.
      Preconditions.checkArgument(
          s0 > 0 || without >= 0, "doses: no unit is near the dose %s", point);
      return s0 > 0
          ? new Fit(point, h, t0 / s0, 0, 1 / s0, 0)
          : new Fit(point, h, Double.NaN, 0, 0, 0);
    }
    return new Fit(
        point,
        h,
        (s2 * t0 - s1 * t1) / determinant,
        (s0 * t1 - s1 * t0) / determinant,
        s2 / determinant,
        -s1 / determinant);
  }

  /** Of candidates from 5 % to 100 % of the range, the one of the least leave-one-out error. */
  double bandwidth() {
    Integer[] order = new Integer[a.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (i, j) -> Double.compare(a[i], a[j]));
    double range = a[order[order.length - 1]] - a[order[0]];
    int step = Math.max(1, a.length / CHECKED);
    double best = range;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < CANDIDATES; c++) {
      double h = range * 0.05 * Math.pow(20, c / (CANDIDATES - 1.0));
      double error = 0;
      for (int r = step / 2; r < order.length; r += step) {
        int i = order[r];
        double off = y[i] - fit(a[i], h, i).value();
        error += off * off;
      }
      if (error < least) {
        least = error;
        best = h;
      }
    }
    return best;
  }
}
