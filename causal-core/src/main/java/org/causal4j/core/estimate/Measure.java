package org.causal4j.core.estimate;

/**
 * How two means of outcomes are compared. Ratios are estimated on the log scale: their standard
 * error is that of the logarithm, by the delta method from the influence values of the two means
 * (van der Vaart, <i>Asymptotic Statistics</i>, 1998, §3.1), and the interval is carried back by
 * exp.
 */
public enum Measure {
  /** E[Y(1)] − E[Y(0)]; of a binary outcome, the risk difference. No effect is 0. */
  DIFFERENCE("difference"),
  /** E[Y(1)] / E[Y(0)], of positive means; of a binary outcome, the risk ratio. No effect is 1. */
  RATIO("ratio"),
  /**
   * E[Y(1)] (1 − E[Y(0)]) / (E[Y(0)] (1 − E[Y(1)])), of an outcome of 0 and 1. It is marginal: not
   * the coefficient of a logistic regression on the covariates too. No effect is 1.
   */
  ODDS_RATIO("odds ratio");

  private final String words;

  Measure(String words) {
    this.words = words;
  }

  /** The name in words. */
  public String words() {
    return words;
  }

  /** The value that means no effect. */
  public double none() {
    return this == DIFFERENCE ? 0 : 1;
  }
}
