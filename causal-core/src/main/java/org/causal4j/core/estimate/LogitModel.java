package org.causal4j.core.estimate;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.learn.Features;

/**
 * The propensity by weighted maximum likelihood, logit e = γᵀ(1, x), with what estimators need to
 * account for its being estimated: a statistic whose mean derivative by γ is D gets the correction
 * Dᵀ I⁻¹ s, s being the score w(T − e)(1, x) and I the information (Newey and McFadden, Handbook of
 * Econometrics 4, 1994, §6). Newton's method with step halving; columns that others determine are
 * left out.
 */
final class LogitModel {
  private static final int MAX_ITERATIONS = 100;
  private static final double TOLERANCE = 1e-10;
  private static final double FLAT = 1e-9;
  private static final double FARTHEST = 30;
  private static final double STILL = 0.01;

  private final Features x;
  private final int[] arm;
  private final double[] weights;
  private final double[] mean;
  private final double[] scale;
  private final double[] probability;
  private Gram information;

  LogitModel(Features x, int[] arm, double[] weights) {
    this.x = x;
    this.arm = arm;
    this.weights = weights;
    int p = x.columns();
    this.mean = new double[p];
    this.scale = new double[p];
    this.probability = new double[arm.length];
    double total = 0;
    double share = 0;
    for (int i = 0; i < arm.length; i++) {
      total += weights[i];
      share += weights[i] * arm[i];
      for (int c = 0; c < p; c++) {
        mean[c] += weights[i] * x.get(i, c);
      }
    }
    for (int c = 0; c < p; c++) {
      mean[c] /= total;
    }
    for (int i = 0; i < arm.length; i++) {
      double part = weights[i] / total;
      for (int c = 0; c < p; c++) {
        double off = x.get(i, c) - mean[c];
        scale[c] += part * off * off;
      }
    }
    for (int c = 0; c < p; c++) {
      double deviation = Math.sqrt(scale[c]);
      scale[c] = deviation <= 1e-12 * Math.max(1, Math.abs(mean[c])) ? 0 : 1 / deviation;
    }
    double[] gamma = new double[p + 1];
    gamma[0] = Math.log(share / (total - share));
    this.information = newton(gamma);
  }

  void row(int i, double[] z) {
    z[0] = 1;
    for (int c = 1; c < z.length; c++) {
      z[c] = (x.get(i, c - 1) - mean[c - 1]) * scale[c - 1];
    }
  }

  private Gram newton(double[] gamma) {
    int size = gamma.length;
    double[] z = new double[size];
    double loss = loss(gamma);
    for (int iteration = 1; iteration <= MAX_ITERATIONS; iteration++) {
      double[] gradient = new double[size];
      double[][] g = new double[size][size];
      double largest = 0;
      for (int i = 0; i < arm.length; i++) {
        row(i, z);
        double logit = dot(gamma, z);
        double e = sigmoid(logit);
        probability[i] = e;
        largest = Math.max(largest, Math.abs(logit));
        double w = weights[i] * e * (1 - e);
        double score = weights[i] * (arm[i] - e);
        for (int a = 0; a < size; a++) {
          gradient[a] += score * z[a];
          double wa = w * z[a];
          double[] ga = g[a];
          for (int b = 0; b <= a; b++) {
            ga[b] += wa * z[b];
          }
        }
      }
      Gram gram = new Gram(g, FLAT);
      double[] step = gram.solve(gradient);
      double decrement = dot(gradient, step);
      // Where the arms can be told apart the slope vanishes, but steps go on moving logits by 1.
      boolean flat = decrement <= TOLERANCE;
      if (largest > FARTHEST
          || !Double.isFinite(decrement)
          || (flat && largestMove(step) > STILL)) {
        throw new NotConvergedException(
            "propensity by maximum likelihood",
            iteration,
            decrement,
            "the covariates tell the arms apart perfectly: there is no overlap to estimate from");
      }
      if (flat) {
        for (int i = 0; i < arm.length; i++) {
          row(i, z);
          probability[i] = sigmoid(dot(gamma, z) + dot(step, z));
        }
        return gram;
      }
      double factor = 1;
      double[] next = moved(gamma, step, factor);
      double nextLoss = loss(next);
      while (nextLoss > loss && factor > 1e-9) {
        factor /= 2;
        next = moved(gamma, step, factor);
        nextLoss = loss(next);
      }
      System.arraycopy(next, 0, gamma, 0, size);
      loss = nextLoss;
    }
    throw new NotConvergedException(
        "propensity by maximum likelihood",
        MAX_ITERATIONS,
        Double.NaN,
        "look for covariates that tell the arms apart");
  }

  private double largestMove(double[] step) {
    double[] z = new double[step.length];
    double moves = 0;
    for (int i = 0; i < arm.length; i++) {
      row(i, z);
      moves = Math.max(moves, Math.abs(dot(step, z)));
    }
    return moves;
  }

  private static double[] moved(double[] gamma, double[] step, double factor) {
    double[] next = gamma.clone();
    for (int k = 0; k < next.length; k++) {
      next[k] += factor * step[k];
    }
    return next;
  }

  private double loss(double[] gamma) {
    double[] z = new double[gamma.length];
    double loss = 0;
    for (int i = 0; i < arm.length; i++) {
      row(i, z);
      double logit = dot(gamma, z);
      loss +=
          weights[i]
              * (Math.max(logit, 0) + Math.log(1 + Math.exp(-Math.abs(logit))) - arm[i] * logit);
    }
    return loss;
  }

  static double sigmoid(double logit) {
    return logit >= 0 ? 1 / (1 + Math.exp(-logit)) : Math.exp(logit) / (1 + Math.exp(logit));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  /** The fitted propensity of each unit. */
  double[] probability() {
    return probability;
  }

  /**
   * Adds n · (Σ derivative)ᵀ (Σ information)⁻¹ score to the influence values of a mean.
   *
   * @param byLogit derivative of each unit's term by its own logit
   */
  void correct(double[] influence, double[] byLogit) {
    int size = mean.length + 1;
    double[] z = new double[size];
    double[] derivative = new double[size];
    for (int i = 0; i < arm.length; i++) {
      row(i, z);
      for (int a = 0; a < size; a++) {
        derivative[a] += byLogit[i] * z[a];
      }
    }
    double[] direction = information.solve(derivative);
    for (int i = 0; i < arm.length; i++) {
      row(i, z);
      influence[i] += weights[i] * (arm[i] - probability[i]) * dot(direction, z);
    }
  }

  ImmutableList<String> notes() {
    List<Integer> dropped = new ArrayList<>();
    for (int c = 0; c < mean.length; c++) {
      if (information.isDropped(c + 1)) {
        dropped.add(c);
      }
    }
    return LeastSquares.note(dropped, x.names());
  }
}
