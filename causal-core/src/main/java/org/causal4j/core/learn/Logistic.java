package org.causal4j.core.learn;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.Seed;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Logistic regression by Newton's method with step halving; the intercept is not penalized. Cost n
 * p² an iteration, usually 5 to 8 of them.
 */
final class Logistic implements Learner {
  private static final int MAX_ITERATIONS = 100;
  private static final int MAX_HALVINGS = 30;
  private static final double TOLERANCE = 1e-8;
  private static final double STILL = 0.01;
  private static final int STEPS_TO_STAND_STILL = 5;

  private final double penalty;

  Logistic(double penalty) {
    this.penalty = penalty;
  }

  @Override
  public String name() {
    return "logistic (penalty " + penalty + ")";
  }

  @Override
  public Predictor fit(Features x, double[] y, int[] rows, Seed seed) {
    double[] ones = new double[rows.length];
    Arrays.fill(ones, 1);
    return fitted(x, y, ones, rows);
  }

  /** The log likelihood of a row counts as often as its weight, scaled to a mean of 1, says. */
  @Override
  public Predictor fitWeighted(Features x, double[] y, double[] weights, int[] rows, Seed seed) {
    return fitted(x, y, Weighting.ofMeanOne(weights, rows), rows);
  }

  private Predictor fitted(Features x, double[] y, double[] share, int[] rows) {
    Scaling.checkRows(x, y, rows);
    double positives = 0;
    double weighted = 0;
    for (int i = 0; i < rows.length; i++) {
      int row = rows[i];
      Preconditions.checkArgument(
          y[row] == 0 || y[row] == 1, "y: row %s is %s, neither 0 nor 1", (Object) row, y[row]);
      positives += y[row];
      weighted += share[i] * y[row];
    }
    Preconditions.checkArgument(
        positives > 0 && positives < rows.length,
        "y: all %s rows are %s",
        rows.length,
        positives > 0 ? 1 : 0);
    Preconditions.checkArgument(
        weighted > 0 && weighted < rows.length, "weights: leave one kind of y without any");
    Scaling scaling = new Scaling(x, rows);
    double[] weights = new Newton(x, y, share, rows, scaling, penalty).run(weighted / rows.length);
    double[] slopes = new double[x.columns()];
    System.arraycopy(weights, 1, slopes, 0, slopes.length);
    Scaling.Linear model = scaling.unscale(weights[0], slopes);
    return (features, row) -> sigmoid(model.value(features, row));
  }

  static double sigmoid(double logit) {
    return logit >= 0 ? 1 / (1 + Math.exp(-logit)) : Math.exp(logit) / (1 + Math.exp(logit));
  }

  /** The iteration; weight 0 is the intercept. */
  private static final class Newton {
    private final double[][] z;
    private final double[] target;
    private final double[] share;
    private final double penalty;
    private final boolean[] varies;
    private final int size;

    Newton(Features x, double[] y, double[] share, int[] rows, Scaling scaling, double penalty) {
      this.share = share;
      int p = x.columns();
      this.size = p + 1;
      this.penalty = penalty;
      this.z = new double[rows.length][size];
      this.target = new double[rows.length];
      this.varies = new boolean[size];
      double[] scaled = new double[p];
      for (int i = 0; i < rows.length; i++) {
        scaling.scale(x, rows[i], scaled);
        z[i][0] = 1;
        System.arraycopy(scaled, 0, z[i], 1, p);
        target[i] = y[rows[i]];
      }
      varies[0] = true;
      for (int c = 0; c < p; c++) {
        varies[c + 1] = scaling.inverseDeviation[c] > 0;
      }
    }

