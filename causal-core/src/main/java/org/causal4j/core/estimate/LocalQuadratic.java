package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.jspecify.annotations.Nullable;

/**
 * Weighted local quadratic regression of one variable on another with Epanechnikov's kernel (Fan
 * and Gijbels, <i>Local Polynomial Modelling and Its Applications</i>, 1996, §3.1), at the
 * bandwidth that is best for a local line: the fit is then the local line less an estimate of its
 * bias, and its standard error counts the noise of that estimate (Calonico, Cattaneo and Farrell,
 * JASA 113(522), 2018, remark 7 with equal bandwidths), so that intervals cover.
 */
final class LocalQuadratic {
  private static final int TERMS = 3;
  private static final int NEAREST = 4;
  private static final double FLAT = 1e-10;
  // C of Fan and Gijbels, table 3.2, for a local line at an inner point.
  private static final double LOCAL_LINE = 1.719;
  private static final int QUARTIC = 5;
  private static final double EDGE = 0.025;

  private final double[] a;
  private final double[] y;
  private final double[] weights;
  private final double[] sorted;

  /**
   * The units to fit.
   *
   * @param weights 0 or above
   */
  LocalQuadratic(double[] a, double[] y, double[] weights) {
    this.a = a;
    this.y = y;
    this.weights = weights;
    this.sorted = Arrays.stream(a).sorted().toArray();
  }

  private static double kernel(double u) {
    return Math.abs(u) < 1 ? 0.75 * (1 - u * u) : 0;
  }

  /** A fit at a point: β and D = Σ K w g gᵀ / n, with g = (1, u, u²) and u = (a − at)/h. */
  static final class Fit {
    private final double at;
    private final double h;
    private final double[] beta;
    private final DMatrixRMaj inverse;
    private final int n;

    private Fit(double at, double h, double[] beta, DMatrixRMaj inverse, int n) {
      this.at = at;
      this.h = h;
      this.beta = beta;
      this.inverse = inverse;
      this.n = n;
    }

    double value() {
      return beta[0];
    }

    /** e₁ᵀ D⁻¹ g K at a dose. */
    double weight(double dose) {
      double u = (dose - at) / h;
      double sum = 0;
      double power = 1;
      for (int k = 0; k < beta.length; k++) {
        sum += inverse.get(0, k) * power;
        power *= u;
      }
      return kernel(u) * sum;
    }

    double curve(double dose) {
      double u = (dose - at) / h;
      double sum = 0;
      for (int k = beta.length - 1; k >= 0; k--) {
        sum = sum * u + beta[k];
      }
      return sum;
    }

    /** How much a unit of that weight pulls the curve at its own dose, K w gᵀ D⁻¹ g / n. */
    double leverage(double dose, double w) {
      double u = (dose - at) / h;
      double sum = 0;
      double left = 1;
      for (int k = 0; k < beta.length; k++) {
        double right = left;
        for (int l = 0; l < beta.length; l++) {
          sum += inverse.get(k, l) * right;
          right *= u;
        }
        left *= u;
      }
      return kernel(u) * w * sum / n;
    }
  }

  /** The bandwidth at a point: this one, or a wider one that holds a few different doses. */
  private double reaching(double point, double h) {
    int place = Arrays.binarySearch(sorted, point);
    int above = place < 0 ? -place - 1 : place;
    int below = above - 1;
    double last = Double.NaN;
    double distance = 0;
    for (int different = 0; different < NEAREST && (below >= 0 || above < sorted.length); ) {
      boolean up =
          below < 0 || (above < sorted.length && sorted[above] - point <= point - sorted[below]);
      double next = up ? sorted[above++] : sorted[below--];
      different += next == last ? 0 : 1;
      last = next;
      distance = Math.abs(next - point);
    }
    return Math.max(h, distance * (1 + 1e-9));
  }

