package org.causal4j.core.refute;

import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.causal4j.core.estimate.ConfidenceInterval;
import org.causal4j.core.estimate.EffectEstimate;

/**
 * Judges estimates of effects that are known because they were planted. Two faults are looked for,
 * each at half the error rate: a bias of more than a quarter of the standard error (a bias below
 * that costs a 95 % interval less than a point of coverage), by the normal test of the mean error;
 * and intervals that miss the planted effect more than twice as often as their level allows, by the
 * binomial test.
 */
final class PlantedEffect {
  static final double BIAS = 0.25;
  static final double MISSES = 2;
  static final String RULE =
      "p is twice the smaller p-value of two tests: that the mean error of the refits is at most a"
          + " quarter of the estimate's standard error (normal), and that their intervals miss the"
          + " planted effect at most twice as often as their level says (binomial). p above the"
          + " error rate: STANDS. Else REFUTED if the mean error is half the estimate or more, or"
          + " more than four times the allowed share of intervals misses (binomial at half the"
          + " error rate); else WEAKENED.";

  private PlantedEffect() {}

  static Refutation judge(Finding finding, Refits refits, Refits.Outcome outcome, double[] truth) {
    finding.notes(outcome.notes()).estimates(outcome.points());
    if (outcome.isTooFew()) {
      return finding.verdict(
          Refutation.Verdict.INCONCLUSIVE, "too many refits failed to say anything");
    }
    int count = outcome.estimates().size();
    double[] errors = new double[count];
    int misses = 0;
    for (int i = 0; i < count; i++) {
      EffectEstimate estimate = outcome.estimates().get(i);
      double planted = truth[outcome.numbers().get(i)];
      errors[i] = estimate.estimate() - planted;
      misses += estimate.interval().covers(planted) ? 0 : 1;
    }
    double alpha = refits.options().errorRate();
    double mean = Finding.mean(errors);
    double meanError = Finding.deviation(errors) / Math.sqrt(count);
    double level = refits.original().interval().level();
    double tolerance = BIAS * refits.original().standardError();
    double ofBias = ofMeanAbove(Math.abs(mean) - tolerance, meanError);
    double ofMisses = ofCount(misses, count, MISSES * (1 - level));
    double p = Math.min(1, 2 * Math.min(ofBias, ofMisses));
    finding.pValue(p).interval(ConfidenceInterval.normal(mean, meanError, 1 - alpha));
    Object[] numbers = {count, mean, refits.original().standardError(), 100.0 * misses / count};
    String words =
        "in %d refits the mean error is %.4g (standard error of the estimate %.4g), and %.0f %% of"
            + " the intervals miss the planted effect";
    if (p > alpha) {
      return finding.verdict(Refutation.Verdict.STANDS, words, numbers);
    }
    boolean whole =
        (2 * ofBias <= alpha && Math.abs(mean) >= Math.abs(refits.original().estimate()) / 2)
            || 2 * ofCount(misses, count, Math.min(1, 2 * MISSES * (1 - level))) <= alpha;
    return finding.verdict(
        whole ? Refutation.Verdict.REFUTED : Refutation.Verdict.WEAKENED, words, numbers);
  }

  private static double ofMeanAbove(double excess, double error) {
    if (error == 0) {
      return excess > 0 ? 0 : 1;
    }
    return NormalDistribution.of(0, 1).survivalProbability(excess / error);
  }

  private static double ofCount(int misses, int count, double rate) {
    return misses == 0
        ? 1
        : BinomialDistribution.of(count, Math.min(1, rate)).survivalProbability(misses - 1);
  }

  /** The same effect for each refit. */
  static double[] constant(int count, double effect) {
    return IntStream.range(0, count).mapToDouble(i -> effect).toArray();
  }
}
