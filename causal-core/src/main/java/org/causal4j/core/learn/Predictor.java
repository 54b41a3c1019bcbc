package org.causal4j.core.learn;

/** A fitted model: a number for a row of features. Immutable and safe to share between threads. */
@FunctionalInterface
public interface Predictor {
  /** The prediction for a row of features that have the columns it was fitted to. */
  double predict(Features x, int row);
}
