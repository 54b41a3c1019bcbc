package org.causal4j.core.estimate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.causal4j.core.Provenance;

/** Turns an estimate and its influence values into what an estimator returns. */
final class Findings {
  private static final int FEW_CLUSTERS = 30;

  private final Recipe recipe;
  private final double level;
  private final ImmutableList.Builder<String> notes = ImmutableList.builder();
  private final ImmutableList.Builder<NuisanceScore> scores = ImmutableList.builder();
  private Optional<Overlap> overlap = Optional.empty();
  private Optional<ArmMeans> arms = Optional.empty();
  private Optional<Influence> influence = Optional.empty();

  Findings(Recipe recipe, double level) {
    this.recipe = recipe;
    this.level = level;
  }

  Findings note(List<String> more) {
    notes.addAll(more);
    return this;
  }

  Findings note(String more) {
    notes.add(more);
    return this;
  }

  Findings score(NuisanceScore score) {
    scores.add(score);
    return this;
  }

  Findings scores(List<NuisanceScore> more) {
    scores.addAll(more);
    return this;
  }

  Findings overlap(Overlap value) {
    overlap = Optional.of(value);
    return this;
  }

  /** With the two means behind an effect, where there are some. */
  Findings arms(Optional<ArmMeans> means, Optional<Influence> values) {
    arms = means.map(m -> m.named(recipe.contrast().treated(), recipe.contrast().control()));
    influence = values;
    return this;
  }

  /**
   * The difference of two means with a standard error from their influence values.
   *
   * @param mean of the controls and of the treated
   * @param ofMean n times what each unit adds to the error of either
   */
  EffectEstimate difference(
      Estimand estimand,
      double[] mean,
      double[][] ofMean,
      double[] y,
      int[] clusters,
      DifferenceInMeans.Arms sizes) {
    double[] difference = new double[y.length];
    Arrays.setAll(difference, i -> ofMean[1][i] - ofMean[0][i]);
    return arms(
            Optional.of(ArmMeans.of(mean[1], mean[0], ofMean[1], ofMean[0], clusters, y, level)),
            Optional.of(Influence.ofArms(ofMean[1], ofMean[0], clusters)))
        .estimate(
            estimand,
            mean[1] - mean[0],
            ClusterVariance.standardError(difference, clusters),
            ClusterVariance.count(clusters),
            sizes.treated(),
            sizes.control());
  }

  /**
   * With a standard error from influence values.
   *
   * @param values n times what each unit adds to the error of the estimate
   */
  EffectEstimate estimate(
      Estimand estimand,
      double estimate,
      double[] values,
      int[] clusters,
      int treated,
      int control) {
    influence = Optional.of(Influence.of(values, clusters));
    return estimate(
        estimand,
        estimate,
        ClusterVariance.standardError(values, clusters),
        ClusterVariance.count(clusters),
        treated,
        control);
  }

  EffectEstimate estimate(
      Estimand estimand, double estimate, double error, int clusters, int treated, int control) {
    if (clusters < FEW_CLUSTERS) {
      notes.add("only " + clusters + " clusters: the interval may be too short");
    }
    if (error == 0) {
      notes.add("the standard error is 0: the model leaves no residual to judge the error by");
    }
    return new EffectEstimate(
            recipe.estimator().name(),
            estimand,
            estimate,
            error,
            ConfidenceInterval.normal(estimate, error, level),
            treated,
            control,
            clusters,
            overlap,
            notes.build(),
            Provenance.of(
                "effect estimate",
                ImmutableMap.of(
                    "estimator",
                    recipe.estimator().toString(),
                    "design",
                    recipe.design().toString(),
                    "contrast",
                    recipe.contrast().toString(),
                    "units",
                    Integer.toString(treated + control),
                    "seed",
                    Long.toString(recipe.seed().value()))),
            scores.build(),
            Optional.of(recipe))
        .with(arms, influence);
  }
}
