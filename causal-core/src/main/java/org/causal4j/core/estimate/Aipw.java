package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.causal4j.core.Provenance;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.kernel.spi.Workers;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Learner;
import org.causal4j.core.learn.Learners;
import org.causal4j.core.learn.Predictor;

/**
 * Augmented inverse propensity weighting with cross-fitting: right if either the outcome model or
 * the propensity model is (Robins, Rotnitzky and Zhao, JASA 89(427), 1994; cross-fitting after
 * Chernozhukov et al., "Double/debiased machine learning", Econometrics Journal 21(1), 2018, §5.1).
 *
 * <p>With propensity e and outcome regressions m₁, m₀, each predicted for a unit by models that
 * have not seen its fold:
 *
 * <ul>
 *   <li>ATE: mean of m₁ − m₀ + T(Y − m₁)/e − (1 − T)(Y − m₀)/(1 − e)
 *   <li>ATT: mean of [T(Y − m₀) − (1 − T) · e/(1 − e) · (Y − m₀)] / P(T = 1); needs no m₁, and no
 *       division by a small e, which makes it the one to use where treatment is rare
 *   <li>ATC: the ATT of the arms exchanged, with its sign turned
 * </ul>
 *
 * <p>Clusters stay within one fold, and the standard error is robust to dependence within them.
 * Folds are drawn so that each gets its share of the treated. A propensity beyond the trimming
 * bound is set to it and counted. With {@link #withRepeats} the folds are drawn several times and
 * the median of the estimates is taken, so that the answer depends less on how they fell. Immutable
 * and safe to share between threads; cost is that of fitting the learners once a fold and repeat.
 */
public final class Aipw implements Estimator {
  private final int folds;
  private final int repeats;
  private final Learner outcome;
  private final Learner propensity;
  private final double trim;
  private final double level;
  private final Estimand estimand;
  private final Optional<String> weightColumn;
  private final Optional<String> clusterColumn;
  private final int threads;

  private Aipw(
      int folds,
      int repeats,
      Learner outcome,
      Learner propensity,
      double trim,
      double level,
      Estimand estimand,
      Optional<String> weightColumn,
      Optional<String> clusterColumn,
      int threads) {
    Preconditions.checkArgument(threads >= 1, "threads: %s is below 1", threads);
    Preconditions.checkArgument(folds >= 1, "folds: %s is below 1", folds);
    Preconditions.checkArgument(repeats >= 1, "repeats: %s is below 1", repeats);
    Preconditions.checkArgument(
        trim >= 0 && trim < 0.5, "trim: %s is not 0 or above and below .5", trim);
    ConfidenceInterval.checkLevel(level);
    Preconditions.checkArgument(
        estimand == Estimand.ATE || estimand == Estimand.ATT || estimand == Estimand.ATC,
        "estimand: AIPW estimates ATE, ATT or ATC, not %s",
        estimand);
    this.folds = folds;
    this.repeats = repeats;
    this.outcome = outcome;
    this.propensity = propensity;
    this.trim = trim;
    this.level = level;
    this.estimand = estimand;
    this.weightColumn = weightColumn;
    this.clusterColumn = clusterColumn;
    this.threads = threads;
  }

  static Aipw defaults() {
    return new Aipw(
        5,
        1,
        Learners.ridge(),
        Learners.logistic(),
        0.01,
        0.95,
        Estimand.ATE,
        Optional.empty(),
        Optional.empty(),
        1);
  }

  /** With this many folds (default 5); 1 means no cross-fitting. */
  public Aipw withFolds(int newFolds) {
    return new Aipw(
        newFolds,
        repeats,
        outcome,
        propensity,
        trim,
        level,
        estimand,
        weightColumn,
        clusterColumn,
        threads);
  }

  /**
   * With the folds drawn this many times (default 1): the estimate is the median over the draws,
   * its variance the median of each draw's variance plus the square of its distance to the median
   * (Chernozhukov et al. 2018, Definition 3.3).
   */
  public Aipw withRepeats(int newRepeats) {
    return new Aipw(
        folds,
        newRepeats,
        outcome,
        propensity,
        trim,
        level,
        estimand,
        weightColumn,
        clusterColumn,
        threads);
  }

