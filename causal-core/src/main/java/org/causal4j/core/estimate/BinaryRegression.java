package org.causal4j.core.estimate;

import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.causal4j.core.NotConvergedException;

/**
 * Regression of an outcome of 0 and 1 by maximum likelihood, with the logit or the probit link:
 * Fisher scoring with step halving on centered and scaled columns. A column that others determine
 * gets no coefficient.
 */
final class BinaryRegression {
  private static final int MAX_ITERATIONS = 100;
  private static final double FARTHEST = 30;
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  private final boolean probit;
  private final double[] mean;
  private final double[] scale;
  private final double[][] z;
  private final double[] y;
  private double[] beta;

  BinaryRegression(int n, int p, LeastSquares.Rows rows, double[] y, boolean probit) {
    this.probit = probit;
    this.y = y;
    mean = new double[p];
    scale = new double[p];
    z = new double[n][p + 1];
    double[][] raw = new double[n][p];
    for (int i = 0; i < n; i++) {
      rows.fill(i, raw[i]);
      for (int c = 0; c < p; c++) {
        mean[c] += raw[i][c] / n;
      }
    }
    for (int c = 0; c < p; c++) {
      double squares = 0;
      for (int i = 0; i < n; i++) {
        squares += (raw[i][c] - mean[c]) * (raw[i][c] - mean[c]) / n;
      }
      double deviation = Math.sqrt(squares);
      scale[c] = deviation <= 1e-12 * Math.max(1, Math.abs(mean[c])) ? 0 : 1 / deviation;
    }
    for (int i = 0; i < n; i++) {
      scaled(raw[i], z[i]);
    }
    beta = new double[p + 1];
    double share = Arrays.stream(y).average().orElse(0);
    if (share <= 0 || share >= 1) {
      throw new IllegalArgumentException("outcome: all " + n + " rows are " + share);
    }
    beta[0] = probit ? NORMAL.inverseCumulativeProbability(share) : Math.log(share / (1 - share));
    fit();
  }

  private void scaled(double[] x, double[] target) {
    target[0] = 1;
    for (int c = 0; c < x.length; c++) {
      target[c + 1] = (x[c] - mean[c]) * scale[c];
    }
  }

  private void fit() {
    int size = beta.length;
    double loss = loss(beta);
    for (int iteration = 1; iteration <= MAX_ITERATIONS; iteration++) {
      double[] gradient = new double[size];
      double[][] information = new double[size][size];
      double farthest = 0;
      for (int i = 0; i < z.length; i++) {
        double index = dot(beta, z[i]);
        farthest = Math.max(farthest, Math.abs(index));
        double q = probability(index);
        double slope = probit ? NORMAL.density(index) : q * (1 - q);
        double variance = Math.max(q * (1 - q), 1e-12);
        for (int a = 0; a < size; a++) {
          gradient[a] += (y[i] - q) * slope / variance * z[i][a];
          for (int b = 0; b <= a; b++) {
            information[a][b] += slope * slope / variance * z[i][a] * z[i][b];
          }
        }
      }
      double[] step = new Gram(information, 1e-10).solve(gradient);
      double decrement = dot(gradient, step);
      if (farthest > (probit ? FARTHEST / 4 : FARTHEST) || !Double.isFinite(decrement)) {
        throw failure(iteration, decrement);
      }
      double factor = 1;
      double[] next = moved(step, factor);
      while (loss(next) > loss && factor > 1e-9) {
        factor /= 2;
        next = moved(step, factor);
      }
      beta = next;
      loss = loss(beta);
      if (decrement < 1e-12) {
        return;
      }
    }
    throw failure(MAX_ITERATIONS, Double.NaN);
  }

  private static NotConvergedException failure(int iteration, double decrement) {
    return new NotConvergedException(
        "regression of a binary outcome by maximum likelihood",
        iteration,
        decrement,
        "the columns may tell the two values apart perfectly");
  }

  private double[] moved(double[] step, double factor) {
    double[] next = beta.clone();
    for (int a = 0; a < next.length; a++) {
      next[a] += factor * step[a];
    }
    return next;
  }

  private double loss(double[] at) {
    double loss = 0;
    for (int i = 0; i < z.length; i++) {
      double index = dot(at, z[i]);
      double own = y[i] == 1 ? probability(index) : probability(-index);
      loss -= Math.log(Math.max(own, 1e-300));
    }
    return loss;
  }

  double probability(double index) {
    return probit ? NORMAL.cumulativeProbability(index) : LogitModel.sigmoid(index);
  }

  /** The linear index at raw columns. */
  double index(double[] x) {
    double[] at = new double[beta.length];
    scaled(x, at);
    return dot(beta, at);
  }

  /** The coefficient of a raw column. */
  double coefficient(int column) {
    return beta[column + 1] * scale[column];
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
