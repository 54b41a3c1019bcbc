package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import java.util.Optional;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.learn.Learner;

/**
 * Inverse propensity weighting in the ratio form of Hájek: the difference of weighted means of the
 * arms. (For a treatment of two states stabilized weights give the same number, since the
 * stabilizing factor is constant in an arm.) Weights of treated and control:
 *
 * <ul>
 *   <li>ATE 1/e and 1/(1 − e) (Rosenbaum, JASA 82(398), 1987)
 *   <li>ATT 1 and e/(1 − e); ATC (1 − e)/e and 1
 *   <li>ATO, overlap weights, 1 − e and e: no weight is large, and with the default propensity the
 *       means of the covariates are balanced exactly (Li, Morgan and Zaslavsky, JASA 113(521),
 *       2018)
 * </ul>
 *
 * <p>By default the propensity is a logistic regression by maximum likelihood, and the standard
 * error accounts for its being estimated (Lunceford and Davidian, Statistics in Medicine 23(19),
 * 2004). A learner of the user's is cross-fitted and then taken as known; that interval is usually
 * too wide for simple learners and may be wrong for flexible ones, for which AIPW is made. Serves
 * randomized and back-door designs.
 *
 * @param propensity learner; empty for maximum likelihood
 * @param folds of the cross-fitting of a learner
 * @param trim propensities are kept within [trim, 1 − trim], and those moved are counted
 * @param estimand ATE, ATT, ATC or ATO
 * @param weights column of the weights of the units, as of a survey or against censoring
 * @param level of the interval
 * @param clusters column whose equal cells mark dependent rows
 */