    double[] run(double share) {
      double[] weights = new double[size];
      weights[0] = Math.log(share / (1 - share));
      double loss = loss(weights);
      double decrement = Double.POSITIVE_INFINITY;
      int flat = 0;
      for (int iteration = 1; iteration <= MAX_ITERATIONS; iteration++) {
        double[] gradient = new double[size];
        double[] step = step(weights, gradient);
        decrement = 0;
        for (int k = 0; k < size; k++) {
          decrement += gradient[k] * step[k];
        }
        double moves = largestMove(step);
        if (decrement <= TOLERANCE) {
          if (moves <= STILL) {
            return weights;
          }
          if (++flat > STEPS_TO_STAND_STILL) {
            throw failure(iteration, decrement);
          }
        }
        double scale = 1;
        double[] next = moved(weights, step, scale);
        double nextLoss = loss(next);
        for (int h = 0; h < MAX_HALVINGS && !(nextLoss < loss); h++) {
          scale /= 2;
          next = moved(weights, step, scale);
          nextLoss = loss(next);
        }
        if (!(nextLoss < loss)) {
          return checked(weights, iteration, decrement, moves);
        }
        weights = next;
        loss = nextLoss;
      }
      throw failure(MAX_ITERATIONS, decrement);
    }

    /** No step lowers the loss: the end, if the gradient agrees. */
    private static double[] checked(
        double[] weights, int iteration, double decrement, double moves) {
      if (decrement <= 1e-4 && moves <= STILL) {
        return weights;
      }
      throw failure(iteration, decrement);
    }

    /**
     * How far a step moves a logit. Where the features tell the groups apart, the likelihood has no
     * maximum: its slope vanishes, but every step goes on moving logits by about 1. With a penalty
     * there is a maximum, and nothing to look for.
     */
    private double largestMove(double[] step) {
      double largest = 0;
      if (penalty == 0) {
        for (double[] row : z) {
          largest = Math.max(largest, Math.abs(dot(row, step)));
        }
      }
      return largest;
    }

    private static NotConvergedException failure(int iterations, double decrement) {
      return new NotConvergedException(
          "logistic regression",
          iterations,
          decrement,
          "the features may tell the two groups apart perfectly: use a penalty above 0");
    }

    private double[] step(double[] weights, double[] gradient) {
      DMatrixRMaj hessian = new DMatrixRMaj(size, size);
      for (int i = 0; i < z.length; i++) {
        double[] row = z[i];
        double p = sigmoid(dot(row, weights));
        double error = share[i] * (p - target[i]);
        double weight = share[i] * Math.max(p * (1 - p), 1e-12);
        for (int a = 0; a < size; a++) {
          gradient[a] += error * row[a];
          double wa = weight * row[a];
          for (int b = 0; b <= a; b++) {
            hessian.data[a * size + b] += wa * row[b];
          }
        }
      }
      for (int a = 0; a < size; a++) {
        if (a > 0) {
          gradient[a] += penalty * weights[a];
          hessian.data[a * size + a] += penalty + (varies[a] ? 0 : 1);
        }
        for (int b = 0; b < a; b++) {
          hessian.data[b * size + a] = hessian.data[a * size + b];
        }
      }
      DMatrixRMaj right = DMatrixRMaj.wrap(size, 1, gradient.clone());
      DMatrixRMaj solution = new DMatrixRMaj(size, 1);
      LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(size);
      if (!solver.setA(hessian.copy())) {
        solver = LinearSolverFactory_DDRM.pseudoInverse(true);
        if (!solver.setA(hessian)) {
          throw failure(0, Double.NaN);
        }
      }
      solver.solve(right, solution);
      return solution.data;
    }

    private static double[] moved(double[] weights, double[] step, double scale) {
      double[] next = weights.clone();
      for (int k = 0; k < next.length; k++) {
        next[k] -= scale * step[k];
      }
      return next;
    }

    private double loss(double[] weights) {
      double loss = 0;
      for (int i = 0; i < z.length; i++) {
        double logit = dot(z[i], weights);
        // log(1 + e^logit) − target · logit, without overflow
        loss +=
            share[i]
                * (Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit))) - target[i] * logit);
      }
      for (int k = 1; k < size; k++) {
        loss += penalty / 2 * weights[k] * weights[k];
      }
      return loss;
    }

    private static double dot(double[] a, double[] b) {
      double sum = 0;
      for (int k = 0; k < a.length; k++) {
        sum += a[k] * b[k];
      }
      return sum;
    }
  }
}
