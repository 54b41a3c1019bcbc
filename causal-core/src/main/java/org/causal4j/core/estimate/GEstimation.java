package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import java.util.Optional;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;

/**
 * G-estimation of a structural nested mean model with one parameter, E[Y(a) − Y(0) | A = a, L] = ψa
 * (Robins, Biometrika 79(2), 1992; Hernán and Robins, <i>Causal Inference: What If</i>, §14.5): ψ
 * for which Y − ψA is unrelated to treatment given the covariates,
 *
 * <pre>  Σ w (A − e)(Y − ψA) = 0.</pre>
 *
 * <p>It needs a model of the propensity alone. Where the effect varies with L, ψ is an average of
 * effects weighted by the variance of treatment. The standard error accounts for the propensity's
 * being estimated. Serves randomized and back-door designs.
 *
 * @param weights column of the weights of the units, as against censoring, taken as known
 * @param level of the interval
 * @param clusters column whose equal cells mark dependent rows
 */
public record GEstimation(Optional<String> weights, double level, Optional<String> clusters)
    implements Estimator {

  /** Checks the level. */
  public GEstimation {
    ConfidenceInterval.checkLevel(level);
  }

  static GEstimation defaults() {
    return new GEstimation(Optional.empty(), 0.95, Optional.empty());
  }

  /** With weights of the units, in the propensity and the estimating equation. */
  @Override
  public GEstimation withWeights(String column) {
    return new GEstimation(Optional.of(column), level, clusters);
  }

  /** With intervals of a level (default .95). */
  public GEstimation withLevel(double newLevel) {
    return new GEstimation(weights, newLevel, clusters);
  }

  @Override
  public GEstimation withClusters(String column) {
    return new GEstimation(weights, level, Optional.of(column));
  }

  @Override
  public String name() {
    return "g-estimation" + weights.map(w -> ", weights " + w).orElse("");
  }

  @Override
  public Optional<String> refuses(Design design) {
    return Refusal.unlessAdjustment(design, "g-estimation models the propensity");
  }

  @Override
  public EffectEstimate estimate(Design design, Table table, Contrast contrast, Seed seed) {
    Study study = Study.of(this, design, table, contrast);
    double[] w = BinaryTable.weights(table, weights);
    LogitModel model = new LogitModel(study.x, study.arm, w);
    double[] e = model.probability();
    int n = study.n();
    double above = 0;
    double below = 0;
    for (int i = 0; i < n; i++) {
      above += w[i] * (study.arm[i] - e[i]) * study.y[i];
      below += w[i] * (study.arm[i] - e[i]) * study.arm[i];
    }
    Preconditions.checkArgument(
        below > 1e-9 * n, "treatment: the covariates determine it, so no effect can be told");
    double psi = above / below;
    double[] influence = new double[n];
    double[] byLogit = new double[n];
    double[] weight = new double[n];
    for (int i = 0; i < n; i++) {
      double left = n / below * w[i] * (study.y[i] - psi * study.arm[i]);
      influence[i] = (study.arm[i] - e[i]) * left;
      byLogit[i] = -e[i] * (1 - e[i]) * left;
      weight[i] = w[i] * (study.arm[i] == 1 ? 1 - e[i] : e[i]);
    }
    model.correct(new double[][] {influence}, new double[][] {byLogit});
    return new Findings(new Recipe(this, design, contrast, seed), level)
        .note(study.x.notes())
        .note(model.notes())
        .score(
            NuisanceScore.logLoss(
                "propensity", "logistic by maximum likelihood", study.arm, e, false))
        .overlap(Overlap.of(e, study.arm, weight, 0, Balance.of(study.x, study.arm, weight)))
        .estimate(
            Estimand.COEFFICIENT,
            psi,
            influence,
            study.clusters,
            study.arms.treated(),
            study.arms.control());
  }

  @Override
  public String toString() {
    return name();
  }
}
