package org.causal4j.core.estimate;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * The density of numbers, with a logarithm that is a cubic spline: a Poisson regression of the
 * counts in 200 bins on 23 B-splines, whose third differences are penalized (Eilers and Marx,
 * "Flexible smoothing with B-splines and penalties", Statistical Science 11(2), 1996, §6). Under a
 * large penalty this is the normal density of the same mean and variance; BIC chooses the penalty
 * (AIC's choice, now and then too small, makes waves that end up in slopes and in the largest
 * weights). A kernel density is no match for it here: it spreads the tails, where 1/density is
 * largest. Cost n and about 100 solutions of 23 equations. Immutable.
 */
final class ResidualDensity {
  private static final int BINS = 200;
  private static final int PIECES = 20;
  private static final int SPLINES = PIECES + 3;
  private static final int MOST_STEPS = 60;
  private static final double STILL = 1e-7;
  private static final int MOST_HALVINGS = 40;
  private static final double RIDGE = 1e-8;

  private final double low;
  private final double high;
  private final double scale;
  private final double[] coefficients;

  ResidualDensity(double[] values) {
    int n = values.length;
    double center = Arrays.stream(values).average().orElseThrow();
    double deviation =
        Math.sqrt(Arrays.stream(values).map(v -> (v - center) * (v - center)).sum() / n);
    double spread = Math.max(deviation, 1e-9 * Math.max(1, Math.abs(center)));
    low = Math.min(Arrays.stream(values).min().orElseThrow(), center - 4 * spread) - spread / 2;
    high = Math.max(Arrays.stream(values).max().orElseThrow(), center + 4 * spread) + spread / 2;
    double width = (high - low) / BINS;
    scale = Math.log(n * width);
    double[] counts = new double[BINS];
    for (double v : values) {
      counts[Math.min(BINS - 1, (int) ((v - low) / width))]++;
    }
    // The normal density, whose logarithm B-splines with these coefficients follow.
    double[] start = new double[SPLINES];
    for (int k = 0; k < SPLINES; k++) {
      double z = (low + (high - low) * (k - 1) / PIECES - center) / spread;
      start[k] = -z * z / 2 - Math.log(spread * Math.sqrt(2 * Math.PI)) + scale;
    }
    coefficients = best(counts, start);
  }

  private static double[] best(double[] counts, double[] start) {
    double[] best = start;
    double least = Double.POSITIVE_INFINITY;
    double[] at = start;
    for (int power = 8; power >= -1; power--) {
      Poisson fit = new Poisson(counts, Math.pow(10, power), at);
      if (fit.converged) {
        at = fit.beta;
      }
      if (fit.criterion < least) {
        least = fit.criterion;
        best = at;
      }
    }
    return best;
  }

  /** The density; 0 beyond where values were seen, by more than half a deviation. */
  double at(double value) {
    return value < low || value > high ? 0 : Math.exp(spline(value, false) - scale);
  }

  /** The slope of the density's logarithm. */
  double slope(double value) {
    return spline(Math.min(high, Math.max(low, value)), true) * PIECES / (high - low);
  }

  private double spline(double value, boolean slope) {
    double place = (value - low) / (high - low) * PIECES;
    int piece = Math.min(PIECES - 1, (int) place);
    double[] basis = slope ? slopes(place - piece) : basis(place - piece);
    double sum = 0;
    for (int k = 0; k < basis.length; k++) {
      sum += basis[k] * coefficients[piece + k];
    }
    return sum;
  }

  /** The four cubic B-splines that are not 0 on a piece, at t in [0, 1] of it. */
  private static double[] basis(double t) {
    double s = 1 - t;
    return new double[] {
      s * s * s / 6,
      (3 * t * t * t - 6 * t * t + 4) / 6,
      (3 * s * s * s - 6 * s * s + 4) / 6,
      t * t * t / 6
    };
  }

  private static double[] slopes(double t) {
    double s = 1 - t;
    return new double[] {-s * s / 2, (3 * t * t - 4 * t) / 2, (4 * s - 3 * s * s) / 2, t * t / 2};
  }

  /** A penalized Poisson regression by Newton's method. */
  private static final class Poisson {
    private final double[] beta;
    private final boolean converged;
    private final double criterion;

