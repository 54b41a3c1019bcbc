package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.causal4j.core.Provenance;
import org.causal4j.core.design.Contrast;

/**
 * An effect with its uncertainty and what is needed to judge it. Estimators give differences: of
 * probabilities for a binary outcome, of means else. {@link #as} turns them into ratios where the
 * two means are known ({@link #arms}).
 *
 * <p>Immutable and safe to share between threads.
 *
 * @param estimator what estimated it, with its settings
 * @param estimand whose effect is averaged
 * @param estimate the point estimate
 * @param standardError of the estimate, cluster-robust where clusters were named; of a ratio, that
 *     of its logarithm
 * @param interval the normal interval; of a ratio, on the log scale and carried back
 * @param treated number of treated units; all of them where the treatment has many values
 * @param control number of control units
 * @param clusters number of clusters, equal to the number of units where none were named
 * @param overlap whether the arms can be compared; empty where no propensity was needed
 * @param notes what a reader must know
 * @param provenance where it comes from
 * @param nuisances how well the models of outcome and propensity predict
 * @param recipe how to do it again, as a difference; empty where it was made from arrays
 * @param measure how the two means are compared
 * @param arms the two means, from estimators that estimate them
 * @param influence what each unit adds to the error, where it is kept
 */
public record EffectEstimate(
    String estimator,
    Estimand estimand,
    double estimate,
    double standardError,
    ConfidenceInterval interval,
    int treated,
    int control,
    int clusters,
    Optional<Overlap> overlap,
    ImmutableList<String> notes,
    Provenance provenance,
    ImmutableList<NuisanceScore> nuisances,
    Optional<Recipe> recipe,
    Measure measure,
    Optional<ArmMeans> arms,
    Optional<Influence> influence) {

  /** An estimate without scores of nuisances, which can't be refitted. */
  public EffectEstimate(
      String estimator,
      Estimand estimand,
      double estimate,
      double standardError,
      ConfidenceInterval interval,
      int treated,
      int control,
      int clusters,
      Optional<Overlap> overlap,
      ImmutableList<String> notes,
      Provenance provenance) {
    this(
        estimator,
        estimand,
        estimate,
        standardError,
        interval,
        treated,
        control,
        clusters,
        overlap,
        notes,
        provenance,
        ImmutableList.of(),
        Optional.empty(),
        Measure.DIFFERENCE,
        Optional.empty(),
        Optional.empty());
  }

  /** A difference without the means behind it. */
  public EffectEstimate(
      String estimator,
      Estimand estimand,
      double estimate,
      double standardError,
      ConfidenceInterval interval,
      int treated,
      int control,
      int clusters,
      Optional<Overlap> overlap,
      ImmutableList<String> notes,
      Provenance provenance,
      ImmutableList<NuisanceScore> nuisances,
      Optional<Recipe> recipe) {
    this(
        estimator,
        estimand,
        estimate,
        standardError,
        interval,
        treated,
        control,
        clusters,
        overlap,
        notes,
        provenance,
        nuisances,
        recipe,
        Measure.DIFFERENCE,
        Optional.empty(),
        Optional.empty());
  }

  /** Checks that the numbers are finite. */
  public EffectEstimate {
    Preconditions.checkArgument(
        Double.isFinite(estimate) && Double.isFinite(standardError),
        "estimate: %s with standard error %s is not finite (%s)",
        estimate,
        standardError,
        estimator);
  }

  /** With how to do it again. */
  EffectEstimate withRecipe(Recipe newRecipe) {
    Contrast contrast = newRecipe.contrast();
    return new EffectEstimate(
        estimator,
        estimand,
        estimate,
        standardError,
        interval,
        treated,
        control,
        clusters,
        overlap,
        notes,
        provenance,
        nuisances,
        Optional.of(newRecipe),
        measure,
        arms.map(a -> a.named(contrast.treated(), contrast.control())),
        influence);
  }

  /** With the means behind it and the influence of its units. */
  EffectEstimate with(Optional<ArmMeans> newArms, Optional<Influence> newInfluence) {
    ArmMeans.Difference difference =
        new ArmMeans.Difference(new ArmMeans.Point(estimate, standardError), newInfluence);
    return with(
        Measure.DIFFERENCE,
        estimate,
        standardError,
        interval,
        newArms.map(a -> a.with(difference)),
        newInfluence);
  }

  private EffectEstimate with(
      Measure newMeasure,
      double newEstimate,
      double newError,
      ConfidenceInterval newInterval,
      Optional<ArmMeans> newArms,
      Optional<Influence> newInfluence) {
    return new EffectEstimate(
        estimator,
        estimand,
        newEstimate,
        newError,
        newInterval,
        treated,
        control,
        clusters,
        overlap,
        notes,
        provenance,
        nuisances,
        recipe,
        newMeasure,
        newArms,
        newInfluence);
  }

  /** Without the influence of its units, which takes memory. */
  public EffectEstimate withoutInfluence() {
    ArmMeans.Point point = new ArmMeans.Point(estimate, standardError);
    return with(
        measure,
        estimate,
        standardError,
        interval,
        arms.map(
            a ->
                a.with(
                    new ArmMeans.Difference(
                        measure == Measure.DIFFERENCE ? point : a.difference().point(),
                        Optional.empty()))),
        Optional.empty());
  }

  /**
   * The same effect in another measure: a ratio from the two means, its interval by the delta
   * method on the log scale. Where folds were drawn several times the logarithm is the median over
   * the draws.
   *
   * @throws IllegalArgumentException if the estimator does not estimate the two means, if they are
   *     not positive (ratio), or if the outcome is not 0 and 1 (odds ratio)
   */
  public EffectEstimate as(Measure newMeasure) {
    if (newMeasure == measure) {
      return this;
    }
    Preconditions.checkArgument(
        arms.isPresent(),
        "measure: %s does not estimate the two means, so there is no %s",
        estimator,
        newMeasure.words());
    ArmMeans means = arms.get();
    double level = interval.level();
    if (newMeasure == Measure.DIFFERENCE) {
      ArmMeans.Point point = means.difference().point();
      return with(
          newMeasure,
          point.estimate(),
          point.standardError(),
          ConfidenceInterval.normal(point.estimate(), point.standardError(), level),
          arms,
          means.difference().influence());
    }
    ArmMeans.Point log = means.logarithm(newMeasure);
    ConfidenceInterval onLog =
        ConfidenceInterval.normal(log.estimate(), log.standardError(), level);
    double[] slopes = means.slopes(newMeasure);
    return with(
        newMeasure,
        Math.exp(log.estimate()),
        log.standardError(),
        new ConfidenceInterval(Math.exp(onLog.low()), Math.exp(onLog.high()), level),
        arms,
        means.difference().influence().map(i -> i.along(slopes[0], slopes[1])));
  }

  /** Number of units. */
  public int n() {
    return treated + control;
  }

  /** Two-sided p-value of no effect, from the normal distribution. */
  public double pValue() {
    double distance = measure == Measure.DIFFERENCE ? estimate : Math.log(estimate);
    if (standardError == 0) {
      return distance == 0 ? 1 : 0;
    }
    double z = Math.abs(distance / standardError);
    return 2 * NormalDistribution.of(0, 1).survivalProbability(z);
  }

  /** Whether overlap allows to quote the number. */
  public boolean isQuotable() {
    return overlap.isEmpty() || overlap.get().verdict() != Overlap.Verdict.NONE;
  }

  @Override
  public String toString() {
    String head =
        isQuotable()
            ? String.format(
                Locale.ROOT,
                "%s%s %.4g %s",
                estimand,
                measure == Measure.DIFFERENCE ? "" : " as " + measure.words(),
                estimate,
                interval)
            : "no quotable " + estimand + ": the arms do not overlap";
    return String.format(
        Locale.ROOT,
        "%s (%s, %d treated, %d control%s)",
        head,
        estimator,
        treated,
        control,
        clusters < n() ? ", " + clusters + " clusters" : "");
  }
}
