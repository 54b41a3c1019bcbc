package org.causal4j.core.refute;

import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Learner;
import org.causal4j.core.learn.Learners;

/**
 * The models that refuters simulate from. They are flexible, whatever the models of the estimator:
 * an analysis that takes a bent surface for a plane would otherwise be tested on planes only.
 */
final class Surfaces {
  private static final int MOST_BENT = 60;

  private Surfaces() {}

  /** A learner of a number given covariates, or of a probability. */
  static Learner learner(Features x, boolean binary) {
    boolean bent = x.columns() <= MOST_BENT;
    if (binary) {
      return bent ? Learners.logisticSplines() : Learners.logistic();
    }
    return bent ? Learners.splines() : Learners.ridge();
  }
}