    Poisson(double[] counts, double penalty, double[] start) {
      double[] at = start.clone();
      DMatrixRMaj information = new DMatrixRMaj(SPLINES, SPLINES);
      DMatrixRMaj system = new DMatrixRMaj(SPLINES, SPLINES);
      boolean still = false;
      for (int step = 0; step < MOST_STEPS && !still; step++) {
        DMatrixRMaj right = new DMatrixRMaj(SPLINES, 1);
        information.zero();
        for (int b = 0; b < BINS; b++) {
          double log = log(at, b);
          double mean = Math.exp(log);
          double working = mean * log + counts[b] - mean;
          int piece = piece(b);
          double[] basis = basisOf(b);
          for (int k = 0; k < 4; k++) {
            right.data[piece + k] += basis[k] * working;
            for (int l = 0; l < 4; l++) {
              information.data[(piece + k) * SPLINES + piece + l] += mean * basis[k] * basis[l];
            }
          }
        }
        system.setTo(information);
        penalize(system, penalty);
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(SPLINES);
        DMatrixRMaj next = new DMatrixRMaj(SPLINES, 1);
        if (!solver.setA(system.copy())) {
          break;
        }
        solver.solve(right, next);
        double[] moved = shortened(counts, penalty, at, next.data);
        double move = 0;
        for (int k = 0; k < SPLINES; k++) {
          move = Math.max(move, Math.abs(moved[k] - at[k]));
        }
        at = moved;
        still = move < STILL;
      }
      beta = at;
      converged = still;
      criterion =
          still
              ? deviance(counts, at) + degrees(information, system) * logOfSum(counts)
              : Double.NaN;
    }

    /** The step, or the largest of its halves, quarters, … that does not raise the loss. */
    private static double[] shortened(double[] counts, double penalty, double[] from, double[] to) {
      double before = loss(counts, penalty, from);
      double[] at = to;
      for (int halving = 0; halving < MOST_HALVINGS; halving++) {
        if (loss(counts, penalty, at) <= before + 1e-9 * (1 + Math.abs(before))) {
          return at;
        }
        double[] half = new double[SPLINES];
        for (int k = 0; k < SPLINES; k++) {
          half[k] = (at[k] + from[k]) / 2;
        }
        at = half;
      }
      return from;
    }

    private static double loss(double[] counts, double penalty, double[] at) {
      double sum = 0;
      for (int b = 0; b < BINS; b++) {
        double log = log(at, b);
        sum += Math.exp(log) - counts[b] * log;
      }
      for (int k = 0; k < SPLINES; k++) {
        sum += RIDGE / 2 * at[k] * at[k];
        if (k + 3 < SPLINES) {
          double third = at[k + 3] - 3 * at[k + 2] + 3 * at[k + 1] - at[k];
          sum += penalty / 2 * third * third;
        }
      }
      return sum;
    }

    /** Adds penalty · DᵀD, D taking third differences. */
    private static void penalize(DMatrixRMaj system, double penalty) {
      double[] third = {-1, 3, -3, 1};
      for (int r = 0; r + third.length <= SPLINES; r++) {
        for (int k = 0; k < third.length; k++) {
          for (int l = 0; l < third.length; l++) {
            system.data[(r + k) * SPLINES + r + l] += penalty * third[k] * third[l];
          }
        }
      }
      for (int k = 0; k < SPLINES; k++) {
        system.data[k * SPLINES + k] += RIDGE;
      }
    }

    private static double degrees(DMatrixRMaj information, DMatrixRMaj system) {
      DMatrixRMaj inverse = new DMatrixRMaj(SPLINES, SPLINES);
      CommonOps_DDRM.invert(system, inverse);
      DMatrixRMaj product = new DMatrixRMaj(SPLINES, SPLINES);
      CommonOps_DDRM.mult(inverse, information, product);
      return CommonOps_DDRM.trace(product);
    }

    private static double logOfSum(double[] counts) {
      return Math.log(Arrays.stream(counts).sum());
    }

    private static double deviance(double[] counts, double[] at) {
      double sum = 0;
      for (int b = 0; b < BINS; b++) {
        double log = log(at, b);
        sum += Math.exp(log) - counts[b];
        if (counts[b] > 0) {
          sum += counts[b] * (Math.log(counts[b]) - log);
        }
      }
      return 2 * sum;
    }

    private static double log(double[] at, int bin) {
      double[] basis = basisOf(bin);
      int piece = piece(bin);
      double sum = 0;
      for (int k = 0; k < 4; k++) {
        sum += basis[k] * at[piece + k];
      }
      return sum;
    }

    private static int piece(int bin) {
      return bin * PIECES / BINS;
    }

    /** At the middle of a bin. */
    private static double[] basisOf(int bin) {
      return basis((bin + 0.5) * PIECES / BINS - piece(bin));
    }
  }
}
