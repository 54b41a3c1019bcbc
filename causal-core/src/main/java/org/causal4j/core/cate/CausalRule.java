package org.causal4j.core.cate;

import com.google.common.collect.ImmutableList;
import java.util.Locale;
import org.causal4j.core.estimate.ConfidenceInterval;

/**
 * Units described by conditions on features, and their average effect.
 *
 * @param conditions all of them hold, as "age <= 32.5"; none where all units are meant
 * @param rows units in the data that meet them
 * @param estimatedFrom those of them whose outcomes the estimate is from
 * @param effect mean of their doubly robust scores
 * @param standardError of the effect
 * @param interval of the effect
 */
public record CausalRule(
    ImmutableList<String> conditions,
    int rows,
    int estimatedFrom,
    double effect,
    double standardError,
    ConfidenceInterval interval) {

  /** As "age <= 32.5 and previous > 3: effect 0.12 [0.08, 0.16], 1,204 rows". */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: effect %.3g [%.3g, %.3g], %,d rows",
        conditions.isEmpty() ? "all" : String.join(" and ", conditions),
        effect,
        interval.low(),
        interval.high(),
        rows);
  }
}
