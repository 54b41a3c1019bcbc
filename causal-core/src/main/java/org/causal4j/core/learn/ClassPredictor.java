package org.causal4j.core.learn;

/**
 * A fitted model of which of several classes a unit is in. Immutable and safe to share between
 * threads.
 */
@FunctionalInterface
public interface ClassPredictor {
  /**
   * The probability of each class, of sum 1, for a row of features it was fitted to the like of.
   */
  double[] predict(Features x, int row);
}
