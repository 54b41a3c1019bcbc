package org.causal4j.core.learn;

import org.causal4j.core.Seed;

/** Predicts the mean of the training rows. */
final class MeanLearner implements Learner {
  @Override
  public String name() {
    return "mean";
  }

  @Override
  public Predictor fit(Features x, double[] y, int[] rows, Seed seed) {
    Scaling.checkRows(x, y, rows);
    double sum = 0;
    for (int row : rows) {
      sum += y[row];
    }
    double mean = sum / rows.length;
    return (features, row) -> mean;
  }

  @Override
  public Predictor fitWeighted(Features x, double[] y, double[] weights, int[] rows, Seed seed) {
    Scaling.checkRows(x, y, rows);
    double[] share = Weighting.ofMeanOne(weights, rows);
    double mean = 0;
    for (int i = 0; i < rows.length; i++) {
      mean += share[i] * y[rows[i]] / rows.length;
    }
    double weighted = mean;
    return (features, row) -> weighted;
  }
}
