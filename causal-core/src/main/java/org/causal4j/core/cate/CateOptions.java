package org.causal4j.core.cate;

import com.google.common.base.Preconditions;
import org.causal4j.core.learn.BoostingOptions;
import org.causal4j.core.learn.Learner;
import org.causal4j.core.learn.Learners;

/**
 * What a meta-learner is made of.
 *
 * @param outcome learns the outcome, of each arm and of both together
 * @param propensity learns the treatment; not used where propensities are known by design
 * @param effect learns the effect in a last stage (X, R and DR)
 * @param folds of cross-fitting, at least 2
 * @param trim propensities are kept within [trim, 1 − trim]; above 0, below .5
 * @param threads that fit folds at once; the result does not depend on it
 */
public record CateOptions(
    Learner outcome, Learner propensity, Learner effect, int folds, double trim, int threads) {
  /** Checks the ranges. */
  public CateOptions {
    Preconditions.checkArgument(folds >= 2, "folds: %s is below 2", folds);
    Preconditions.checkArgument(
        trim > 0 && trim < 0.5, "trim: %s is not above 0 and below .5", trim);
    Preconditions.checkArgument(threads >= 1, "threads: %s is below 1", threads);
  }

  /**
   * Outcome and effect by a stack of ridge, spline ridge, kernel ridge, forest and boosting;
   * propensity by a stack of logistic regression and boosting; five folds, trimmed at .01, one
   * thread.
   */
  public static CateOptions defaults() {
    return new CateOptions(
        DefaultLearners.outcome(),
        DefaultLearners.propensity(),
        DefaultLearners.outcome(),
        5,
        0.01,
        1);
  }

  /** With one learner for outcome and effect. */
  public CateOptions withBase(Learner base) {
    return new CateOptions(base, propensity, base, folds, trim, threads);
  }

  /** With this learner of outcomes. */
  public CateOptions withOutcome(Learner learner) {
    return new CateOptions(learner, propensity, effect, folds, trim, threads);
  }

  /** With this learner of the propensity. */
  public CateOptions withPropensity(Learner learner) {
    return new CateOptions(outcome, learner, effect, folds, trim, threads);
  }

  /** With this learner of the effect. */
  public CateOptions withEffect(Learner learner) {
    return new CateOptions(outcome, propensity, learner, folds, trim, threads);
  }

  /** With this many folds. */
  public CateOptions withFolds(int newFolds) {
    return new CateOptions(outcome, propensity, effect, newFolds, trim, threads);
  }

  /** With propensities kept within [newTrim, 1 − newTrim]. */
  public CateOptions withTrim(double newTrim) {
    return new CateOptions(outcome, propensity, effect, folds, newTrim, threads);
  }

  /** With this many threads. */
  public CateOptions withThreads(int newThreads) {
    return new CateOptions(outcome, propensity, effect, folds, trim, newThreads);
  }

  /** Whether the nuisances of these options are those of others. */
  boolean sharesNuisances(CateOptions other) {
    return outcome.equals(other.outcome)
        && propensity.equals(other.propensity)
        && trim == other.trim;
  }

  /** The learners of the defaults, one of each so that options with them share nuisances. */
  private static final class DefaultLearners {
    private static final Learner OUTCOME =
        Learners.stacking(
            Learners.ridge(),
            Learners.splineRidge(),
            Learners.kernelRidge(),
            Learners.forest(),
            Learners.boosting());
    private static final Learner PROPENSITY =
        Learners.stacking(
            Learners.logistic(), Learners.logisticBoosting(BoostingOptions.defaults()));

    static Learner outcome() {
      return OUTCOME;
    }

    static Learner propensity() {
      return PROPENSITY;
    }
  }
}
