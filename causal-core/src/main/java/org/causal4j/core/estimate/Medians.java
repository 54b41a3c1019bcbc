package org.causal4j.core.estimate;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.causal4j.core.Provenance;

/**
 * The median over splits, with the standard error √median(SE² + (θ − median θ)²) (Chernozhukov et
 * al., Econometrics Journal 21(1), 2018, Definition 3.3).
 *
 * @param estimate median of the estimates
 * @param standardError that counts how they differ
 * @param middle the split nearest to the median, whose influence values stand for all
 * @param arms the means of all splits
 */
record Medians(
    double estimate, double standardError, EffectEstimate middle, Optional<ArmMeans> arms) {
  static Medians of(List<EffectEstimate> splits) {
    double median = median(splits.stream().mapToDouble(EffectEstimate::estimate).toArray());
    double variance =
        median(
            splits.stream()
                .mapToDouble(
                    s ->
                        s.standardError() * s.standardError()
                            + (s.estimate() - median) * (s.estimate() - median))
                .toArray());
    EffectEstimate middle =
        splits.stream()
            .min(Comparator.comparingDouble(s -> Math.abs(s.estimate() - median)))
            .orElseThrow();
    List<ArmMeans> means = splits.stream().flatMap(s -> s.arms().stream()).toList();
    return new Medians(
        median,
        Math.sqrt(variance),
        middle,
        means.size() == splits.size() ? Optional.of(ArmMeans.ofDraws(means)) : Optional.empty());
  }

  /** The middle split with the median and its standard error in place of its own. */
  EffectEstimate asEstimate(Provenance provenance) {
    return new EffectEstimate(
            middle.estimator(),
            middle.estimand(),
            estimate,
            standardError,
            ConfidenceInterval.normal(estimate, standardError, middle.interval().level()),
            middle.treated(),
            middle.control(),
            middle.clusters(),
            middle.overlap(),
            middle.notes(),
            provenance,
            middle.nuisances(),
            middle.recipe())
        .with(arms, middle.influence());
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }
}
