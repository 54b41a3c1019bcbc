package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import java.util.Optional;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.learn.Learner;

/**
 * Double/debiased machine learning in the interactive model, Y = g(T, X) + ε: the score of {@link
 * Aipw}, with the median over several splits into folds and a standard error that counts how much
 * the splits differ (Chernozhukov et al., Econometrics Journal 21(1), 2018, §5.1 and Definition
 * 3.3). Serves randomized and back-door designs.
 *
 * @param base the estimator of a single split
 * @param splits how many
 */
public record DmlInteractive(Aipw base, int splits) implements Estimator {

  /** Checks the number of splits. */
  public DmlInteractive {
    Preconditions.checkArgument(splits >= 1, "splits: %s is below 1", splits);
  }

  static DmlInteractive defaults() {
    return new DmlInteractive(Aipw.defaults(), 5);
  }

  /** With this many splits (default 5). */
  public DmlInteractive withSplits(int newSplits) {
    return new DmlInteractive(base, newSplits);
  }

  /** With this many folds of a split (default 5). */
  public DmlInteractive withFolds(int folds) {
    Preconditions.checkArgument(folds >= 2, "folds: %s is below 2", folds);
    return new DmlInteractive(base.withFolds(folds), splits);
  }

  /** With a learner of the outcome (default ridge). */
  public DmlInteractive withOutcome(Learner learner) {
    return new DmlInteractive(base.withOutcome(learner), splits);
  }

  /** With a learner of the propensity (default logistic). */
  public DmlInteractive withPropensity(Learner learner) {
    return new DmlInteractive(base.withPropensity(learner), splits);
  }

  /** With propensities kept within [trim, 1 − trim] (default .01). */
  public DmlInteractive withTrim(double trim) {
    return new DmlInteractive(base.withTrim(trim), splits);
  }

  /** With intervals of a level (default .95). */
  public DmlInteractive withLevel(double level) {
    return new DmlInteractive(base.withLevel(level), splits);
  }

  /** With weights of the units, taken as known. */
  @Override
  public DmlInteractive withWeights(String column) {
    return new DmlInteractive(base.withWeights(column), splits);
  }

  /** With this many threads (default 1); the result does not depend on it. */
  public DmlInteractive withThreads(int threads) {
    return new DmlInteractive(base.withThreads(threads), splits);
  }

  /** With another estimand (default ATE): ATT or ATC. */
  public DmlInteractive withEstimand(Estimand estimand) {
    return new DmlInteractive(base.withEstimand(estimand), splits);
  }

  @Override
  public Optional<String> clusters() {
    return base.clusters();
  }

  @Override
  public DmlInteractive withClusters(String column) {
    return new DmlInteractive(base.withClusters(column), splits);
  }

  @Override
  public String name() {
    return "DML, interactive model, median of " + splits + " splits, each " + base.name();
  }

  @Override
  public Optional<String> refuses(Design design) {
    return Refusal.unlessAdjustment(design, "DML adjusts for covariates");
  }

  @Override
  public EffectEstimate estimate(Design design, Table table, Contrast contrast, Seed seed) {
    Study study = Study.of(this, design, table, contrast);
    EffectEstimate found = base.withRepeats(splits).estimate(study, table, seed);
    Findings findings =
        new Findings(new Recipe(this, design, contrast, seed), found.interval().level())
            .note(study.x.notes())
            .scores(found.nuisances());
    found.overlap().ifPresent(findings::overlap);
    findings.arms(found.arms(), found.influence());
    return findings.estimate(
        found.estimand(),
        found.estimate(),
        found.standardError(),
        found.clusters(),
        found.treated(),
        found.control());
  }

  @Override
  public String toString() {
    return name();
  }
}
