package org.causal4j.core.estimate;

/** The built-in estimators. Each states the designs it serves and refuses the others. */
public final class Estimators {
  private Estimators() {}

  /** The difference of means of a randomized design. */
  public static DifferenceInMeans differenceInMeans() {
    return new DifferenceInMeans();
  }

  /** Linear regression, standardized over the covariates. */
  public static Regression regression() {
    return Regression.defaults();
  }

  /** G-estimation of a structural nested mean model. */
  public static GEstimation gEstimation() {
    return GEstimation.defaults();
  }

  /** Inverse propensity weighting. */
  public static Ipw ipw() {
    return Ipw.defaults();
  }

  /** Overlap weights: the effect where the arms overlap. */
  public static Ipw overlapWeights() {
    return Ipw.defaults().withEstimand(Estimand.ATO);
  }

  /** Nearest-neighbor matching. */
  public static Matching matching() {
    return Matching.defaults();
  }

  /** Augmented inverse propensity weighting with cross-fitting. */
  public static Aipw aipw() {
    return Aipw.defaults();
  }

  /** Targeted minimum loss estimation. */
  public static Tmle tmle() {
    return Tmle.defaults();
  }

  /** Double machine learning in the interactive model. */
  public static DmlInteractive dmlInteractive() {
    return DmlInteractive.defaults();
  }

  /** Double machine learning in the partially linear model. */
  public static DmlPartiallyLinear dmlPartiallyLinear() {
    return DmlPartiallyLinear.defaults();
  }

  /** All states of a treatment against one of them, estimated together. */
  public static MultiArm multiArm() {
    return MultiArm.defaults();
  }

  /** The curve of mean outcomes over the doses of a treatment of many numbers. */
  public static DoseResponse doseResponse() {
    return DoseResponse.defaults();
  }

  /** Two-stage least squares, by an instrument. */
  public static TwoStageLeastSquares twoStageLeastSquares() {
    return TwoStageLeastSquares.defaults();
  }

  /** The front-door formula, by mediators. */
  public static FrontDoorPlugIn frontDoor() {
    return FrontDoorPlugIn.defaults();
  }

  /** Natural direct and indirect effects, by mediators. */
  public static MediationAnalysis mediation() {
    return MediationAnalysis.defaults();
  }

  /** Difference-in-differences in a panel. */
  public static DifferenceInDifferences differenceInDifferences() {
    return DifferenceInDifferences.defaults();
  }
}
