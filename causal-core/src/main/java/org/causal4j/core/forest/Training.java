package org.causal4j.core.forest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.Optional;
import org.causal4j.core.Provenance;
import org.causal4j.core.estimate.ClusterVariance;
import org.causal4j.core.estimate.ConfidenceInterval;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.Estimand;
import org.causal4j.core.estimate.Overlap;

/** What is kept of the training units: eight numbers each, none of them a feature. */
final class Training {
  static final double TRIM = 0.01;
  private static final int FEW_CLUSTERS = 30;

  /** Outcomes. */
  final double[] y;

  /** Treatments. */
  final double[] t;

  /** E[Y | X] by models that have not seen the unit. */
  final double[] expectedY;

  /** E[T | X], likewise. */
  final double[] expectedT;

  /** Var[T | X]; e (1 − e) for a binary treatment. */
  final double[] varianceT;

  /** Effects out of bag. */
  final double[] effects;

  /** Standard errors of the effects. */
  final double[] errors;

  /** Numbers of the clusters. */
  final int[] clusters;

  /** Whether all treatments are 0 or 1. */
  final boolean binary;

  /** Of the arms, for a binary treatment. */
  final Optional<Overlap> overlap;

  Training(
      double[] y,
      double[] t,
      double[] expectedY,
      double[] expectedT,
      double[] varianceT,
      double[] effects,
      double[] errors,
      int[] clusters,
      boolean binary,
      Optional<Overlap> overlap) {
    this.y = y;
    this.t = t;
    this.expectedY = expectedY;
    this.expectedT = expectedT;
    this.varianceT = varianceT;
    this.effects = effects;
    this.errors = errors;
    this.clusters = clusters;
    this.binary = binary;
    this.overlap = overlap;
  }

  int n() {
    return y.length;
  }

  EffectEstimate averageEffect(String estimator, Provenance of, double level) {
    double[] scores = new double[n()];
    double mean = 0;
    int clipped = 0;
    for (int i = 0; i < scores.length; i++) {
      double variance = varianceT[i];
      double offT = t[i] - expectedT[i];
      double left = y[i] - expectedY[i] - offT * effects[i];
      double weight;
      if (binary) {
        double e = clip(expectedT[i]);
        clipped += e != expectedT[i] ? 1 : 0;
        weight = t[i] == 1 ? 1 / e : -1 / (1 - e);
      } else {
        weight = offT / variance;
      }
      scores[i] = effects[i] + weight * left;
      mean += scores[i] / scores.length;
    }
    for (int i = 0; i < scores.length; i++) {
      scores[i] -= mean;
    }
    return estimate(estimator, of, Estimand.ATE, mean, scores, clipped, level);
  }

  EffectEstimate averageEffectOnTreated(String estimator, Provenance of, double level) {
    double[] influence = new double[n()];
    double treated = Arrays.stream(t).sum();
    double sum = 0;
    int clipped = 0;
    for (int i = 0; i < influence.length; i++) {
      double e = clip(expectedT[i]);
      clipped += e != expectedT[i] ? 1 : 0;
      double ofControls = expectedY[i] - expectedT[i] * effects[i];
      double left = y[i] - ofControls;
      influence[i] = t[i] == 1 ? left : -left * e / (1 - e);
      sum += influence[i];
    }
    double mean = sum / treated;
    for (int i = 0; i < influence.length; i++) {
      influence[i] = (influence[i] - t[i] * mean) * n() / treated;
    }
    return estimate(estimator, of, Estimand.ATT, mean, influence, clipped, level);
  }

  static double clip(double propensity) {
    return Math.min(1 - TRIM, Math.max(TRIM, propensity));
  }

  private EffectEstimate estimate(
      String estimator,
      Provenance of,
      Estimand estimand,
      double estimate,
      double[] influence,
      int clipped,
      double level) {
    ImmutableList.Builder<String> notes = ImmutableList.builder();
    int count = ClusterVariance.count(clusters);
    if (count < FEW_CLUSTERS) {
      notes.add("only " + count + " clusters: the interval may be too short");
    }
    if (clipped > 0) {
      notes.add(clipped + " propensities set to " + TRIM + " or " + (1 - TRIM));
    }
    if (!binary) {
      notes.add("the effect of one unit of treatment, averaged over all units");
    }
    double error = ClusterVariance.standardError(influence, clusters);
    int treated = binary ? (int) Arrays.stream(t).sum() : n();
    return new EffectEstimate(
        estimator,
        estimand,
        estimate,
        error,
        ConfidenceInterval.normal(estimate, error, level),
        treated,
        n() - treated,
        count,
        overlap,
        notes.build(),
        Provenance.of(
            "average of a causal forest", ImmutableMap.of("estimand", estimand.toString()), of));
  }

  Calibration calibration() {
    double[] offY = new double[n()];
    double[] offT = new double[n()];
    for (int i = 0; i < offY.length; i++) {
      offY[i] = y[i] - expectedY[i];
      offT[i] = t[i] - expectedT[i];
    }
    return Calibration.of(offY, offT, effects, clusters);
  }
}
