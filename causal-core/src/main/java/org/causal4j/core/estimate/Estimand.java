package org.causal4j.core.estimate;

/** Whose effect is averaged. */
public enum Estimand {
  /** All units: E[Y(1) − Y(0)]. */
  ATE("average treatment effect"),
  /** The units that were treated: E[Y(1) − Y(0) | treated]. */
  ATT("average effect on the treated"),
  /** The units that were not: E[Y(1) − Y(0) | control]. */
  ATC("average effect on the controls");

  private final String words;

  Estimand(String words) {
    this.words = words;
  }

  /** The name in words. */
  public String words() {
    return words;
  }
}
