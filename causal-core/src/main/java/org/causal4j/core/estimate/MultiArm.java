package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
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
 * Effects of a treatment of several states from all rows at once: E[Y(a)] for each state a over the
 * whole population, and their differences from that of one state (Cattaneo, "Efficient
 * semiparametric estimation of multi-valued treatment effects under ignorability", Journal of
 * Econometrics 155(2), 2010). With generalized propensities e_a(x) = P(T = a | x) (Imbens,
 * Biometrika 87(3), 2000) and outcome models m_a:
 *
 * <ul>
 *   <li>{@link Method#AIPW}: mean of m_a + 1{T = a}(Y − m_a)/e_a, cross-fitted
 *   <li>{@link Method#IPW}: the mean of Y in arm a weighted by 1/e_a; the propensities are
 *       cross-fitted and then taken as known, which usually makes the interval too wide
 *   <li>{@link Method#REGRESSION}: the mean over all units of the least-squares fit in arm a
 * </ul>
 *
 * <p>The propensities of the arms sum to 1: a logistic learner fits all of them at once, by
 * multinomial regression; another one, an arm at a time against the rest, and they are scaled
 * ({@link Learner#ofClasses()}). Comparing two arms on their rows alone would ask another question:
 * the effect among the units of these two arms. Serves randomized and back-door designs. Immutable
 * and safe to share between threads.
 *
 * @param method how the means are estimated
 * @param folds of the cross-fitting
 * @param outcome learner, for AIPW
 * @param propensity learner of the arms ({@link Learner#ofClasses()}), for AIPW and IPW
 * @param trim propensities below it are set to it, and counted
 * @param level of the intervals and of the bands
 * @param clusters column whose equal cells mark dependent rows
 */
public record MultiArm(
    Method method,
    int folds,
    Learner outcome,
    Learner propensity,
    double trim,
    double level,
    Optional<String> clusters)
    implements Estimator {

  /** How the mean of an arm is estimated. */
  public enum Method {
    /** Doubly robust. */
    AIPW,
    /** By the propensities. */
    IPW,
    /** By least squares in each arm. */
    REGRESSION
  }

  /** Checks the ranges. */
  public MultiArm {
    Preconditions.checkArgument(folds >= 2, "folds: %s is below 2", folds);
    Preconditions.checkArgument(
        trim > 0 && trim < 0.5, "trim: %s is not above 0 and below .5", trim);
    ConfidenceInterval.checkLevel(level);
  }

  static MultiArm defaults() {
    return new MultiArm(
        Method.AIPW, 5, Learners.ridge(), Learners.logistic(), 0.01, 0.95, Optional.empty());
  }

  /** With another method (default AIPW). */
  public MultiArm withMethod(Method newMethod) {
    return new MultiArm(newMethod, folds, outcome, propensity, trim, level, clusters);
  }

  /** With this many folds (default 5). */
  public MultiArm withFolds(int newFolds) {
    return new MultiArm(method, newFolds, outcome, propensity, trim, level, clusters);
  }

  /** With a learner of the outcome (default ridge). */
  public MultiArm withOutcome(Learner learner) {
    return new MultiArm(method, folds, learner, propensity, trim, level, clusters);
  }

  /** With a learner of the arms, by {@link Learner#ofClasses()} (default logistic). */
  public MultiArm withPropensity(Learner learner) {
    return new MultiArm(method, folds, outcome, learner, trim, level, clusters);
  }

  /** With propensities kept at or above this (default .01). */
  public MultiArm withTrim(double newTrim) {
    return new MultiArm(method, folds, outcome, propensity, newTrim, level, clusters);
  }

  /** With intervals of a level (default .95). */
  public MultiArm withLevel(double newLevel) {
    return new MultiArm(method, folds, outcome, propensity, trim, newLevel, clusters);
  }

  @Override
  public MultiArm withClusters(String column) {
    return new MultiArm(method, folds, outcome, propensity, trim, level, Optional.of(column));
  }

  @Override
  public String name() {
    return switch (method) {
      case AIPW ->
          "AIPW of all arms, "
              + folds
              + " folds, outcome "
              + outcome.name()
              + ", propensity "
              + propensity.ofClasses().name();
      case IPW ->
          "IPW of all arms, " + folds + " folds, propensity " + propensity.ofClasses().name();
      case REGRESSION -> "regression in each arm, standardized";
    };
  }

  @Override
  public Optional<String> refuses(Design design) {
    return Refusal.unlessAdjustment(design, "a comparison of arms adjusts for covariates");
  }

  /** The effect of one state against another, with the rows of all states in the models. */
  @Override
  public EffectEstimate estimate(Design design, Table table, Contrast contrast, Seed seed) {
    Preconditions.checkArgument(
        contrast.treatment().equals(design.treatment()),
        "contrast: is of '%s', the design of '%s'",
        contrast.treatment(),
        design.treatment());
    return compare(design, table, contrast.control(), List.of(contrast.treated()), seed)
        .effects()
        .get(0);
  }

  /** The effects of all other states that occur, in the order of the table's column. */
  public ArmEffects compare(Design design, Table table, String control, Seed seed) {
    List<String> others =
        ArmTable.states(table.column(design.treatment())).stream()
            .filter(state -> !state.equals(control))
            .toList();
    return compare(design, table, control, others, seed);
  }

  /**
   * The effects of some states against one. Bands are drawn from the seed.
   *
   * @param control the state compared with
   * @param treated the states asked about, at least one
   * @throws IllegalArgumentException if a state does not occur, or an arm is too small for a fold
   *     to learn from
   */
  public ArmEffects compare(
      Design design, Table table, String control, List<String> treated, Seed seed) {
    Preconditions.checkArgument(!treated.isEmpty(), "treated: there is no state");
    ArmTable arms = ArmTable.of(this, design, table);
    int reference = arms.number(control);
    int[] asked = treated.stream().mapToInt(arms::number).toArray();
    Preconditions.checkArgument(
        Arrays.stream(asked).distinct().count() == asked.length,
        "treated: a state of %s is named twice",
        treated);
    Preconditions.checkArgument(
        Arrays.stream(asked).noneMatch(a -> a == reference),
        "treated: %s is also the control state",
        control);
    ArmMeanModel model = new ArmMeanModel(this, arms, seed);
    ImmutableList.Builder<EffectEstimate> effects = ImmutableList.builder();
    ImmutableList.Builder<ArmMean> means = ImmutableList.builder();
    means.add(mean(arms, model, reference));
    for (int a : asked) {
      means.add(mean(arms, model, a));
      Contrast contrast =
          new Contrast(design.treatment(), arms.states.get(reference), arms.states.get(a));
      effects.add(effect(arms, model, a, reference, new Recipe(this, design, contrast, seed)));
    }
    ImmutableList<EffectEstimate> found = effects.build();
    return new ArmEffects(
        control, means.build(), found, SimultaneousBands.of(found, level, seed.derive("bands")));
  }

  private ArmMean mean(ArmTable arms, ArmMeanModel model, int a) {
    double error = ClusterVariance.standardError(model.influence[a], arms.clusters);
    return new ArmMean(
        arms.states.get(a),
        model.mean[a],
        error,
        ConfidenceInterval.normal(model.mean[a], error, level));
  }

  private EffectEstimate effect(
      ArmTable arms, ArmMeanModel model, int a, int reference, Recipe recipe) {
    Findings findings = new Findings(recipe, level).note(model.notes).scores(model.scores);
    if (method == Method.REGRESSION) {
      int[] units = units(arms, a, reference);
      int[] treatment = Arrays.stream(units).map(i -> arms.arm[i] == a ? 1 : 0).toArray();
      Overlap.ofSeparated(arms.x.rows(units), treatment).ifPresent(findings::overlap);
    } else {
      findings.overlap(overlap(arms, model, a, reference));
    }
    return findings.difference(
        Estimand.ATE,
        new double[] {model.mean[reference], model.mean[a]},
        new double[][] {model.influence[reference], model.influence[a]},
        arms.y,
        arms.clusters,
        new DifferenceInMeans.Arms(
            arms.size(a), arms.size(reference), ClusterVariance.count(arms.clusters)));
  }

  private static int[] units(ArmTable arms, int a, int reference) {
    return IntStream.range(0, arms.n())
        .filter(i -> arms.arm[i] == a || arms.arm[i] == reference)
        .toArray();
  }

  /** Of the units of the two arms, by the propensity of one against the other. */
  private static Overlap overlap(ArmTable arms, ArmMeanModel model, int a, int reference) {
    int[] units = units(arms, a, reference);
    double[] propensity = new double[units.length];
    double[] weights = new double[units.length];
    int[] treatment = new int[units.length];
    int clipped = 0;
    for (int k = 0; k < units.length; k++) {
      int i = units[k];
      int own = arms.arm[i];
      treatment[k] = own == a ? 1 : 0;
      double sum = model.raw[a][i] + model.raw[reference][i];
      propensity[k] = sum > 0 ? model.raw[a][i] / sum : 0.5;
      weights[k] = 1 / model.propensity[own][i];
      clipped += model.raw[own][i] < model.propensity[own][i] ? 1 : 0;
    }
    return Overlap.of(arms.x.rows(units), propensity, treatment, weights, clipped);
  }

  @Override
  public String toString() {
    return name();
  }
}
