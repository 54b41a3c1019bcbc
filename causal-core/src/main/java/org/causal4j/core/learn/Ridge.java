package org.causal4j.core.learn;

import org.causal4j.core.Seed;
import org.jspecify.annotations.Nullable;

/** Ridge regression on standardized features, see {@link PenalizedGram}. Cost n p² + p³. */
final class Ridge implements Learner {
  private final double penalty;

  /** With a penalty, or NaN to choose one. */
  Ridge(double penalty) {
    this.penalty = penalty;
  }

  @Override
  public String name() {
    return Double.isNaN(penalty) ? "ridge (penalty by GCV)" : "ridge (penalty " + penalty + ")";
  }

  @Override
  public Predictor fit(Features x, double[] y, int[] rows, Seed seed) {
    Scaling.checkRows(x, y, rows);
    return solve(x, y, rows, null);
  }

  @Override
  public Predictor fitWeighted(Features x, double[] y, double[] weights, int[] rows, Seed seed) {
    Scaling.checkRows(x, y, rows);
    return solve(x, y, rows, Weighting.ofMeanOne(weights, rows));
  }

  private Predictor solve(Features x, double[] y, int[] rows, double @Nullable [] weights) {
    Scaling scaling = new Scaling(x, rows);
    PenalizedGram gram = new PenalizedGram(x.columns());
    double[] z = new double[x.columns()];
    for (int i = 0; i < rows.length; i++) {
      scaling.scale(x, rows[i], z);
      gram.add(z, y[rows[i]], weights == null ? 1 : weights[i]);
    }
    PenalizedGram.Fit fit = gram.solve(penalty);
    Scaling.Linear model = scaling.unscale(fit.intercept(), fit.weights());
    return model::value;
  }
}
