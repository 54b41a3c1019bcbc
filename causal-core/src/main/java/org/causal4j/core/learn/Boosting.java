package org.causal4j.core.learn;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.spi.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Gradient boosting of small trees on binned features, of squared or logistic loss (Friedman,
 * Annals of Statistics 29(5), 2001; with second derivatives in the leaves as Chen and Guestrin, KDD
 * 2016). Draws nothing. Memory: two bytes a value and some 70 a row. Cost n p a level of a tree.
 */
final class Boosting implements Learner {
  private static final double FLOOR = 1e-12;

  private final BoostingOptions options;
  private final boolean logistic;

  Boosting(BoostingOptions options, boolean logistic) {
    this.options = options;
    this.logistic = logistic;
  }

  @Override
  public String name() {
    return (logistic ? "logistic boosting (" : "boosting (")
        + options.trees()
        + " trees of depth "
        + options.depth()
        + ", rate "
        + options.rate()
        + ")";
  }

  @Override
  public Predictor fit(Features x, double[] y, int[] rows, Seed seed) {
    if (logistic) {
      Targets.checkBinary(x, y, rows);
    } else {
      Scaling.checkRows(x, y, rows);
    }
    return boost(x, y, rows, null);
  }

  @Override
  public Predictor fitWeighted(Features x, double[] y, double[] weights, int[] rows, Seed seed) {
    if (logistic) {
      Targets.checkBinary(x, y, rows);
    } else {
      Scaling.checkRows(x, y, rows);
    }
    return boost(x, y, rows, Weighting.ofMeanOne(weights, rows));
  }

  private Predictor boost(Features x, double[] y, int[] rows, double @Nullable [] weights) {
    Workers workers = new Workers(options.threads());
    int n = rows.length;
    double[] target = IntStream.of(rows).mapToDouble(r -> y[r]).toArray();
    double mean = 0;
    for (int i = 0; i < n; i++) {
      mean += (weights == null ? target[i] : weights[i] * target[i]) / n;
    }
    double start = logistic ? Math.log(Math.max(mean, FLOOR) / Math.max(1 - mean, FLOOR)) : mean;
    double[] score = new double[n];
    Arrays.fill(score, start);
    double[] gradient = new double[n];
    double[] hessian = logistic || weights != null ? new double[n] : null;
    Bins bins = new Bins(x, rows, options.classes(), workers);
    BoostedTree grower = new BoostedTree(bins, gradient, hessian, options, workers);
    TreeModel.Builder trees = new TreeModel.Builder(x.columns());
    for (int t = 0; t < options.trees(); t++) {
      for (int i = 0; i < n; i++) {
        double w = weights == null ? 1 : weights[i];
        double p = logistic ? Logistic.sigmoid(score[i]) : score[i];
        gradient[i] = w * (target[i] - p);
        if (hessian != null) {
          hessian[i] = Math.max(logistic ? w * p * (1 - p) : w, FLOOR);
        }
      }
      grower.grow(trees, score);
    }
    TreeModel model = trees.build();
    if (logistic) {
      return (features, row) -> Logistic.sigmoid(start + model.sum(features, row));
    }
    return (features, row) -> start + model.sum(features, row);
  }
}
