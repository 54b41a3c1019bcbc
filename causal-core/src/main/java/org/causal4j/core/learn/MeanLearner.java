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
}