  /** With a learner of the outcome (default ridge). */
  public Aipw withOutcome(Learner learner) {
    return new Aipw(
        folds,
        repeats,
        learner,
        propensity,
        trim,
        level,
        estimand,
        weightColumn,
        clusterColumn,
        threads);
  }

  /** With a learner of the propensity (default logistic). */
  public Aipw withPropensity(Learner learner) {
    return new Aipw(
        folds,
        repeats,
        outcome,
        learner,
        trim,
        level,
        estimand,
        weightColumn,
        clusterColumn,
        threads);
  }

  /**
   * With propensities kept within [trim, 1 − trim] (default .01); the ATT needs the upper bound.
   */
  public Aipw withTrim(double newTrim) {
    return new Aipw(
        folds,
        repeats,
        outcome,
        propensity,
        newTrim,
        level,
        estimand,
        weightColumn,
        clusterColumn,
        threads);
  }

  /** With intervals of a level (default .95). */
  public Aipw withLevel(double newLevel) {
    return new Aipw(
        folds,
        repeats,
        outcome,
        propensity,
        trim,
        newLevel,
        estimand,
        weightColumn,
        clusterColumn,
        threads);
  }

  /** With another estimand (default ATE). */
  public Aipw withEstimand(Estimand newEstimand) {
    return new Aipw(
        folds,
        repeats,
        outcome,
        propensity,
        trim,
        level,
        newEstimand,
        weightColumn,
        clusterColumn,
        threads);
  }

  /**
   * With weights of the units, as of a survey or against censoring; taken as known. They count in
   * the models of outcome and propensity ({@link Learner#fitWeighted}) and in the average.
   */
  @Override
  public Aipw withWeights(String column) {
    return new Aipw(
        folds,
        repeats,
        outcome,
        propensity,
        trim,
        level,
        estimand,
        Optional.of(column),
        clusterColumn,
        threads);
  }

  /**
   * With this many threads (default 1), which fit the models of several folds at once; the result
   * does not depend on it. Memory for the learners grows with it.
   */
  public Aipw withThreads(int newThreads) {
    return new Aipw(
        folds,
        repeats,
        outcome,
        propensity,
        trim,
        level,
        estimand,
        weightColumn,
        clusterColumn,
        newThreads);
  }

  /** With a column of the table whose equal cells mark dependent rows. */
  @Override
  public Aipw withClusters(String column) {
    return new Aipw(
        folds,
        repeats,
        outcome,
        propensity,
        trim,
        level,
        estimand,
        weightColumn,
        Optional.of(column),
        threads);
  }

  @Override
  public String name() {
    return "AIPW, "
        + (folds == 1 ? "no cross-fitting" : folds + " folds")
        + (repeats == 1 ? "" : ", median of " + repeats + " draws")
        + ", outcome "
        + outcome.name()
        + ", propensity "
        + propensity.name();
  }

  @Override
  public Optional<String> refuses(Design design) {
    return Refusal.unlessAdjustment(design, "AIPW adjusts for covariates");
  }

  @Override
  public Optional<String> clusters() {
    return clusterColumn;
  }

  @Override
  public EffectEstimate estimate(Design design, Table table, Contrast contrast, Seed seed) {
    Study study = Study.of(this, design, table, contrast);
    return estimate(study, table, seed).withRecipe(new Recipe(this, design, contrast, seed));
  }

  /** From what was read of a table. */
  EffectEstimate estimate(Study study, Table table, Seed seed) {
    double[] weights = BinaryTable.weights(table, weightColumn);
    double mean = Arrays.stream(weights).average().orElseThrow();
    Arrays.setAll(weights, i -> weights[i] / mean);
    return repeated(study.x, study.arm, study.y, weights, study.clusters, seed);
  }

  /**
   * The effect from arrays, one entry a unit.
   *
   * @param x covariates
   * @param treatment 0 or 1
   * @param y outcome
   * @param clusters units of one number depend on each other
   * @throws IllegalArgumentException if an arm is empty, or so small that a fold has none of it to
   *     learn from, if a learner predicts no finite number, or if a propensity that is not trimmed
   *     makes a weight infinite
   */
  public EffectEstimate estimate(
      Features x, int[] treatment, double[] y, int[] clusters, Seed seed) {
    double[] ones = new double[y.length];
    Arrays.fill(ones, 1);
    return repeated(x, treatment, y, ones, clusters, seed);
  }

