package org.causal4j.core.estimate;

/** Whose effect is averaged. */
public enum Estimand {
  /** All units: E[Y(1) − Y(0)]. */
  ATE("average treatment effect"),
  /** The units that were treated: E[Y(1) − Y(0) | treated]. */
  ATT("average effect on the treated"),
  /** The units that were not: E[Y(1) − Y(0) | control]. */
  ATC("average effect on the controls"),
  /** The units where the arms overlap: E[Y(1) − Y(0)] weighted by e(1 − e). */
  ATO("average effect in the overlap"),
  /** The units that the instrument moves, where its effects all go one way. */
  LATE("average effect on the compliers"),
  /**
   * The coefficient of the treatment in a model that is linear in it: the effect, where it is the
   * same for all; else an average of effects weighted by the variance of the treatment given the
   * covariates.
   */
  COEFFICIENT("coefficient of the treatment in a partially linear model");

  private final String words;

  Estimand(String words) {
    this.words = words;
  }

  /** The name in words. */
  public String words() {
    return words;
  }
}
