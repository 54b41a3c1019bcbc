package org.causal4j.core.learn;

import java.util.List;
import java.util.Optional;
import org.causal4j.core.Seed;

/**
 * Fits a model of a number given features. Whoever writes one keeps these promises: it learns from
 * the chosen rows alone (scaling and penalties too, so that it may be used for cross-fitting), the
 * same seed gives the same model, and it is safe to share between threads.
 */
public interface Learner {
  /** What it is and with which settings, as "ridge (penalty by GCV)". */
  String name();

  /**
   * Fits to some rows.
   *
   * @param x the features
   * @param y what to predict, one number a row of {@code x}
   * @param rows the rows to learn from, at least one
   * @param seed for learners that draw; others ignore it
   * @throws org.causal4j.core.NotConvergedException if an iteration does not get there
   */
  Predictor fit(Features x, double[] y, int[] rows, Seed seed);

  /**
   * Fits to some rows with weights. A learner that can't weigh takes each row as often as its
   * weight says, by systematic resampling to as many rows as there are (Kitagawa, Journal of
   * Computational and Graphical Statistics 5(1), 1996), which adds noise, and lets cross-validation
   * within the learner see copies; those that can weigh say so by their own method, as ridge,
   * spline ridge, kernel ridge, forest, boosting and their stacking do.
   *
   * @param weights 0 or above, one number a row of {@code x}; their scale does not matter
   * @throws IllegalArgumentException if a weight is negative or not finite, or all are 0
   */
  default Predictor fitWeighted(Features x, double[] y, double[] weights, int[] rows, Seed seed) {
    return fit(x, y, Weighting.resample(weights, rows, seed), seed);
  }

  /**
   * The learner of several classes that this one of 0 and 1 makes: each class against the rest,
   * scaled to the sum 1, unless it has a way of its own, as logistic regression has.
   */
  default ClassLearner ofClasses() {
    return new OneVsRest(this);
  }

  /**
   * A model for each of several sets of rows, such as the rows outside each fold of a
   * cross-fitting, where this learner can share what the sets have in common: as {@link #fit} makes
   * them, but for rounding or the tolerance of an iteration. Empty where it can't, and the sets are
   * to be fitted one by one.
   *
   * @param rows the sets
   */
  default Optional<List<Predictor>> fitTogether(Features x, double[] y, List<int[]> rows) {
    return Optional.empty();
  }
}
