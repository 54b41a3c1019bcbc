package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.List;
import java.util.Optional;
import org.causal4j.core.Seed;

/**
 * Intervals for several effects on the same units, as of one treatment on many outcomes, that all
 * cover at once in a share {@code level} of repetitions: estimate ± c · standard error, c being the
 * quantile of the largest |t| under the effects' joint normal law, whose correlations come from the
 * influence values (Chernozhukov, Chetverikov and Kato, Annals of Statistics 41(6), 2013). They are
 * never wider than Bonferroni's by more than the error of 10,000 draws, and narrower where the
 * estimates move together. Ratios are banded on the log scale.
 *
 * @param critical c
 * @param intervals one an effect, in their order
 * @param pValues of no effect, adjusted so that the chance of any false rejection is kept
 * @param level at which all cover at once
 */
public record SimultaneousBands(
    double critical,
    ImmutableList<ConfidenceInterval> intervals,
    ImmutableDoubleArray pValues,
    double level) {

  /**
   * The bands of some effects. Cost n k + k² for k effects on n units, with 8 n k bytes while it
   * runs.
   *
   * @param effects from one table, with their influence values
   * @param level at which all cover at once, as .95
   * @param seed of the draws
   * @throws IllegalArgumentException if an effect has no influence values, or units or clusters
   *     differ
   */
  public static SimultaneousBands of(List<EffectEstimate> effects, double level, Seed seed) {
    Preconditions.checkArgument(!effects.isEmpty(), "effects: there are none");
    double[][] values = new double[effects.size()][];
    Optional<Influence> first = effects.get(0).influence();
    for (int k = 0; k < values.length; k++) {
      EffectEstimate effect = effects.get(k);
      Preconditions.checkArgument(
          effect.influence().isPresent() && first.isPresent(),
          "effects: number %s (%s) has no influence values",
          k,
          effect.estimator());
      Influence influence = effect.influence().orElseThrow();
      Preconditions.checkArgument(
          influence.hasClustersOf(first.orElseThrow()),
          "effects: number %s is of other units or clusters than the first",
          k);
      values[k] = influence.values();
    }
    MaxT law = new MaxT(ClusterVariance.covariance(values, first.orElseThrow().clusters()), seed);
    double critical = law.critical(level);
    ImmutableList.Builder<ConfidenceInterval> intervals = ImmutableList.builder();
    ImmutableDoubleArray.Builder pValues = ImmutableDoubleArray.builder(values.length);
    for (EffectEstimate effect : effects) {
      boolean ratio = effect.measure() != Measure.DIFFERENCE;
      double center = ratio ? Math.log(effect.estimate()) : effect.estimate();
      double half = critical * effect.standardError();
      intervals.add(
          ratio
              ? new ConfidenceInterval(Math.exp(center - half), Math.exp(center + half), level)
              : new ConfidenceInterval(center - half, center + half, level));
      pValues.add(
          effect.standardError() > 0
              ? law.pValue(center / effect.standardError())
              : effect.pValue());
    }
    return new SimultaneousBands(critical, intervals.build(), pValues.build(), level);
  }
}