public record Ipw(
    Optional<Learner> propensity,
    int folds,
    double trim,
    Estimand estimand,
    Optional<String> weights,
    double level,
    Optional<String> clusters)
    implements Estimator {

  /** Checks the ranges. */
  public Ipw {
    Preconditions.checkArgument(folds >= 2, "folds: %s is below 2", folds);
    Preconditions.checkArgument(
        trim >= 0 && trim < 0.5, "trim: %s is not 0 or above and below .5", trim);
    ConfidenceInterval.checkLevel(level);
    Estimands.check(estimand, "IPW", Estimand.ATE, Estimand.ATT, Estimand.ATC, Estimand.ATO);
  }

  static Ipw defaults() {
    return new Ipw(Optional.empty(), 5, 0, Estimand.ATE, Optional.empty(), 0.95, Optional.empty());
  }

  /** With a learner of the propensity (default: logistic regression by maximum likelihood). */
  public Ipw withPropensity(Learner learner) {
    return new Ipw(Optional.of(learner), folds, trim, estimand, weights, level, clusters);
  }

  /** With propensities kept within [trim, 1 − trim] (default 0: none is moved). */
  public Ipw withTrim(double newTrim) {
    return new Ipw(propensity, folds, newTrim, estimand, weights, level, clusters);
  }

  /** With another estimand (default ATE). */
  public Ipw withEstimand(Estimand newEstimand) {
    return new Ipw(propensity, folds, trim, newEstimand, weights, level, clusters);
  }

  /** With weights of the units, taken as known. */
  @Override
  public Ipw withWeights(String column) {
    return new Ipw(propensity, folds, trim, estimand, Optional.of(column), level, clusters);
  }

  /** With intervals of a level (default .95). */
  public Ipw withLevel(double newLevel) {
    return new Ipw(propensity, folds, trim, estimand, weights, newLevel, clusters);
  }

  @Override
  public Ipw withClusters(String column) {
    return new Ipw(propensity, folds, trim, estimand, weights, level, Optional.of(column));
  }

  @Override
  public String name() {
    return (estimand == Estimand.ATO ? "overlap weights" : "IPW")
        + ", propensity "
        + propensity
            .map(l -> l.name() + ", " + folds + " folds")
            .orElse("logistic by maximum likelihood")
        + (trim > 0 ? ", trimmed at " + trim : "");
  }

  @Override
  public Optional<String> refuses(Design design) {
    return Refusal.unlessAdjustment(design, "IPW weights by the propensity given covariates");
  }

  @Override
  public EffectEstimate estimate(Design design, Table table, Contrast contrast, Seed seed) {
    Study study = Study.of(this, design, table, contrast);
    double[] given = BinaryTable.weights(table, weights);
    Findings findings =
        new Findings(new Recipe(this, design, contrast, seed), level).note(study.x.notes());
    Optional<LogitModel> model =
        propensity.isPresent()
            ? Optional.empty()
            : Optional.of(new LogitModel(study.x, study.arm, given));
    double[] raw =
        model
            .map(LogitModel::probability)
            .orElseGet(() -> CrossFit.propensity(propensity.orElseThrow(), folds, study, seed));
    model.ifPresent(m -> findings.note(m.notes()));
    int n = study.n();
    double[] w = new double[n];
    double[] byLogit = new double[n];
    int clipped = 0;
    for (int i = 0; i < n; i++) {
      double e = Math.min(1 - trim, Math.max(trim, raw[i]));
      boolean moved = e != raw[i];
      clipped += moved ? 1 : 0;
      Preconditions.checkArgument(
          (e > 0 || study.arm[i] == 0) && (e < 1 || study.arm[i] == 1),
          "trim: %s leaves row %s a propensity of %s and so an infinite weight; use one above 0",
          trim,
          i,
          e);
      w[i] = given[i] * weight(e, study.arm[i]);
      byLogit[i] = moved ? 0 : given[i] * slope(e, study.arm[i]);
    }
    double[] total = new double[2];
    double[] mean = new double[2];
    for (int i = 0; i < n; i++) {
      total[study.arm[i]] += w[i];
      mean[study.arm[i]] += w[i] * study.y[i];
    }
    mean[0] /= total[0];
    mean[1] /= total[1];
    double[][] ofMean = new double[2][n];
    double[][] byLogitOfMean = new double[2][n];
    for (int i = 0; i < n; i++) {
      int a = study.arm[i];
      double off = n * (study.y[i] - mean[a]) / total[a];
      ofMean[a][i] = w[i] * off;
      byLogitOfMean[a][i] = byLogit[i] * off;
    }
    model.ifPresent(m -> m.correct(ofMean, byLogitOfMean));
    findings
        .score(
            NuisanceScore.logLoss(
                "propensity",
                propensity.map(Learner::name).orElse("logistic by maximum likelihood"),
                study.arm,
                raw,
                propensity.isPresent()))
        .overlap(Overlap.of(raw, study.arm, w, clipped, Balance.of(study.x, study.arm, w)));
    return findings.difference(estimand, mean, ofMean, study.y, study.clusters, study.arms);
  }

  private double weight(double e, int arm) {
    if (estimand == Estimand.ATE) {
      return arm == 1 ? 1 / e : 1 / (1 - e);
    }
    if (estimand == Estimand.ATT) {
      return arm == 1 ? 1 : e / (1 - e);
    }
    if (estimand == Estimand.ATC) {
      return arm == 1 ? (1 - e) / e : 1;
    }
    return arm == 1 ? 1 - e : e;
  }

  /** Derivative of the weight by the logit of e. */
  private double slope(double e, int arm) {
    if (estimand == Estimand.ATE) {
      return arm == 1 ? -(1 - e) / e : e / (1 - e);
    }
    if (estimand == Estimand.ATT) {
      return arm == 1 ? 0 : e / (1 - e);
    }
    if (estimand == Estimand.ATC) {
      return arm == 1 ? -(1 - e) / e : 0;
    }
    return arm == 1 ? -e * (1 - e) : e * (1 - e);
  }

  @Override
  public String toString() {
    return name() + ", " + estimand;
  }
}
