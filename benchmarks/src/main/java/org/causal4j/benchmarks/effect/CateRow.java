package org.causal4j.benchmarks.effect;

import java.util.OptionalDouble;

/**
 * How a learner did on one data set.
 *
 * @param learner its short name
 * @param pehe √ of the mean squared error of effects
 * @param ateError mean effect less the true one
 * @param attError the same over the treated
 * @param attShare that as a share of the outcome's standard deviation
 * @param rLoss out of fold, where it was computed
 */
record CateRow(
    String learner,
    double pehe,
    double ateError,
    double attError,
    double attShare,
    OptionalDouble rLoss) {
  CateRow named(String name) {
    return new CateRow(name, pehe, ateError, attError, attShare, rLoss);
  }
}
