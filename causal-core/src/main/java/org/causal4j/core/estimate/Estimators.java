package org.causal4j.core.estimate;

/** The built-in estimators. */
public final class Estimators {
  private Estimators() {}

  /** Augmented inverse propensity weighting with cross-fitting. */
  public static Aipw aipw() {
    return Aipw.defaults();
  }

  /** The difference of means of a randomized design. */
  public static DifferenceInMeans differenceInMeans() {
    return new DifferenceInMeans();
  }
}
