package org.causal4j.core.estimate;

import java.util.Locale;

/**
 * The mean outcome if all units that an estimand averages over were in one treatment state.
 *
 * @param state of the treatment
 * @param mean estimated
 * @param standardError of the mean
 * @param interval the normal interval
 */
public record ArmMean(
    String state, double mean, double standardError, ConfidenceInterval interval) {
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s: mean %.4g %s", state, mean, interval);
  }
}
