package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.learn.Learner;
import org.causal4j.core.learn.Learners;

/**
 * Targeted minimum loss estimation of the ATE, cross-fitted (van der Laan and Rose, <i>Targeted
 * Learning</i>, 2011, §4 and §27; Zheng and van der Laan, 2010): the outcome, scaled to [0, 1], is
 * moved along logit m + ε₁ T/e + ε₀ (1 − T)/(1 − e) until the mean of the efficient influence
 * function is 0. Estimates stay within the range of the outcome, which AIPW does not promise.
 * Serves randomized and back-door designs.
 *
 * @param folds 1 means no cross-fitting
 * @param outcome learner
 * @param propensity learner
 * @param trim propensities are kept within [trim, 1 − trim]
 * @param weights column of the weights of the units, as of a survey or against censoring; taken as
 *     known
 * @param level of the interval
 * @param clusters column whose equal cells mark dependent rows
 */
public record Tmle(
    int folds,
    Learner outcome,
    Learner propensity,
    double trim,
    Optional<String> weights,
    double level,
    Optional<String> clusters)
    implements Estimator {
  private static final double EDGE = 1e-3;
  private static final int MAX_ITERATIONS = 50;

  /** Checks the ranges. */
  public Tmle {
    Preconditions.checkArgument(folds >= 1, "folds: %s is below 1", folds);
    Preconditions.checkArgument(
        trim > 0 && trim < 0.5, "trim: %s is not above 0 and below .5", trim);
    ConfidenceInterval.checkLevel(level);
  }

  static Tmle defaults() {
    return new Tmle(
        5, Learners.ridge(), Learners.logistic(), 0.01, Optional.empty(), 0.95, Optional.empty());
  }

  /** With this many folds (default 5); 1 means no cross-fitting. */
  public Tmle withFolds(int newFolds) {
    return new Tmle(newFolds, outcome, propensity, trim, weights, level, clusters);
  }

  /** With a learner of the outcome (default ridge). */
  public Tmle withOutcome(Learner learner) {
    return new Tmle(folds, learner, propensity, trim, weights, level, clusters);
  }

  /** With a learner of the propensity (default logistic). */
  public Tmle withPropensity(Learner learner) {
    return new Tmle(folds, outcome, learner, trim, weights, level, clusters);
  }

  /** With propensities kept within [trim, 1 − trim] (default .01). */
  public Tmle withTrim(double newTrim) {
    return new Tmle(folds, outcome, propensity, newTrim, weights, level, clusters);
  }

  /** With weights of the units, in the models, the targeting and the average. */
  @Override
  public Tmle withWeights(String column) {
    return new Tmle(folds, outcome, propensity, trim, Optional.of(column), level, clusters);
  }

  /** With intervals of a level (default .95). */
  public Tmle withLevel(double newLevel) {
    return new Tmle(folds, outcome, propensity, trim, weights, newLevel, clusters);
  }

  @Override
  public Tmle withClusters(String column) {
    return new Tmle(folds, outcome, propensity, trim, weights, level, Optional.of(column));
  }

  @Override
  public String name() {
    return "TMLE, "
        + (folds == 1 ? "no cross-fitting" : folds + " folds")
        + ", outcome "
        + outcome.name()
        + ", propensity "
        + propensity.name();
  }

  @Override
  public Optional<String> refuses(Design design) {
    return Refusal.unlessAdjustment(design, "TMLE adjusts for covariates");
  }

  @Override
  public EffectEstimate estimate(Design design, Table table, Contrast contrast, Seed seed) {
    Study study = Study.of(this, design, table, contrast);
    CrossFit.checkFolds(study.arms.clusters(), folds);
    int n = study.n();
    int[] arm = study.arm;
    double[] given = BinaryTable.weights(table, weights);
    double average = Arrays.stream(given).average().orElseThrow();
    Arrays.setAll(given, i -> given[i] / average);
    CrossFit.Weights counted = new CrossFit.Weights(weights.isPresent(), given);
    int[] fold = Folds.assign(arm, study.clusters, folds, seed.derive("folds"));
    double[] arms = Arrays.stream(arm).asDoubleStream().toArray();
    double[] raw =
        CrossFit.predict(
            propensity, study.x, arms, fold, folds, row -> true, counted, "propensity", seed);
    double[] m1 =
        CrossFit.predict(
            outcome,
            study.x,
            study.y,
            fold,
            folds,
            i -> arm[i] == 1,
            counted,
            "treated outcome",
            seed);
    double[] m0 =
        CrossFit.predict(
            outcome,
            study.x,
            study.y,
            fold,
            folds,
            i -> arm[i] == 0,
            counted,
            "control outcome",
            seed);
    Findings findings =
        new Findings(new Recipe(this, design, contrast, seed), level)
            .note(study.x.notes())
            .score(NuisanceScore.logLoss("propensity", propensity.name(), arm, raw, folds > 1))
            .score(score("outcome of the controls", study, m0, 0))
            .score(score("outcome of the treated", study, m1, 1));
    double[] e = new double[n];
    double[] weight = new double[n];
    int clipped = 0;
    for (int i = 0; i < n; i++) {
      e[i] = Math.min(1 - trim, Math.max(trim, raw[i]));
      clipped += e[i] == raw[i] ? 0 : 1;
      weight[i] = given[i] * (arm[i] == 1 ? 1 / e[i] : 1 / (1 - e[i]));
      raw[i] = Math.min(1, Math.max(0, raw[i]));
    }
    double low = Arrays.stream(study.y).min().orElseThrow();
    double range = Arrays.stream(study.y).max().orElseThrow() - low;
    Preconditions.checkArgument(range > 0, "outcome: is constant, %s", low);
    double[] target = Arrays.stream(study.y).map(v -> (v - low) / range).toArray();
    double[] q1 = fluctuated(target, arm, 1, scaled(m1, low, range), e, given);
    double[] q0 = fluctuated(target, arm, 0, scaled(m0, low, range), e, given);
    double[] mean = new double[2];
    for (int i = 0; i < n; i++) {
      mean[1] += given[i] * (low + range * q1[i]) / n;
      mean[0] += given[i] * (low + range * q0[i]) / n;
    }
    double[][] ofMean = new double[2][n];
    for (int i = 0; i < n; i++) {
      double residual = range * (target[i] - (arm[i] == 1 ? q1[i] : q0[i]));
      ofMean[1][i] = given[i] * (low + range * q1[i] - mean[1]);
      ofMean[0][i] = given[i] * (low + range * q0[i] - mean[0]);
      ofMean[arm[i]][i] += weight[i] * residual;
    }
    return findings
        .overlap(Overlap.of(raw, arm, weight, clipped, Balance.of(study.x, arm, weight)))
        .difference(Estimand.ATE, mean, ofMean, study.y, study.clusters, study.arms);
  }

  private NuisanceScore score(String what, Study study, double[] fitted, int a) {
    int[] rows = IntStream.range(0, study.n()).filter(i -> study.arm[i] == a).toArray();
    return NuisanceScore.rSquared(what, outcome.name(), study.y, fitted, rows, folds > 1);
  }

  private static double[] scaled(double[] m, double low, double range) {
    return Arrays.stream(m)
        .map(v -> Math.min(1 - EDGE, Math.max(EDGE, (v - low) / range)))
        .toArray();
  }

  /** The one-parameter logistic fit of an arm, with 1/P(arm) as the covariate; Newton's method. */
  private static double[] fluctuated(
      double[] target, int[] arm, int a, double[] initial, double[] e, double[] given) {
    int n = target.length;
    double[] h = new double[n];
    double[] logit = new double[n];
    for (int i = 0; i < n; i++) {
      h[i] = a == 1 ? 1 / e[i] : 1 / (1 - e[i]);
      logit[i] = Math.log(initial[i] / (1 - initial[i]));
    }
    double epsilon = 0;
    double step = Double.POSITIVE_INFINITY;
    for (int iteration = 0; Math.abs(step) > 1e-12; iteration++) {
      if (iteration == MAX_ITERATIONS) {
        throw new NotConvergedException(
            "targeting of the outcome", iteration, step, "trim the propensity at a larger bound");
      }
      double score = 0;
      double information = 0;
      for (int i = 0; i < n; i++) {
        if (arm[i] == a) {
          double q = LogitModel.sigmoid(logit[i] + epsilon * h[i]);
          score += given[i] * h[i] * (target[i] - q);
          information += given[i] * h[i] * h[i] * q * (1 - q);
        }
      }
      step = information > 0 ? score / information : 0;
      double bound = Math.abs(step) > 1 ? 1 / Math.abs(step) : 1;
      epsilon += step * bound;
    }
    double[] q = new double[n];
    for (int i = 0; i < n; i++) {
      q[i] = LogitModel.sigmoid(logit[i] + epsilon * h[i]);
    }
    return q;
  }

  @Override
  public String toString() {
    return name();
  }
}
