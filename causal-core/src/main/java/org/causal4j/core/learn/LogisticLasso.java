package org.causal4j.core.learn;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import org.causal4j.core.Seed;

/**
 * Logistic regression with the penalty λ|β| on standardized features: coordinate descent within
 * weighted least squares, along a path of 20 penalties, the one with the smallest log loss in
 * five-fold cross-validation being used (Friedman, Hastie and Tibshirani, Journal of Statistical
 * Software 33(1), 2010, §3). Cost n p² for each of about 300 steps.
 */
final class LogisticLasso implements Learner {
  private static final int FOLDS = 5;
  private static final int PATH = 20;
  private static final double SHORTEST = 1e-2;
  private static final int NEWTON = 25;
  private static final int SWEEPS = 500;

  @Override
  public String name() {
    return "logistic lasso (penalty by cross-validation)";
  }

  @Override
  public Predictor fit(Features x, double[] y, int[] rows, Seed seed) {
    Targets.checkBinary(x, y, rows);
    Scaling scaling = new Scaling(x, rows);
    int p = x.columns();
    double[][] z = new double[rows.length][p];
    double[] target = new double[rows.length];
    for (int i = 0; i < rows.length; i++) {
      scaling.scale(x, rows[i], z[i]);
      target[i] = y[rows[i]];
    }
    int folds = Math.min(FOLDS, rows.length);
    int[] fold = CvFolds.assign(rows.length, folds, seed);
    boolean[] every = new boolean[rows.length];
    Arrays.fill(every, true);
    double[] path = path(z, target);
    double[] error = new double[PATH];
    for (int f = 0; f < folds; f++) {
      boolean[] learn = new boolean[rows.length];
      int positives = 0;
      int count = 0;
      for (int i = 0; i < learn.length; i++) {
        learn[i] = fold[i] != f;
        positives += learn[i] && target[i] == 1 ? 1 : 0;
        count += learn[i] ? 1 : 0;
      }
      if (positives == 0 || positives == count) {
        continue;
      }
      double[] weights = start(target, learn, p);
      for (int k = 0; k < PATH; k++) {
        newton(z, target, learn, path[k], weights);
        error[k] += loss(z, target, learn, weights);
      }
    }
    int best = 0;
    for (int k = 1; k < PATH; k++) {
      best = error[k] < error[best] ? k : best;
    }
    double[] weights = start(target, every, p);
    for (int k = 0; k <= best; k++) {
      newton(z, target, every, path[k], weights);
    }
    double[] slopes = Arrays.copyOfRange(weights, 1, p + 1);
    Scaling.Linear model = scaling.unscale(weights[0], slopes);
    return (features, row) -> Logistic.sigmoid(model.value(features, row));
  }

  private static double[] path(double[][] z, double[] target) {
    double mean = Arrays.stream(target).average().orElseThrow();
    int p = z[0].length;
    double top = 1e-300;
    for (int c = 0; c < p; c++) {
      double along = 0;
      for (int i = 0; i < z.length; i++) {
        along += z[i][c] * (target[i] - mean) / z.length;
      }
      top = Math.max(top, Math.abs(along));
    }
    double[] path = new double[PATH];
    for (int k = 0; k < PATH; k++) {
      path[k] = top * Math.pow(SHORTEST, k / (PATH - 1.0));
    }
    return path;
  }

  private static double[] start(double[] target, boolean[] learn, int p) {
    double sum = 0;
    double count = 0;
    for (int i = 0; i < target.length; i++) {
      sum += learn[i] ? target[i] : 0;
      count += learn[i] ? 1 : 0;
    }
    double[] weights = new double[p + 1];
    weights[0] = Math.log(sum / (count - sum));
    return weights;
  }

  private static double logit(double[] weights, double[] z) {
    double sum = weights[0];
    for (int c = 0; c < z.length; c++) {
      sum += weights[c + 1] * z[c];
    }
    return sum;
  }

  /** Log loss of the rows that are not learned from. */
  private static double loss(double[][] z, double[] target, boolean[] learn, double[] weights) {
    double loss = 0;
    for (int i = 0; i < z.length; i++) {
      if (!learn[i]) {
        double logit = logit(weights, z[i]);
        loss += Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit))) - target[i] * logit;
      }
    }
    return loss;
  }

  private static void newton(
      double[][] z, double[] target, boolean[] learn, double lambda, double[] weights) {
    int size = weights.length;
    for (int iteration = 0; iteration < NEWTON; iteration++) {
      double[][] gram = new double[size][size];
      double[] gradient = new double[size];
      double count = 0;
      for (int i = 0; i < z.length; i++) {
        if (!learn[i]) {
          continue;
        }
        count++;
        double e = Logistic.sigmoid(logit(weights, z[i]));
        double w = Math.max(e * (1 - e), 1e-5);
        double residual = target[i] - e;
        for (int a = 0; a < size; a++) {
          double za = a == 0 ? 1 : z[i][a - 1];
          gradient[a] += residual * za;
          for (int b = 0; b <= a; b++) {
            gram[a][b] += w * za * (b == 0 ? 1 : z[i][b - 1]);
          }
        }
      }
      double[] before = weights.clone();
      descend(gram, gradient, count, lambda, weights, before);
      double moved = 0;
      for (int a = 0; a < size; a++) {
        moved = Math.max(moved, Math.abs(weights[a] - before[a]));
      }
      if (moved < 1e-5) {
        return;
      }
    }
  }

  /** Minimizes the quadratic approximation at {@code before} plus the penalty. */
  private static void descend(
      double[][] gram,
      double[] gradient,
      double count,
      double lambda,
      double[] weights,
      double[] before) {
    int size = weights.length;
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      double moved = 0;
      for (int a = 0; a < size; a++) {
        double diagonal = gram[a][a] / count;
        if (diagonal <= 1e-12) {
          continue;
        }
        double along = gradient[a] / count;
        for (int b = 0; b < size; b++) {
          along -= (b < a ? gram[a][b] : gram[b][a]) / count * (weights[b] - before[b]);
        }
        double target = along + diagonal * weights[a];
        double limit = a == 0 ? 0 : lambda;
        double next = Math.signum(target) * Math.max(0, Math.abs(target) - limit) / diagonal;
        moved = Math.max(moved, Math.abs(next - weights[a]));
        weights[a] = next;
      }
      if (moved < 1e-7) {
        return;
      }
    }
    Preconditions.checkState(Double.isFinite(weights[0]), "weights: are not finite");
  }
}