  private EffectEstimate repeated(
      Features x, int[] treatment, double[] y, double[] weights, int[] clusters, Seed seed) {
    if (repeats == 1) {
      return once(x, treatment, y, weights, clusters, seed);
    }
    List<EffectEstimate> draws =
        IntStream.range(0, repeats)
            .mapToObj(
                r ->
                    once(
                        x,
                        treatment,
                        y,
                        weights,
                        clusters,
                        r == 0 ? seed : seed.derive("repeat").derive(r)))
            .toList();
    return Medians.of(draws).asEstimate(draws.get(0).provenance());
  }

  private EffectEstimate once(
      Features x, int[] treatment, double[] y, double[] given, int[] clusters, Seed seed) {
    DifferenceInMeans.Arms arms = DifferenceInMeans.Arms.check(treatment, y, clusters);
    Preconditions.checkArgument(
        x.rows() == y.length, "x: has %s rows for %s outcomes", x.rows(), y.length);
    Preconditions.checkArgument(
        arms.clusters() >= Math.max(2, folds),
        "clusters: %s are too few for %s folds",
        arms.clusters(),
        folds);
    boolean exchanged = estimand == Estimand.ATC;
    int[] arm = exchanged ? Arrays.stream(treatment).map(t -> 1 - t).toArray() : treatment;
    Nuisances fit = crossFit(x, arm, y, given, clusters, seed);
    AipwMeans means =
        new AipwMeans(
            estimand != Estimand.ATE,
            fit.propensity,
            fit.treatedOutcome,
            fit.controlOutcome,
            arm,
            y,
            given);
    double[] influence = means.difference();
    double estimate = Arrays.stream(influence).average().orElseThrow();
    means.center(influence, estimate);
    double error = ClusterVariance.standardError(influence, clusters);
    double signed = exchanged ? -estimate : estimate;
    double[] weights = weights(fit.propensity, arm);
    Arrays.setAll(weights, i -> given[i] * weights[i]);
    double[] ofTreated =
        exchanged ? Arrays.stream(fit.rawPropensity).map(e -> 1 - e).toArray() : fit.rawPropensity;
    Overlap overlap =
        Overlap.of(ofTreated, treatment, weights, fit.clipped, Balance.of(x, treatment, weights));
    ImmutableList.Builder<String> notes = ImmutableList.builder();
    notes.addAll(x.notes());
    if (arms.clusters() < 30) {
      notes.add("only " + arms.clusters() + " clusters: the interval may be too short");
    }
    return new EffectEstimate(
            name(),
            estimand,
            signed,
            error,
            ConfidenceInterval.normal(signed, error, level),
            arms.treated(),
            arms.control(),
            arms.clusters(),
            Optional.of(overlap),
            notes.build(),
            Provenance.of(
                "effect estimate",
                ImmutableMap.of(
                    "estimator",
                    name(),
                    "estimand",
                    estimand.name(),
                    "trim",
                    Double.toString(trim),
                    "units",
                    Integer.toString(y.length),
                    "seed",
                    Long.toString(seed.value()))),
            scores(fit, arm, y, exchanged),
            Optional.empty())
        .with(
            Optional.of(means.arms(exchanged, clusters, level)),
            Optional.of(means.influence(exchanged, clusters)));
  }

  /** Predictions for each unit by models that have not seen its fold. */
  private static final class Nuisances {
    private final double[] treatedOutcome;
    private final double[] controlOutcome;
    private final double[] rawPropensity;
    private final double[] propensity;
    private int clipped;

    Nuisances(int n) {
      treatedOutcome = new double[n];
      controlOutcome = new double[n];
      rawPropensity = new double[n];
      propensity = new double[n];
    }
  }

  private Nuisances crossFit(
      Features x, int[] arm, double[] y, double[] given, int[] clusters, Seed seed) {
    int n = y.length;
    int[] fold = Folds.assign(arm, clusters, folds, seed.derive("folds"));
    double[] arms = Arrays.stream(arm).asDoubleStream().toArray();
    Nuisances fit = new Nuisances(n);
    int models = estimand == Estimand.ATE ? 3 : 2;
    new Workers(threads)
        .run(
            models * folds,
            task -> {
              int f = task / models;
              fitModel(fit, x, arm, arms, y, given, fold, f, task % models, seed.derive(f));
            });
    if (models == 2) {
      System.arraycopy(fit.controlOutcome, 0, fit.treatedOutcome, 0, n);
    }
    for (int i = 0; i < n; i++) {
      fit.clipped += fit.propensity[i] == fit.rawPropensity[i] ? 0 : 1;
    }
    return fit;
  }

