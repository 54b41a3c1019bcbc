package org.causal4j.core.cate;

import java.util.Locale;
import org.causal4j.core.estimate.ConfidenceInterval;

/**
 * The average effect of the units whose estimated effects are of a certain rank.
 *
 * @param group from 1, that with the smallest estimates
 * @param units how many
 * @param predicted mean of the estimates
 * @param effect mean of the doubly robust scores
 * @param standardError of the effect
 * @param interval covers this group's effect
 * @param band together with those of the other groups it covers all of their effects at the level
 */
public record EffectGroup(
    int group,
    int units,
    double predicted,
    double effect,
    double standardError,
    ConfidenceInterval interval,
    ConfidenceInterval band) {
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "group %d, %d units: effect %.4g %s, band %s, predicted %.4g",
        group,
        units,
        effect,
        interval,
        band,
        predicted);
  }
}
