package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.causal4j.core.Seed;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Learner;
import org.causal4j.core.learn.Predictor;

/** Predictions for each unit by models that have not seen its fold. */
final class CrossFit {
  private CrossFit() {}

  /** Which rows a model learns from. */
  interface Rows {
    boolean takes(int row);
  }

  /** Weights of the rows, if they count. */
  static final class Weights {
    static final Weights NONE = new Weights(false, new double[0]);

    private final boolean used;
    private final double[] values;

    Weights(boolean used, double[] values) {
      this.used = used;
      this.values = values;
    }

    Predictor fit(Learner learner, Features x, double[] y, int[] rows, Seed seed) {
      return used ? learner.fitWeighted(x, y, values, rows, seed) : learner.fit(x, y, rows, seed);
    }

    Optional<List<Predictor>> fitTogether(
        Learner learner, Features x, double[] y, List<int[]> rows) {
      return used || rows.size() < 2 ? Optional.empty() : learner.fitTogether(x, y, rows);
    }
  }

  /** The rows outside a fold; all of them where there is one fold. */
  static int[] outside(int[] fold, int held, int folds, Rows rows) {
    return Folds.rows(fold.length, i -> (folds == 1 || fold[i] != held) && rows.takes(i));
  }

  /** Predictions of a target, learned from the rows of other folds that are taken. */
  static double[] predict(
      Learner learner,
      Features x,
      double[] target,
      int[] fold,
      int folds,
      Rows rows,
      String part,
      Seed seed) {
    return predict(learner, x, target, fold, folds, rows, Weights.NONE, part, seed);
  }

  /** The same with weights. */
  static double[] predict(
      Learner learner,
      Features x,
      double[] target,
      int[] fold,
      int folds,
      Rows rows,
      Weights weights,
      String part,
      Seed seed) {
    List<int[]> sets = new ArrayList<>();
    for (int f = 0; f < folds; f++) {
      int[] learn = outside(fold, f, folds, rows);
      Preconditions.checkArgument(
          learn.length > 1,
          "folds: %s folds leave %s rows to learn the %s from",
          folds,
          learn.length,
          part);
      sets.add(learn);
    }
    Optional<List<Predictor>> together = weights.fitTogether(learner, x, target, sets);
    double[] predicted = new double[target.length];
    for (int f = 0; f < folds; f++) {
      Predictor model =
          together.isPresent()
              ? together.get().get(f)
              : weights.fit(learner, x, target, sets.get(f), seed.derive(f).derive(part));
      for (int i = 0; i < predicted.length; i++) {
        if (folds == 1 || fold[i] == f) {
          predicted[i] = finite(model.predict(x, i), learner, i);
        }
      }
    }
    return predicted;
  }

  static double finite(double predicted, Learner learner, int row) {
    // The name is put together where it is needed, not for every row.
    if (!Double.isFinite(predicted)) {
      throw new IllegalArgumentException(
          "learner '" + learner.name() + "': predicts " + predicted + " for row " + row);
    }
    return predicted;
  }

  /** Propensities within [0, 1]. */
  static double[] propensity(Learner learner, int folds, Study study, Seed seed) {
    checkFolds(study.arms.clusters(), folds);
    int[] fold = Folds.assign(study.arm, study.clusters, folds, seed.derive("folds"));
    double[] arms = Arrays.stream(study.arm).asDoubleStream().toArray();
    double[] e = predict(learner, study.x, arms, fold, folds, row -> true, "propensity", seed);
    return Arrays.stream(e).map(v -> Math.min(1, Math.max(0, v))).toArray();
  }

  static void checkFolds(int clusters, int folds) {
    Preconditions.checkArgument(
        clusters >= Math.max(2, folds), "clusters: %s are too few for %s folds", clusters, folds);
  }
}