  /** Fits a model, 0 for the propensity, 1 and 2 for the arms, and predicts for its fold. */
  private void fitModel(
      Nuisances fit,
      Features x,
      int[] arm,
      double[] arms,
      double[] y,
      double[] given,
      int[] fold,
      int held,
      int part,
      Seed seed) {
    int n = y.length;
    int[] learn = Folds.rows(n, i -> folds == 1 || fold[i] != held);
    int treated = 0;
    for (int i : learn) {
      treated += arm[i];
    }
    int control = learn.length - treated;
    Preconditions.checkArgument(
        treated > 1 && control > 1,
        "folds: %s folds leave %s treated and %s control units to learn from",
        folds,
        treated,
        control);
    int[] predicted = Folds.rows(n, i -> folds == 1 || fold[i] == held);
    if (part == 0) {
      Predictor e = fit(propensity, x, arms, given, learn, seed.derive("propensity"));
      for (int i : predicted) {
        setPropensity(fit, i, CrossFit.finite(e.predict(x, i), propensity, i));
      }
      return;
    }
    int[] own = Folds.rows(n, i -> arm[i] == part - 1 && (folds == 1 || fold[i] != held));
    Predictor m =
        fit(
            outcome,
            x,
            y,
            given,
            own,
            seed.derive(part == 1 ? "control outcome" : "treated outcome"));
    double[] target = part == 1 ? fit.controlOutcome : fit.treatedOutcome;
    for (int i : predicted) {
      target[i] = CrossFit.finite(m.predict(x, i), outcome, i);
    }
  }

  private Predictor fit(
      Learner learner, Features x, double[] y, double[] given, int[] rows, Seed seed) {
    return weightColumn.isPresent()
        ? learner.fitWeighted(x, y, given, rows, seed)
        : learner.fit(x, y, rows, seed);
  }

  private void setPropensity(Nuisances fit, int i, double predicted) {
    double raw = Math.min(1, Math.max(0, predicted));
    double lower = estimand == Estimand.ATE ? trim : 0;
    fit.rawPropensity[i] = raw;
    fit.propensity[i] = Math.min(1 - trim, Math.max(lower, raw));
    boolean weighable =
        fit.propensity[i] < 1 && (estimand != Estimand.ATE || fit.propensity[i] > 0);
    Preconditions.checkArgument(
        weighable,
        "trim: %s leaves row %s a propensity of %s and so an infinite weight; use one above 0",
        trim,
        i,
        fit.propensity[i]);
  }

  private ImmutableList<NuisanceScore> scores(
      Nuisances fit, int[] arm, double[] y, boolean exchanged) {
    boolean outOfFold = folds > 1;
    int[] treated = IntStream.range(0, arm.length).filter(i -> arm[i] == 1).toArray();
    int[] control = IntStream.range(0, arm.length).filter(i -> arm[i] == 0).toArray();
    ImmutableList.Builder<NuisanceScore> scores = ImmutableList.builder();
    scores.add(
        NuisanceScore.logLoss("propensity", propensity.name(), arm, fit.rawPropensity, outOfFold));
    scores.add(
        NuisanceScore.rSquared(
            exchanged ? "outcome of the treated" : "outcome of the controls",
            outcome.name(),
            y,
            fit.controlOutcome,
            control,
            outOfFold));
    if (estimand == Estimand.ATE) {
      scores.add(
          NuisanceScore.rSquared(
              "outcome of the treated", outcome.name(), y, fit.treatedOutcome, treated, outOfFold));
    }
    return scores.build();
  }

  private double[] weights(double[] e, int[] arm) {
    double[] weights = new double[e.length];
    for (int i = 0; i < e.length; i++) {
      if (estimand == Estimand.ATE) {
        weights[i] = arm[i] == 1 ? 1 / e[i] : 1 / (1 - e[i]);
      } else {
        weights[i] = arm[i] == 1 ? 1 : e[i] / (1 - e[i]);
      }
    }
    return weights;
  }

  @Override
  public String toString() {
    return name() + ", " + estimand;
  }
}
