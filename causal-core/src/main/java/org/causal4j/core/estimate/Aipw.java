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
    this.clusterColumn = clusterColumn;
    this.threads = threads;
  }

  static Aipw defaults() {
    return new Aipw(
        5, 1, Learners.ridge(), Learners.logistic(), 0.01, 0.95, Estimand.ATE, Optional.empty(), 1);
  }

  /** With this many folds (default 5); 1 means no cross-fitting. */
  public Aipw withFolds(int newFolds) {
    return new Aipw(
        newFolds, repeats, outcome, propensity, trim, level, estimand, clusterColumn, threads);
  }

  /**
   * With the folds drawn this many times (default 1): the estimate is the median over the draws,
   * its variance the median of each draw's variance plus the square of its distance to the median
   * (Chernozhukov et al. 2018, Definition 3.3).
   */
  public Aipw withRepeats(int newRepeats) {
    return new Aipw(
        folds, newRepeats, outcome, propensity, trim, level, estimand, clusterColumn, threads);
  }

  /** With a learner of the outcome (default ridge). */
  public Aipw withOutcome(Learner learner) {
    return new Aipw(
        folds, repeats, learner, propensity, trim, level, estimand, clusterColumn, threads);
  }

  /** With a learner of the propensity (default logistic). */
  public Aipw withPropensity(Learner learner) {
    return new Aipw(
        folds, repeats, outcome, learner, trim, level, estimand, clusterColumn, threads);
  }

  /**
   * With propensities kept within [trim, 1 − trim] (default .01); the ATT needs the upper bound.
   */
  public Aipw withTrim(double newTrim) {
    return new Aipw(
        folds, repeats, outcome, propensity, newTrim, level, estimand, clusterColumn, threads);
  }

  /** With intervals of a level (default .95). */
  public Aipw withLevel(double newLevel) {
    return new Aipw(
        folds, repeats, outcome, propensity, trim, newLevel, estimand, clusterColumn, threads);
  }

  /** With another estimand (default ATE). */
  public Aipw withEstimand(Estimand newEstimand) {
    return new Aipw(
        folds, repeats, outcome, propensity, trim, level, newEstimand, clusterColumn, threads);
  }

  /**
   * With this many threads (default 1), which fit the models of several folds at once; the result
   * does not depend on it. Memory for the learners grows with it.
   */
  public Aipw withThreads(int newThreads) {
    return new Aipw(
        folds, repeats, outcome, propensity, trim, level, estimand, clusterColumn, newThreads);
  }

  /** With a column of the table whose equal cells mark dependent rows. */
  @Override
  public Aipw withClusters(String column) {
    return new Aipw(
        folds, repeats, outcome, propensity, trim, level, estimand, Optional.of(column), threads);
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
    return design.fold(
        randomized -> Optional.<String>empty(),
        backdoor -> Optional.<String>empty(),
        frontDoor -> refusal(design),
        instrument -> refusal(design),
        panel -> refusal(design));
  }

  private static Optional<String> refusal(Design design) {
    return Optional.of("AIPW adjusts for covariates; it does not serve " + design);
  }

  @Override
  public Optional<String> clusters() {
    return clusterColumn;
  }

  @Override
  public EffectEstimate estimate(Design design, Table table, Contrast contrast, Seed seed) {
    Study study = Study.of(this, design, table, contrast);
    return estimate(study.x, study.arm, study.y, study.clusters, seed)
        .withRecipe(new Recipe(this, design, contrast, seed));
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
    if (repeats == 1) {
      return once(x, treatment, y, clusters, seed);
    }
    List<EffectEstimate> draws =
        IntStream.range(0, repeats)
            .mapToObj(
                r ->
                    once(
                        x, treatment, y, clusters, r == 0 ? seed : seed.derive("repeat").derive(r)))
            .toList();
    return Medians.of(draws).asEstimate(draws.get(0).provenance());
  }

  private EffectEstimate once(Features x, int[] treatment, double[] y, int[] clusters, Seed seed) {
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
    Nuisances fit = crossFit(x, arm, y, clusters, seed);
    double[] influence = influence(fit, arm, y);
    double estimate = Arrays.stream(influence).average().orElseThrow();
    double share = Arrays.stream(arm).average().orElseThrow();
    for (int i = 0; i < influence.length; i++) {
      influence[i] -= estimand == Estimand.ATE ? estimate : arm[i] / share * estimate;
    }
    double error = ClusterVariance.standardError(influence, clusters);
    double signed = exchanged ? -estimate : estimate;
    double[] weights = weights(fit.propensity, arm);
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
        Optional.empty());
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

  private Nuisances crossFit(Features x, int[] arm, double[] y, int[] clusters, Seed seed) {
    int n = y.length;
    int[] fold = Folds.assign(arm, clusters, folds, seed.derive("folds"));
    double[] arms = Arrays.stream(arm).asDoubleStream().toArray();
    Nuisances fit = new Nuisances(n);
    new Workers(threads).run(folds, f -> fitFold(fit, x, arm, arms, y, fold, f, seed.derive(f)));
    for (int i = 0; i < n; i++) {
      fit.clipped += fit.propensity[i] == fit.rawPropensity[i] ? 0 : 1;
    }
    return fit;
  }

  private void fitFold(
      Nuisances fit,
      Features x,
      int[] arm,
      double[] arms,
      double[] y,
      int[] fold,
      int held,
      Seed seed) {
    int n = y.length;
    int[] learn =
        folds == 1
            ? IntStream.range(0, n).toArray()
            : IntStream.range(0, n).filter(i -> fold[i] != held).toArray();
    int[] treated = Arrays.stream(learn).filter(i -> arm[i] == 1).toArray();
    int[] control = Arrays.stream(learn).filter(i -> arm[i] == 0).toArray();
    Preconditions.checkArgument(
        treated.length > 1 && control.length > 1,
        "folds: %s folds leave %s treated and %s control units to learn from",
        folds,
        treated.length,
        control.length);
    Predictor e = propensity.fit(x, arms, learn, seed.derive("propensity"));
    Predictor m0 = outcome.fit(x, y, control, seed.derive("control outcome"));
    Predictor m1 =
        estimand == Estimand.ATE ? outcome.fit(x, y, treated, seed.derive("treated outcome")) : m0;
    for (int i = 0; i < n; i++) {
      if (folds == 1 || fold[i] == held) {
        predict(fit, i, x, e, m1, m0);
      }
    }
  }

  private void predict(Nuisances fit, int i, Features x, Predictor e, Predictor m1, Predictor m0) {
    double raw = Math.min(1, Math.max(0, finite(e.predict(x, i), propensity, i)));
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
    fit.treatedOutcome[i] = finite(m1.predict(x, i), outcome, i);
    fit.controlOutcome[i] = finite(m0.predict(x, i), outcome, i);
  }

  private static double finite(double predicted, Learner learner, int row) {
    Preconditions.checkArgument(
        Double.isFinite(predicted),
        "learner '%s': predicts %s for row %s",
        learner.name(),
        predicted,
        row);
    return predicted;
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

  private double[] influence(Nuisances fit, int[] arm, double[] y) {
    double share = Arrays.stream(arm).average().orElseThrow();
    double[] influence = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      double e = fit.propensity[i];
      double overControl = y[i] - fit.controlOutcome[i];
      if (estimand == Estimand.ATE) {
        influence[i] =
            fit.treatedOutcome[i]
                - fit.controlOutcome[i]
                + (arm[i] == 1 ? (y[i] - fit.treatedOutcome[i]) / e : -overControl / (1 - e));
      } else {
        influence[i] = (arm[i] == 1 ? overControl : -e / (1 - e) * overControl) / share;
      }
    }
    return influence;
  }

  @Override
  public String toString() {
    return name() + ", " + estimand;
  }
}
