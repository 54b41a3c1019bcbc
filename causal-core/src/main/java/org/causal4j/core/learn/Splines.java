package org.causal4j.core.learn;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.Seed;

/**
 * Ridge regression, of squared or logistic loss, on the functions of a {@link SplineBasis}, with a
 * penalty of its own for the line of each covariate, its bends, and each pair.
 *
 * <p>Start: three penalties (lines, bends, products) from a grid, by generalized cross-validation
 * (Golub, Heath and Wahba, Technometrics 21(2), 1979), of logistic loss by the unbiased risk
 * estimate of the first working model (O'Sullivan, Yandell and Raynor, JASA 81(393), 1986). Then
 * six steps of each group's penalty towards the maximum of the restricted likelihood (Wood and
 * Fasiolo, "A generalized Fellner-Schall method for smoothing parameter optimization", Biometrics
 * 73(4), 2017, for penalties that do not overlap), of logistic loss in each of the next three steps
 * of penalized iteratively reweighted least squares, after which they are held. Predictions of
 * squared loss end at the range of the training targets (Györfi et al., <i>A Distribution-Free
 * Theory of Nonparametric Regression</i>, 2002, §10.1). Draws nothing.
 *
 * <p>Cost n q² + 30 q³ for q functions, about five times that of logistic loss. Memory 8 n q bytes.
 */
final class Splines implements Learner {
  private static final int MAX_ITERATIONS = 50;
  private static final int CHOOSING = 4;
  private static final int STEPS = 6;
  private static final double TOLERANCE = 1e-6;
  private static final int MOST_VALUES = 1 << 30;
  private static final double LEAST_WEIGHT = 1e-4;

  private final boolean logistic;

  Splines(boolean logistic) {
    this.logistic = logistic;
  }

  @Override
  public String name() {
    return logistic ? "logistic splines and products" : "splines and products";
  }

  @Override
  public Predictor fit(Features x, double[] y, int[] rows, Seed seed) {
    if (logistic) {
      Targets.checkBinary(x, y, rows);
    } else {
      Scaling.checkRows(x, y, rows);
    }
    SplineBasis basis = new SplineBasis(x, rows);
    int n = rows.length;
    Preconditions.checkArgument(
        (long) n * basis.size() <= MOST_VALUES,
        "rows: %s rows of %s functions are more than %s values; learn from fewer",
        n,
        basis.size(),
        MOST_VALUES);
    double[] z = new double[n * basis.size()];
    double[] functions = new double[basis.size()];
    double[] target = new double[n];
    for (int i = 0; i < n; i++) {
      basis.write(x, rows[i], functions);
      System.arraycopy(functions, 0, z, i * functions.length, functions.length);
      target[i] = y[rows[i]];
    }
    PenalizedFit fit = new PenalizedFit(z, n, basis.kinds(), basis.groups());
    double[] weights = logistic ? reweighted(fit, target) : once(fit, target);
    double lowest = Arrays.stream(target).min().orElseThrow();
    double highest = Arrays.stream(target).max().orElseThrow();
    return (features, row) -> {
      Preconditions.checkArgument(
          features.columns() == basis.columns(),
          "x: has %s columns, the model %s",
          features.columns(),
          basis.columns());
      double[] f = new double[basis.size()];
      basis.write(features, row, f);
      double sum = weights[f.length];
      for (int k = 0; k < f.length; k++) {
        sum += weights[k] * f[k];
      }
      return logistic ? Logistic.sigmoid(sum) : Math.min(highest, Math.max(lowest, sum));
    };
  }

  private static double[] once(PenalizedFit fit, double[] target) {
    double[] ones = new double[target.length];
    Arrays.fill(ones, 1);
    fit.set(target, ones);
    fit.chooseByGcv();
    fit.adapt(STEPS, false);
    return fit.solve();
  }

  private static double[] reweighted(PenalizedFit fit, double[] target) {
    int n = target.length;
    double mean = Arrays.stream(target).average().orElseThrow();
    double[] weights = new double[fit.size() + 1];
    weights[fit.size()] = Math.log(mean / (1 - mean));
    double[] logits = fit.values(weights);
    double[] working = new double[n];
    double[] importance = new double[n];
    double loss = Double.POSITIVE_INFINITY;
    double change = Double.POSITIVE_INFINITY;
    for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
      for (int i = 0; i < n; i++) {
        double p = Logistic.sigmoid(logits[i]);
        importance[i] = Math.max(p * (1 - p), LEAST_WEIGHT);
        working[i] = logits[i] + (target[i] - p) / importance[i];
      }
      fit.set(working, importance);
      if (iteration < CHOOSING) {
        if (iteration == 0) {
          fit.chooseByRisk();
        } else {
          fit.adapt(STEPS, true);
        }
        loss = loss(logits, target) + fit.penalty(weights);
      }
      double[] step = fit.solve();
      double[] next = step;
      logits = fit.values(next);
      double nextLoss = loss(logits, target) + fit.penalty(next);
      for (int half = 1; half <= 20 && nextLoss > loss + 1e-9 * Math.abs(loss); half++) {
        double share = Math.pow(0.5, half);
        double[] between = new double[step.length];
        for (int k = 0; k < between.length; k++) {
          between[k] = weights[k] + share * (step[k] - weights[k]);
        }
        next = between;
        logits = fit.values(next);
        nextLoss = loss(logits, target) + fit.penalty(next);
      }
      change = loss - nextLoss;
      weights = next;
      loss = nextLoss;
      if (iteration >= CHOOSING && change < TOLERANCE * n) {
        return weights;
      }
    }
    throw new NotConvergedException(
        "logistic splines", MAX_ITERATIONS, change, "check the features for huge values");
  }

  private static double loss(double[] logits, double[] target) {
    double loss = 0;
    for (int i = 0; i < logits.length; i++) {
      loss +=
          Math.max(logits[i], 0)
              + Math.log1p(Math.exp(-Math.abs(logits[i])))
              - target[i] * logits[i];
    }
    return loss;
  }
}
