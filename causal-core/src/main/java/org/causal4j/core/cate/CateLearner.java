package org.causal4j.core.cate;

import org.causal4j.core.Seed;

/**
 * Fits a model of the effect given features. Whoever writes one keeps these promises: it learns
 * from the data it is given alone, the same seed gives the same model whatever the number of
 * threads, units of one cluster are treated as dependent, and it is safe to share between threads.
 */
public interface CateLearner {
  /** What it is and with which settings. */
  String name();

  /**
   * Fits to data.
   *
   * @throws IllegalArgumentException if an arm is too small for what the learner does
   * @throws org.causal4j.core.NotConvergedException if an iteration does not get there
   */
  CateModel fit(CateData data, Seed seed);
}
