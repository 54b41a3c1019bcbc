package org.causal4j.core.learn;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;

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

  /** Multinomial logistic regression with a penalty of 1 on standardized features. */
  public static ClassLearner multinomial() {
    return multinomial(1);
  }

  /**
   * Multinomial logistic regression on standardized features: minimizes −log likelihood + penalty/2
   * · Σβ² over the slopes of all classes.
   *
   * @param penalty above 0, since classes that can be told apart have no maximum without one
   */
  public static ClassLearner multinomial(double penalty) {
    Preconditions.checkArgument(
        penalty > 0 && Double.isFinite(penalty), "penalty: %s is not above 0", penalty);
    return new Multinomial(penalty);
  }

  /** Least squares with the sum of |β| penalized, the penalty chosen by cross-validation. */
  public static Learner lasso() {
    return new ElasticNet(1);
  }

  /**
   * Least squares with a mixture of the penalties of lasso and ridge, chosen by cross-validation.
   *
   * @param mix 1 is the lasso; above 0
   */
  public static Learner elasticNet(double mix) {
    Preconditions.checkArgument(mix > 0 && mix <= 1, "mix: %s is not above 0, at most 1", mix);
    return new ElasticNet(mix);
  }

  /** Logistic regression with the sum of |β| penalized, the penalty chosen by cross-validation. */
  public static Learner logisticLasso() {
    return new LogisticLasso();
  }

  /**
   * Ridge regression on cubic splines of each covariate and on products of pairs, with a penalty
   * for each covariate and pair that the data choose: the one to start with where confounding may
   * be nonlinear and there are up to some thirty covariates; {@code docs/coverage.md} tells how
   * intervals with it fare on simulated designs, and on which they don't. Beyond the range of the
   * training rows it goes on linearly, up to the range of the training targets. Products are taken
   * as long as there are at most an eighth as many functions as training rows, and 100; beyond
   * about 13 covariates there are none.
   */
  public static Learner splines() {
    return new Splines(false);
  }

  /** {@link #splines()} of logistic loss, for a target of 0 and 1. */
  public static Learner logisticSplines() {
    return new Splines(true);
  }

  /**
   * A least-squares tree; of a target of 0 and 1 it predicts the probability.
   *
   * @param maxDepth 0 or above
   * @param minLeaf fewest units in a leaf
   */
  public static Learner tree(int maxDepth, int minLeaf) {
    return new Tree(maxDepth, minLeaf);
  }

  /** A random forest with {@link ForestOptions#defaults()}. */
  public static Learner forest() {
    return forest(ForestOptions.defaults());
  }

  /** A random forest; of a target of 0 and 1 it predicts the probability. */
  public static Learner forest(ForestOptions options) {
    return new Forest(options);
  }

  /** Boosted trees of squared loss with {@link BoostingOptions#defaults()}. */
  public static Learner boosting() {
    return boosting(BoostingOptions.defaults());
  }

  /** Boosted trees of squared loss. */
  public static Learner boosting(BoostingOptions options) {
    return new Boosting(options, false);
  }

  /** Boosted trees of logistic loss, for a target of 0 and 1. */
  public static Learner logisticBoosting(BoostingOptions options) {
    return new Boosting(options, true);
  }

  /** A network with one hidden layer, of squared loss. */
  public static Learner mlp() {
    return new Mlp(false);
  }

  /** A network with one hidden layer, of logistic loss, for a target of 0 and 1. */
  public static Learner logisticMlp() {
    return new Mlp(true);
  }

  /**
   * Kernel ridge regression with a Gaussian kernel beside a linear part; length and penalty by
   * generalized cross-validation, at most 200 landmarks.
   */
  public static Learner kernelRidge() {
    return kernelRidge(200);
  }

  /**
   * Kernel ridge regression.
   *
   * @param landmarks rows that the kernel is spanned by where there are more; at least 1
   */
  public static Learner kernelRidge(int landmarks) {
    Preconditions.checkArgument(landmarks >= 1, "landmarks: %s is below 1", landmarks);
    return new KernelRidge(landmarks);
  }

  /**
   * Ridge regression on features, natural splines of them and products of pairs; penalties by
   * generalized cross-validation.
   */
  public static Learner splineRidge() {
    return new SplineRidge();
  }

  /** The convex combination of learners that predicts best out of fold. */
  public static Learner stacking(Learner... learners) {
    return new Stacking(ImmutableList.copyOf(learners));
  }
}
