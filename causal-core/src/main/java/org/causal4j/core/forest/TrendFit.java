package org.causal4j.core.forest;

import java.util.Arrays;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.learn.Features;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Fits the trends of the half-samples: the R-learner's squared loss Σ (y − w f'β)² (Nie and Wager,
 * Biometrika 108(2), 2021, equation 4, for outcomes y and treatments w less their expectations)
 * with a ridge penalty for each line, each feature's bends and each pair.
 *
 * <p>The penalties maximize the restricted likelihood by the steps of Wood and Fasiolo ("A
 * generalized Fellner-Schall method for smoothing parameter optimization", Biometrics 73(4), 2017),
 * numerator and denominator each with the mean of their kind added, so that a penalty of few
 * functions leans on those of its kind. {@value #SHARE} of each is used: a fit with intervals
 * should be less smooth than the best prediction, so that its bias is small beside its deviation.
 *
 * <p>A half-sample's coefficients are the first step from those of all units, β + A⁻¹ (Σ of the
 * half less Σ of the others) f w r / (1 − h), where r is a unit's residual and h its leverage. A
 * unit that is left out leaves a remainder, through the residuals of the others and through the
 * penalties, which all units choose: in one simulation a sixth of what a unit of extreme outcome
 * does to the halves that hold it. Cost: q³ a step of the penalties, and n q a half-sample.
 */
final class TrendFit {
  private static final int STEPS = 30;
  private static final double SHARE = 0.5;
  private static final double FIRST = 0.05;
  private static final double LEAST = 1e-8;
  private static final double LARGEST = 1e4;
  private static final double MOST_LEVERAGE = 0.9;
  private static final int KINDS = 3;

  final SmoothBasis basis;
  private final int n;
  private final int p;
  private final double[] z;
  private final double[] gram;
  private final double[] moment;
  private final double squares;
  private final double[] penalty;
  private final double[] slopes;
  private final double[] inverse;

  /** What a unit adds to the score, divided by 1 − h. */
  private final double[] scores;

  TrendFit(Features x, float[] y, float[] w) {
    basis = SmoothBasis.of(x);
    n = y.length;
    p = basis.size();
    z = new double[n * p];
    gram = new double[p * p];
    moment = new double[p];
    penalty = new double[p];
    slopes = new double[p];
    inverse = new double[p * p];
    double sum = 0;
    double[] f = new double[p];
    for (int i = 0; i < n; i++) {
      basis.write(x, i, z, i * p);
      sum += (double) y[i] * y[i];
      for (int a = 0; a < p; a++) {
        f[a] = w[i] * z[i * p + a];
        moment[a] += f[a] * y[i];
        for (int b = 0; b <= a; b++) {
          gram[a * p + b] += f[a] * f[b];
        }
      }
    }
    squares = sum;
    choosePenalties();
    for (int k = 0; k < p; k++) {
      penalty[k] *= SHARE;
    }
    solve();
    scores = new double[n];
    for (int i = 0; i < n; i++) {
      double fitted = 0;
      double leverage = 0;
      for (int a = 0; a < p; a++) {
        double along = 0;
        for (int b = 0; b < p; b++) {
          along += inverse[a * p + b] * z[i * p + b];
        }
        leverage += along * z[i * p + a];
        fitted += slopes[a] * z[i * p + a];
      }
      leverage = Math.min(MOST_LEVERAGE, leverage * w[i] * w[i]);
      scores[i] = w[i] * (y[i] - w[i] * fitted) / (1 - leverage);
    }
  }

  /** Number of coefficients. */
  int size() {
    return p;
  }

  private void choosePenalties() {
    double total = gram[p * p - 1];
    int[] groups = basis.groups();
    int count = Arrays.stream(groups).max().orElse(-1) + 1;
    Arrays.fill(penalty, 0, p - 1, FIRST * total);
    for (int step = 0; step < STEPS; step++) {
      solve();
      double[] used = new double[count];
      double[] size = new double[count];
      double freedom = 1;
      double left = squares - slopes[p - 1] * moment[p - 1];
      for (int k = 0; k < p - 1; k++) {
        double own = 1 - penalty[k] * inverse[k * p + k];
        used[groups[k]] += own;
        size[groups[k]] += slopes[k] * slopes[k];
        freedom += own;
        left -= slopes[k] * moment[k] + penalty[k] * slopes[k] * slopes[k];
      }
      double[] ofKinds = new double[KINDS];
      double[] sizeOfKinds = new double[KINDS];
      int[] countOfKinds = new int[KINDS];
      for (int g = 0; g < count; g++) {
        if (used[g] > 0) {
          ofKinds[basis.kindOf(g)] += used[g];
          sizeOfKinds[basis.kindOf(g)] += size[g];
          countOfKinds[basis.kindOf(g)]++;
        }
      }
      double variance = Math.max(left, 1e-12 * squares) / Math.max(1, n - freedom);
      for (int k = 0; k < p - 1; k++) {
        int kind = basis.kindOf(groups[k]);
        int others = Math.max(1, countOfKinds[kind]);
        double top = used[groups[k]] + ofKinds[kind] / others;
        double bottom = size[groups[k]] + sizeOfKinds[kind] / others;
        double next = bottom > 0 ? variance * top / bottom : LARGEST * total;
        penalty[k] = Math.min(LARGEST * total, Math.max(LEAST * total, next));
      }
    }
  }

  /** Coefficients and the inverse of the penalized Gram matrix. */
  private void solve() {
    DMatrixRMaj matrix = new DMatrixRMaj(p, p);
    for (int a = 0; a < p; a++) {
      for (int b = 0; b <= a; b++) {
        double value = gram[a * p + b] + (a == b ? penalty[a] : 0);
        matrix.set(a, b, value);
        matrix.set(b, a, value);
      }
    }
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(p);
    if (!solver.setA(matrix)) {
      throw new NotConvergedException(
          "trend of the effects", 0, 0, "the treatment may not vary; turn the trend off");
    }
    DMatrixRMaj inverted = new DMatrixRMaj(p, p);
    solver.invert(inverted);
    System.arraycopy(inverted.data, 0, inverse, 0, p * p);
    multiply(inverse, moment, slopes);
  }

  private void multiply(double[] matrix, double[] vector, double[] target) {
    for (int a = 0; a < p; a++) {
      double sum = 0;
      for (int b = 0; b < p; b++) {
        sum += matrix[a * p + b] * vector[b];
      }
      target[a] = sum;
    }
  }

  /** Writes the coefficients of a half-sample. */
  void slopesOf(Bags bags, int group, double[] target, int at) {
    double[] score = new double[p];
    for (int i = 0; i < n; i++) {
      double own = bags.inBag(group, i) ? scores[i] : -scores[i];
      for (int k = 0; k < p; k++) {
        score[k] += own * z[i * p + k];
      }
    }
    double[] moved = new double[p];
    multiply(inverse, score, moved);
    for (int k = 0; k < p; k++) {
      target[at + k] = slopes[k] + moved[k];
    }
  }

  /** Writes the outcomes of a half-sample's units less treatment times its trend. */
  void leave(Bags bags, int group, double[] of, int at, float[] y, float[] w, float[] target) {
    for (int i = 0; i < n; i++) {
      if (bags.inBag(group, i)) {
        double sum = 0;
        for (int k = 0; k < p; k++) {
          sum += of[at + k] * z[i * p + k];
        }
        target[i] = (float) (y[i] - w[i] * sum);
      }
    }
  }
}
