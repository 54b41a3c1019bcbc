package org.causal4j.core.learn;

import org.causal4j.core.Seed;

/**
 * Fits a model of which of several classes a unit is in, given features. Keeps the promises of a
 * {@link Learner}, and its probabilities sum to 1.
 */
public interface ClassLearner {
  /** What it is and with which settings. */
  String name();

  /**
   * Fits to some rows.
   *
   * @param x the features
   * @param classes the class of each row of {@code x}, from 0 to {@code count − 1}
   * @param count number of classes, at least 2
   * @param rows the rows to learn from
   * @param seed for learners that draw; others ignore it
   * @throws IllegalArgumentException if a class has no row to learn from
   * @throws org.causal4j.core.NotConvergedException if an iteration does not get there
   */
  ClassPredictor fit(Features x, int[] classes, int count, int[] rows, Seed seed);
}