  Fit at(double point, double bandwidth) {
    double h = reaching(point, bandwidth);
    int n = a.length;
    double[] moments = new double[2 * TERMS - 1];
    double[] products = new double[TERMS];
    for (int i = 0; i < n; i++) {
      double u = (a[i] - point) / h;
      double k = kernel(u) * weights[i] / n;
      if (k > 0) {
        double power = k;
        for (int m = 0; m < moments.length; m++) {
          moments[m] += power;
          if (m < TERMS) {
            products[m] += power * y[i];
          }
          power *= u;
        }
      }
    }
    Preconditions.checkArgument(moments[0] > 0, "doses: no unit is near the dose %s", point);
    for (int terms = TERMS; terms > 1; terms--) {
      DMatrixRMaj inverse = inverse(moments, terms);
      if (inverse != null) {
        double[] beta = new double[terms];
        for (int k = 0; k < terms; k++) {
          for (int l = 0; l < terms; l++) {
            beta[k] += inverse.get(k, l) * products[l];
          }
        }
        return new Fit(point, h, beta, inverse, n);
      }
    }
    // All weight lies at one dose: the local mean.
    DMatrixRMaj one = new DMatrixRMaj(new double[][] {{1 / moments[0]}});
    return new Fit(point, h, new double[] {products[0] / moments[0]}, one, n);
  }

  private static @Nullable DMatrixRMaj inverse(double[] moments, int terms) {
    DMatrixRMaj matrix = new DMatrixRMaj(terms, terms);
    for (int k = 0; k < terms; k++) {
      for (int l = 0; l < terms; l++) {
        matrix.set(k, l, moments[k + l]);
      }
    }
    if (!(CommonOps_DDRM.det(matrix) > FLAT * Math.pow(moments[0], terms))) {
      return null;
    }
    DMatrixRMaj inverse = new DMatrixRMaj(terms, terms);
    return CommonOps_DDRM.invert(matrix, inverse) ? inverse : null;
  }

  /** Effective number of units at a point, (Σ K w)² / Σ (K w)². */
  double effective(double point, double bandwidth) {
    double h = reaching(point, bandwidth);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < a.length; i++) {
      double k = kernel((a[i] - point) / h) * weights[i];
      sum += k;
      squares += k * k;
    }
    return squares == 0 ? 0 : sum * sum / squares;
  }

  /**
   * Fan and Gijbels's rule of thumb (4.3) for a local line, between the 2.5 and 97.5 % quantiles: C
   * (∫ σ²(a) da / Σ m″(A)²)^(1/5) with m″ of a quartic curve and σ²(a) the variance of weighted
   * residuals. Noise makes m″ look larger and the bandwidth smaller, which errs on the side of
   * coverage; leave-one-out errors, noisy too, often choose the whole range instead.
   *
   * @param density of each unit's dose, above 0
   */
  double bandwidth(double[] density) {
    double low = sorted[(int) (EDGE * (sorted.length - 1))];
    double high = sorted[(int) Math.ceil((1 - EDGE) * (sorted.length - 1))];
    double range = sorted[sorted.length - 1] - sorted[0];
    double middle = (low + high) / 2;
    double half = Math.max((high - low) / 2, 1e-9 * range);
    DMatrixRMaj gram = new DMatrixRMaj(QUARTIC, QUARTIC);
    DMatrixRMaj moment = new DMatrixRMaj(QUARTIC, 1);
    double[] g = new double[QUARTIC];
    for (int i = 0; i < a.length; i++) {
      if (a[i] >= low && a[i] <= high) {
        powers((a[i] - middle) / half, g);
        for (int k = 0; k < QUARTIC; k++) {
          moment.data[k] += weights[i] * g[k] * y[i];
          for (int l = 0; l < QUARTIC; l++) {
            gram.data[k * QUARTIC + l] += weights[i] * g[k] * g[l];
          }
        }
      }
    }
    DMatrixRMaj beta = new DMatrixRMaj(QUARTIC, 1);
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.pseudoInverse(true);
    if (!solver.setA(gram)) {
      return range;
    }
    solver.solve(moment, beta);
    double variance = 0;
    double bends = 0;
    for (int i = 0; i < a.length; i++) {
      if (a[i] >= low && a[i] <= high) {
        double u = (a[i] - middle) / half;
        powers(u, g);
        double error = y[i];
        for (int k = 0; k < QUARTIC; k++) {
          error -= beta.data[k] * g[k];
        }
        variance += weights[i] * weights[i] * error * error / density[i] / a.length;
        double bend = 2 * beta.data[2] + u * (6 * beta.data[3] + u * 12 * beta.data[4]);
        bends += bend * bend / Math.pow(half, 4);
      }
    }
    double h = LOCAL_LINE * Math.pow(variance / bends, 0.2);
    return h < range ? h : range;
  }

  private static void powers(double u, double[] target) {
    target[0] = 1;
    for (int k = 1; k < target.length; k++) {
      target[k] = target[k - 1] * u;
    }
  }
}
