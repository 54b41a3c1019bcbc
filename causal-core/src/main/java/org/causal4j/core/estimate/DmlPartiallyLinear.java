package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.learn.Learner;
import org.causal4j.core.learn.Learners;

/**
 * Double/debiased machine learning in the partially linear model, Y = θT + g(X) + ε: the regression
 * of the outcome's residual on the treatment's, both cross-fitted, median over several splits
 * (Robinson, Econometrica 56(4), 1988; Chernozhukov et al., Econometrics Journal 21(1), 2018,
 * §4.1). Its estimand is θ, not the ATE: where effects vary, an average weighted by the variance of
 * treatment given the covariates. The treatment may be a number; the effect is θ times the
 * difference of the two states. Serves randomized and back-door designs.
 *
 * @param folds of a split
 * @param splits how many
 * @param outcome learner of E[Y | X]
 * @param treatment learner of E[T | X]; empty for logistic of a treatment of two states, ridge else
 * @param level of the interval
 * @param clusters column whose equal cells mark dependent rows
 */
public record DmlPartiallyLinear(
    int folds,
    int splits,
    Learner outcome,
    Optional<Learner> treatment,
    double level,
    Optional<String> clusters)
    implements Estimator {

  /** Checks the ranges. */
  public DmlPartiallyLinear {
    Preconditions.checkArgument(folds >= 2, "folds: %s is below 2", folds);
    Preconditions.checkArgument(splits >= 1, "splits: %s is below 1", splits);
    ConfidenceInterval.checkLevel(level);
  }

  static DmlPartiallyLinear defaults() {
    return new DmlPartiallyLinear(5, 5, Learners.ridge(), Optional.empty(), 0.95, Optional.empty());
  }

  /** With this many folds of a split (default 5). */
  public DmlPartiallyLinear withFolds(int newFolds) {
    return new DmlPartiallyLinear(newFolds, splits, outcome, treatment, level, clusters);
  }

  /** With this many splits (default 5). */
  public DmlPartiallyLinear withSplits(int newSplits) {
    return new DmlPartiallyLinear(folds, newSplits, outcome, treatment, level, clusters);
  }

  /** With a learner of the outcome given the covariates (default ridge). */
  public DmlPartiallyLinear withOutcome(Learner learner) {
    return new DmlPartiallyLinear(folds, splits, learner, treatment, level, clusters);
  }

  /** With a learner of the treatment given the covariates. */
  public DmlPartiallyLinear withTreatment(Learner learner) {
    return new DmlPartiallyLinear(folds, splits, outcome, Optional.of(learner), level, clusters);
  }

  /** With intervals of a level (default .95). */
  public DmlPartiallyLinear withLevel(double newLevel) {
    return new DmlPartiallyLinear(folds, splits, outcome, treatment, newLevel, clusters);
  }

  @Override
  public DmlPartiallyLinear withClusters(String column) {
    return new DmlPartiallyLinear(folds, splits, outcome, treatment, level, Optional.of(column));
  }

  @Override
  public String name() {
    return "DML, partially linear model, median of "
        + splits
        + " splits of "
        + folds
        + " folds, outcome "
        + outcome.name()
        + treatment.map(t -> ", treatment " + t.name()).orElse("");
  }

  @Override
  public Optional<String> refuses(Design design) {
    return Refusal.unlessAdjustment(design, "DML adjusts for covariates");
  }

  @Override
  public EffectEstimate estimate(Design design, Table table, Contrast contrast, Seed seed) {
    NumericStudy study = NumericStudy.of(this, design, table, contrast);
    CrossFit.checkFolds(ClusterVariance.count(study.clusters), folds);
    Learner ofTreatment =
        treatment.orElseGet(() -> study.binary ? Learners.logistic() : Learners.ridge());
    List<EffectEstimate> each = new ArrayList<>();
    for (int s = 0; s < splits; s++) {
      each.add(
          split(
              study,
              ofTreatment,
              // the folds of Aipw and DmlInteractive
              s == 0 ? seed : seed.derive("repeat").derive(s),
              new Recipe(this, design, contrast, seed)));
    }
    Medians medians = Medians.of(each);
    EffectEstimate middle = medians.middle();
    Findings findings =
        new Findings(new Recipe(this, design, contrast, seed), level)
            .note(study.x.notes())
            .scores(middle.nuisances());
    middle.overlap().ifPresent(findings::overlap);
    findings.arms(Optional.empty(), middle.influence());
    return findings.estimate(
        Estimand.COEFFICIENT,
        medians.estimate(),
        medians.standardError(),
        middle.clusters(),
        middle.treated(),
        middle.control());
  }

  private EffectEstimate split(NumericStudy study, Learner ofTreatment, Seed seed, Recipe recipe) {
    int n = study.n();
    int[] arm = new int[n];
    if (study.binary) {
      Arrays.setAll(arm, i -> (int) study.treatment[i]);
    }
    int[] fold = Folds.assign(arm, study.clusters, folds, seed.derive("folds"));
    double[] expected =
        CrossFit.predict(
            ofTreatment, study.x, study.treatment, fold, folds, i -> true, "treatment", seed);
    double[] predicted =
        CrossFit.predict(outcome, study.x, study.y, fold, folds, i -> true, "outcome", seed);
    double squares = 0;
    double product = 0;
    for (int i = 0; i < n; i++) {
      double v = study.treatment[i] - expected[i];
      squares += v * v;
      product += v * (study.y[i] - predicted[i]);
    }
    double spread = 0;
    for (double t : study.treatment) {
      spread += t * t;
    }
    Preconditions.checkArgument(
        squares > 1e-10 * spread,
        "treatment: the covariates determine it, so no effect can be told");
    double theta = product / squares;
    double[] influence = new double[n];
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      double v = study.treatment[i] - expected[i];
      double left = study.y[i] - predicted[i] - theta * v;
      influence[i] = study.difference() * n / squares * v * left;
      weights[i] = Math.abs(v);
    }
    int[] all = IntStream.range(0, n).toArray();
    Findings findings =
        new Findings(recipe, level)
            .score(
                study.binary
                    ? NuisanceScore.logLoss("propensity", ofTreatment.name(), arm, expected, true)
                    : NuisanceScore.rSquared(
                        "treatment", ofTreatment.name(), study.treatment, expected, all, true))
            .score(
                NuisanceScore.rSquared("outcome", outcome.name(), study.y, predicted, all, true));
    if (study.binary) {
      findings.overlap(
          Overlap.of(
              Arrays.stream(expected).map(e -> Math.min(1, Math.max(0, e))).toArray(),
              arm,
              weights,
              0,
              Balance.of(study.x, arm, weights)));
    }
    return findings.estimate(
        Estimand.COEFFICIENT,
        theta * study.difference(),
        influence,
        study.clusters,
        study.treatedUnits(),
        study.controlUnits());
  }

  @Override
  public String toString() {
    return name();
  }
}
