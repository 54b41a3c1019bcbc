package org.causal4j.core.learn;

import com.google.common.base.Preconditions;

/** The built-in learners. */
public final class Learners {
  private Learners() {}

  /** The mean of the training rows, whatever the features. */
  public static Learner mean() {
    return new MeanLearner();
  }

  /**
   * Ridge regression on standardized features, with the penalty chosen by generalized
   * cross-validation out of a fixed grid.
   */
  public static Learner ridge() {
    return new Ridge(Double.NaN);
  }

  /**
   * Ridge regression on standardized features: minimizes Σ(y − ŷ)² + penalty · Σβ².
   *
   * @param penalty 0 or above; 0 is ordinary least squares
   */
  public static Learner ridge(double penalty) {
    Preconditions.checkArgument(
        penalty >= 0 && Double.isFinite(penalty), "penalty: %s is not 0 or above", penalty);
    return new Ridge(penalty);
  }

  /** Logistic regression with a penalty of 1 on standardized features. */
  public static Learner logistic() {
    return logistic(1);
  }

  /**
   * Logistic regression on standardized features: minimizes −log likelihood + penalty/2 · Σβ².
   *
   * @param penalty 0 or above; without one, arms that can be told apart perfectly do not converge
   */
  public static Learner logistic(double penalty) {
    Preconditions.checkArgument(
        penalty >= 0 && Double.isFinite(penalty), "penalty: %s is not 0 or above", penalty);
    return new Logistic(penalty);
  }
}
