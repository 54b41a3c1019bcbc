package org.causal4j.recommend.effect;

import java.util.Locale;
import org.causal4j.core.estimate.EffectEstimate;

/**
 * What a log says of one pair of items. All effects are differences of probabilities: of a visit
 * with the effect within the horizon after a visit with the cause.
 *
 * @param pair the two items
 * @param trials visits at which the question could be asked
 * @param treatedOutcomes treated trials that were followed by the effect
 * @param controlOutcomes control trials that were followed by the effect
 * @param naive the plain difference between those who took the cause and those who did not: an
 *     association
 * @param adjusted the effect on those who took the cause, adjusted for what was known before
 * @param placebo the same with time running backwards: what it finds can't be an effect
 * @param qValue Benjamini–Hochberg over all pairs asked about, of {@code adjusted}
 */
public record PairEffect(
    ItemPair pair,
    int trials,
    int treatedOutcomes,
    int controlOutcomes,
    EffectEstimate naive,
    EffectEstimate adjusted,
    EffectEstimate placebo,
    double qValue) {

  /** Share of treated trials that were followed by the effect. */
  public double riskTreated() {
    return (double) treatedOutcomes / adjusted.treated();
  }

  /** Share of control trials that were followed by the effect. */
  public double riskControl() {
    return (double) controlOutcomes / adjusted.control();
  }

  /** Whether the placebo finds nothing: its interval covers 0. */
  public boolean survivesPlacebo() {
    return placebo.interval().covers(0);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: naive %+.3f, adjusted %+.3f %s, q %.3f, placebo %+.3f %s, %d of %d trials treated",
        pair,
        naive.estimate(),
        adjusted.estimate(),
        adjusted.interval(),
        qValue,
        placebo.estimate(),
        placebo.interval(),
        adjusted.treated(),
        trials);
  }
}
