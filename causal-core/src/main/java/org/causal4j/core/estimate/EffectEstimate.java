package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.causal4j.core.Provenance;

/**
 * An effect with its uncertainty and what is needed to judge it. Effects are differences: of
 * probabilities for a binary outcome, of means else.
 *
 * <p>Immutable and safe to share between threads.
 *
 * @param estimator what estimated it, with its settings
 * @param estimand whose effect is averaged
 * @param estimate the point estimate
 * @param standardError of the estimate, cluster-robust where clusters were named
 * @param interval the normal interval
 * @param treated number of treated units; all of them where the treatment has many values
 * @param control number of control units
 * @param clusters number of clusters, equal to the number of units where none were named
 * @param overlap whether the arms can be compared; empty where no propensity was needed
 * @param notes what a reader must know
 * @param provenance where it comes from
 * @param nuisances how well the models of outcome and propensity predict
 * @param recipe how to do it again; empty where it was made from arrays
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
    Optional<Recipe> recipe) {

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
        Optional.of(newRecipe));
  }

  /** Number of units. */
  public int n() {
    return treated + control;
  }

  /** Two-sided p-value of no effect, from the normal distribution. */
  public double pValue() {
    if (standardError == 0) {
      return estimate == 0 ? 1 : 0;
    }
    double z = Math.abs(estimate / standardError);
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
            ? String.format(Locale.ROOT, "%s %.4g %s", estimand, estimate, interval)
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
