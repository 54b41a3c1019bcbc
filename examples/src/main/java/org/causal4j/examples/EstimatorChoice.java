package org.causal4j.examples;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.causal4j.core.estimate.Aipw;
import org.causal4j.core.estimate.DmlInteractive;
import org.causal4j.core.estimate.DmlPartiallyLinear;
import org.causal4j.core.estimate.Estimand;
import org.causal4j.core.estimate.Estimator;
import org.causal4j.core.estimate.Estimators;
import org.causal4j.core.estimate.Ipw;
import org.causal4j.core.estimate.MediationAnalysis;
import org.causal4j.core.estimate.MultiArm;
import org.causal4j.core.estimate.Regression;
import org.causal4j.core.estimate.Tmle;
import org.causal4j.core.learn.Learner;

/** The estimators that the command line knows. */
enum EstimatorChoice {
  DIFFERENCE,
  REGRESSION,
  G_ESTIMATION,
  IPW,
  MATCHING,
  OVERLAP,
  AIPW,
  TMLE,
  DML,
  DML_PLR,
  IV,
  FRONT_DOOR,
  DID,
  MEDIATION,
  MEDIATION_MODELS;

  private static final int THREADS = Runtime.getRuntime().availableProcessors();

  static EstimatorChoice of(String name) {
    for (EstimatorChoice choice : values()) {
      if (choice.word().equals(name)) {
        return choice;
      }
    }
    throw new IllegalArgumentException(
        "--estimator: no estimator '"
            + name
            + "'; known are "
            + Arrays.stream(values()).map(EstimatorChoice::word).toList());
  }

  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Whether it takes learners. */
  boolean learns() {
    return List.of(IPW, AIPW, TMLE, DML, DML_PLR, MEDIATION).contains(this);
  }

  /** Whether it takes a treatment of many numbers. */
  boolean takesNumbers() {
    return List.of(REGRESSION, DML_PLR, IV).contains(this);
  }

  /** Whether it needs mediators. */
  boolean mediates() {
    return this == FRONT_DOOR || dividesTheEffect();
  }

  /** Whether it gives a direct and an indirect effect, not one number. */
  boolean dividesTheEffect() {
    return this == MEDIATION || this == MEDIATION_MODELS;
  }

  /** The comparison of all arms. */
  MultiArm arms(Optional<LearnerChoice> learner, boolean binaryOutcome) {
    MultiArm.Method method =
        switch (this) {
          case AIPW -> MultiArm.Method.AIPW;
          case IPW -> MultiArm.Method.IPW;
          case REGRESSION -> MultiArm.Method.REGRESSION;
          default ->
              throw new IllegalArgumentException(
                  "--treated: all is compared by aipw, ipw or regression, not by " + word());
        };
    MultiArm arms = Estimators.multiArm().withMethod(method);
    return learner.isPresent()
        ? arms.withOutcome(learner.get().learner(binaryOutcome))
            .withPropensity(learner.get().learner(true))
        : arms;
  }

  /** The division into direct and indirect effect. */
  MediationAnalysis mediation(Optional<LearnerChoice> learner) {
    MediationAnalysis analysis = Estimators.mediation().withReplicates(500, THREADS);
    if (this == MEDIATION_MODELS) {
      return analysis.withModels(true);
    }
    // The nested outcome is a number even where the outcome is 0 and 1.
    return learner.isPresent()
        ? analysis.withLearners(learner.get().learner(false), learner.get().learner(true))
        : analysis;
  }

  /** Whether the estimand may be chosen: one of ATE, ATT and ATC. */
  boolean averages() {
    return List.of(REGRESSION, IPW, MATCHING, AIPW, DML).contains(this);
  }

  /**
   * The estimator.
   *
   * @param binaryTreatment whether the treatment has two states
   * @param binaryOutcome whether the outcome is 0 and 1
   */
  Estimator estimator(
      Optional<LearnerChoice> learner,
      Optional<Estimand> estimand,
      boolean binaryTreatment,
      boolean binaryOutcome) {
    Estimand average = estimand.orElse(Estimand.ATE);
    Optional<Learner> outcome = learner.map(l -> l.learner(binaryOutcome));
    Optional<Learner> treatment = learner.map(l -> l.learner(binaryTreatment));
    return switch (this) {
      case DIFFERENCE -> Estimators.differenceInMeans();
      case REGRESSION -> {
        Regression regression = Estimators.regression().withEstimand(average);
        yield binaryTreatment ? regression : regression.withProducts();
      }
      case G_ESTIMATION -> Estimators.gEstimation();
      case IPW -> {
        Ipw ipw = Estimators.ipw().withEstimand(average);
        yield treatment.isPresent() ? ipw.withPropensity(treatment.get()).withTrim(0.01) : ipw;
      }
      case MATCHING -> Estimators.matching().withEstimand(average);
      case OVERLAP -> Estimators.overlapWeights();
      case AIPW -> {
        Aipw aipw = Estimators.aipw().withEstimand(average).withThreads(THREADS);
        aipw = outcome.isPresent() ? aipw.withOutcome(outcome.get()) : aipw;
        yield treatment.isPresent() ? aipw.withPropensity(treatment.get()) : aipw;
      }
      case TMLE -> {
        Tmle tmle = Estimators.tmle();
        tmle = outcome.isPresent() ? tmle.withOutcome(outcome.get()) : tmle;
        yield treatment.isPresent() ? tmle.withPropensity(treatment.get()) : tmle;
      }
      case DML -> {
        DmlInteractive dml = Estimators.dmlInteractive().withEstimand(average).withThreads(THREADS);
        dml = outcome.isPresent() ? dml.withOutcome(outcome.get()) : dml;
        yield treatment.isPresent() ? dml.withPropensity(treatment.get()) : dml;
      }
      case DML_PLR -> {
        DmlPartiallyLinear linear = Estimators.dmlPartiallyLinear();
        linear = outcome.isPresent() ? linear.withOutcome(outcome.get()) : linear;
        yield treatment.isPresent() ? linear.withTreatment(treatment.get()) : linear;
      }
      case IV -> Estimators.twoStageLeastSquares();
      case FRONT_DOOR -> Estimators.frontDoor();
      case DID -> Estimators.differenceInDifferences();
      case MEDIATION, MEDIATION_MODELS ->
          throw new IllegalArgumentException(word() + " gives several effects, not one");
    };
  }
}
