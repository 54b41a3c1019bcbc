package org.causal4j.core.estimate;

import java.util.Arrays;

/**
 * The scores of {@link Aipw}, of the difference and of either mean, times the weights of the units.
 * Of the treated (ATT) the means are E[Y(1) | T = 1] and E[Y(0) | T = 1].
 */
final class AipwMeans {
  private final boolean ofTreated;
  private final double[] e;
  private final double[] m1;
  private final double[] m0;
  private final int[] arm;
  private final double[] y;
  private final double[] weights;
  private final double share;

  /**
   * @param ofTreated whether the average is over the treated, else over all
   * @param weights with a mean of 1
   */
  AipwMeans(
      boolean ofTreated,
      double[] e,
      double[] m1,
      double[] m0,
      int[] arm,
      double[] y,
      double[] weights) {
    this.ofTreated = ofTreated;
    this.e = e;
    this.m1 = m1;
    this.m0 = m0;
    this.arm = arm;
    this.y = y;
    this.weights = weights;
    double sum = 0;
    for (int i = 0; i < arm.length; i++) {
      sum += weights[i] * arm[i];
    }
    this.share = sum / arm.length;
  }

  /** The scores of the difference, whose mean is the estimate. */
  double[] difference() {
    double[] score = new double[y.length];
    for (int i = 0; i < score.length; i++) {
      double overControl = y[i] - m0[i];
      score[i] =
          weights[i]
              * (ofTreated
                  ? (arm[i] == 1 ? overControl : -e[i] / (1 - e[i]) * overControl) / share
                  : m1[i]
                      - m0[i]
                      + (arm[i] == 1 ? (y[i] - m1[i]) / e[i] : -overControl / (1 - e[i])));
    }
    return score;
  }

  /** The scores of the mean of an arm. */
  private double[] mean(int a) {
    double[] score = new double[y.length];
    for (int i = 0; i < score.length; i++) {
      score[i] = weights[i] * (a == 1 ? treated(i) : control(i));
    }
    return score;
  }

  private double treated(int i) {
    if (ofTreated) {
      return arm[i] == 1 ? y[i] / share : 0;
    }
    return m1[i] + (arm[i] == 1 ? (y[i] - m1[i]) / e[i] : 0);
  }

  private double control(int i) {
    if (ofTreated) {
      return (arm[i] == 1 ? m0[i] : e[i] / (1 - e[i]) * (y[i] - m0[i])) / share;
    }
    return m0[i] + (arm[i] == 0 ? (y[i] - m0[i]) / (1 - e[i]) : 0);
  }

  /** Turns scores into influence values. */
  void center(double[] score, double mean) {
    for (int i = 0; i < score.length; i++) {
      score[i] -= weights[i] * (ofTreated ? arm[i] / share : 1) * mean;
    }
  }

  ArmMeans arms(boolean exchanged, int[] clusters, double level) {
    double[][] score = {mean(0), mean(1)};
    double[] mean = new double[2];
    for (int a = 0; a < 2; a++) {
      mean[a] = Arrays.stream(score[a]).average().orElseThrow();
      center(score[a], mean[a]);
    }
    int first = exchanged ? 0 : 1;
    return ArmMeans.of(
        mean[first], mean[1 - first], score[first], score[1 - first], clusters, y, level);
  }

  Influence influence(boolean exchanged, int[] clusters) {
    double[][] score = {mean(0), mean(1)};
    for (double[] each : score) {
      center(each, Arrays.stream(each).average().orElseThrow());
    }
    int first = exchanged ? 0 : 1;
    return Influence.ofArms(score[first], score[1 - first], clusters);
  }
}
