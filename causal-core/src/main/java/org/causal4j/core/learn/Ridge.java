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
    int p = x.columns();
    double mean = mean(y, rows, weights);
    ScaledRows scaled = new ScaledRows(x, rows, scaling);
    RowBlock block = scaled.block();
    PenalizedGram gram = new PenalizedGram(p, block.gramSize());
    for (int from = 0; from < rows.length; from += RowBlock.ROWS) {
      gram.add(block, scaled.load(from), y, rows, from, weights, mean);
    }
    PenalizedGram.Fit fit = gram.solve(penalty);
    Scaling.Linear model = scaling.unscale(mean + fit.intercept(), fit.weights());
    return model::value;
  }

  private static double mean(double[] y, int[] rows, double @Nullable [] weights) {
    double mean = 0;
    for (int i = 0; i < rows.length; i++) {
      mean += (weights == null ? 1 : weights[i]) * y[rows[i]] / rows.length;
    }
    return mean;
  }
}
