package org.causal4j.core.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  @Override
  public Optional<List<Predictor>> fitTogether(Features x, double[] y, List<int[]> rows) {
    RowGroups groups = RowGroups.of(x.rows(), rows);
    return groups == null ? Optional.empty() : shared(x, y, groups, rows.size());
  }

  /** From the sums of the groups; empty where a column hardly varies in a set. */
  private Optional<List<Predictor>> shared(Features x, double[] y, RowGroups groups, int sets) {
    int[] all = groups.all();
    Scaling.checkRows(x, y, all);
    Scaling scaling = new Scaling(x, all);
    int p = x.columns();
    double mean = mean(y, all, null);
    PenalizedGram[] ofGroup = new PenalizedGram[groups.count()];
    int stride = 0;
    for (int g = 0; g < ofGroup.length; g++) {
      int[] own = groups.rows(g);
      ScaledRows scaled = new ScaledRows(x, own, scaling);
      stride = scaled.block().gramSize();
      ofGroup[g] = new PenalizedGram(p, stride);
      for (int from = 0; from < own.length; from += RowBlock.ROWS) {
        ofGroup[g].add(scaled.block(), scaled.load(from), y, own, from, null, mean);
      }
    }
    List<Predictor> models = new ArrayList<>();
    for (int s = 0; s < sets; s++) {
      PenalizedGram gram = new PenalizedGram(p, stride);
      for (int g : groups.of(s)) {
        gram.add(ofGroup[g]);
      }
      double[] factors = new double[p];
      for (int c = 0; c < p; c++) {
        double variance = gram.variance(c);
        if (scaling.inverseDeviation[c] > 0) {
          if (!(variance > RowGroups.LEAST_VARIANCE)) {
            return Optional.empty();
          }
          factors[c] = 1 / Math.sqrt(variance);
        }
      }
      PenalizedGram.Fit fit = gram.solve(penalty, factors);
      Scaling.Linear model = scaling.unscale(mean + fit.intercept(), fit.weights());
      models.add(model::value);
    }
    return Optional.of(models);
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
