package org.causal4j.core.uplift;

import java.util.Arrays;

/**
 * The effect score ψ of each unit, whose mean over any group of units estimates the group's effect:
 *
 * <pre>ψ = (m₁ − m₀) + (μ₁ − μ₀) + r₁ (y − m₁ − μ₁) − r₀ (y − m₀ − μ₀)</pre>
 *
 * <p>with r₁ = T/e, r₀ = (1 − T)/(1 − e), both divided by their mean, μ the weighted means of y − m
 * in the arms, and m a model of the outcome, 0 where none was given. That is the augmented inverse
 * propensity score of Robins, Rotnitzky and Zhao (JASA 89(427), 1994) around arm means. The mean of
 * ψ over all units is the difference of arm means where m is 0; another constant in all outcomes
 * changes no ψ.
 */
final class EffectScores {
  private final double[] weight;
  private final double[] arm1;
  private final double[] arm0;
  private final double[] rest1;
  private final double[] rest0;
  private final double[] base;
  private final double[] psi;
  private final double total;
  private final double mean1;
  private final double mean0;

  /**
   * @param weight of the units; where an arm has none {@link #isDefined} is false
   */
  EffectScores(UpliftData data, double[] weight) {
    int n = data.rows();
    this.weight = weight;
    arm1 = new double[n];
    arm0 = new double[n];
    rest1 = new double[n];
    rest0 = new double[n];
    base = new double[n];
    psi = new double[n];
    double sum = 0;
    double a1 = 0;
    double a0 = 0;
    double y1 = 0;
    double y0 = 0;
    for (int i = 0; i < n; i++) {
      double w = weight[i];
      double r = 1 / data.probabilityOfArm(i);
      sum += w;
      if (data.isTreated(i)) {
        arm1[i] = r;
        a1 += w * r;
        y1 += w * r * (data.outcome(i) - data.model(i, 1));
      } else {
        arm0[i] = r;
        a0 += w * r;
        y0 += w * r * (data.outcome(i) - data.model(i, 0));
      }
    }
    total = sum;
    mean1 = y1 / a1;
    mean0 = y0 / a0;
    for (int i = 0; i < n; i++) {
      arm1[i] *= total / a1;
      arm0[i] *= total / a0;
      rest1[i] = arm1[i] * (data.outcome(i) - data.model(i, 1) - mean1);
      rest0[i] = arm0[i] * (data.outcome(i) - data.model(i, 0) - mean0);
      base[i] = data.model(i, 1) - data.model(i, 0);
      psi[i] = base[i] + mean1 - mean0 + rest1[i] - rest0[i];
    }
  }

  static double[] weights(UpliftData data) {
    double[] weight = new double[data.rows()];
    Arrays.setAll(weight, data::weight);
    return weight;
  }

  /** Whether both arms have units of some weight. */
  boolean isDefined() {
    return Double.isFinite(mean1) && Double.isFinite(mean0);
  }

  int rows() {
    return psi.length;
  }

  double total() {
    return total;
  }

  double weight(int i) {
    return weight[i];
  }

  double psi(int i) {
    return psi[i];
  }

  /** Share of the inverse propensity weight of an arm that a unit has, times the units. */
  double inArm(int i, int arm) {
    return arm == 1 ? arm1[i] : arm0[i];
  }

  /** Weighted mean of ψ f. */
  double mean(double[] f) {
    double sum = 0;
    for (int i = 0; i < psi.length; i++) {
      sum += weight[i] * psi[i] * f[i];
    }
    return sum / total;
  }

  /**
   * Influence values of the mean of ψ f, f being fixed: what the weight of each unit adds, by the
   * derivative; the estimation of μ and of the arms' shares included.
   */
  double[] influence(double[] f) {
    int n = psi.length;
    double meanF = 0;
    double share1 = 0;
    double share0 = 0;
    double rests1 = 0;
    double rests0 = 0;
    double bases = 0;
    for (int i = 0; i < n; i++) {
      double wf = weight[i] * f[i] / total;
      meanF += wf;
      share1 += wf * arm1[i];
      share0 += wf * arm0[i];
      rests1 += wf * rest1[i];
      rests0 += wf * rest0[i];
      bases += wf * base[i];
    }
    double[] influence = new double[n];
    for (int i = 0; i < n; i++) {
      double treated = rest1[i] * (f[i] + meanF - share1) - arm1[i] * rests1;
      double control = rest0[i] * (f[i] + meanF - share0) - arm0[i] * rests0;
      influence[i] = treated - control + (mean1 - mean0) * (f[i] - meanF) + base[i] * f[i] - bases;
    }
    return influence;
  }

  /** Mean outcome of an arm. */
  double armMean(UpliftData data, int arm) {
    double model = 0;
    for (int i = 0; i < psi.length; i++) {
      model += weight[i] * data.model(i, arm) / total;
    }
    return model + (arm == 1 ? mean1 : mean0);
  }

  /** Influence values of the mean outcome of an arm. */
  double[] armInfluence(UpliftData data, int arm) {
    double mean = armMean(data, arm) - (arm == 1 ? mean1 : mean0);
    double[] rest = arm == 1 ? rest1 : rest0;
    double[] influence = new double[psi.length];
    Arrays.setAll(influence, i -> rest[i] + data.model(i, arm) - mean);
    return influence;
  }
}
