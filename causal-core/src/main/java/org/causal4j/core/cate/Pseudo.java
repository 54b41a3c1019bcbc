package org.causal4j.core.cate;

import java.util.Arrays;

/** An outcome whose (weighted) mean given features is the effect, one a unit. */
final class Pseudo {
  private final double[] target;
  private final double[] weights;

  private Pseudo(double[] target, double[] weights) {
    this.target = target;
    this.weights = weights;
  }

  double[] target() {
    return target;
  }

  double[] weights() {
    return weights;
  }

  /** The scores, all of one weight. */
  static Pseudo ofScores(CateNuisances nuisances) {
    double[] ones = new double[nuisances.data().n()];
    Arrays.fill(ones, 1);
    return new Pseudo(nuisances.scores(), ones);
  }

  /** (Y − m)/(T − e) with weight (T − e)²: least squares on it minimizes the R-loss. */
  static Pseudo ofResiduals(CateNuisances nuisances) {
    int n = nuisances.data().n();
    double[] target = new double[n];
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      double residual = nuisances.treatmentResidual(i);
      target[i] = nuisances.outcomeResidual(i) / residual;
      weights[i] = residual * residual;
    }
    return new Pseudo(target, weights);
  }
}
