package org.causal4j.core.cate;

import com.google.common.base.Preconditions;
import java.util.Locale;
import org.causal4j.core.estimate.ConfidenceInterval;

/**
 * The effect for units with certain features, E[Y(1) − Y(0) | X = x]. The interval is about that
 * mean, not about the effect on one unit, which no data can show.
 *
 * @param effect the estimate
 * @param standardError of the estimate, 0 or above
 * @param interval what it covers is said by the model that gave it
 */
public record CateEstimate(double effect, double standardError, ConfidenceInterval interval) {
  /** Checks that the numbers are finite. */
  public CateEstimate {
    Preconditions.checkArgument(Double.isFinite(effect), "effect: is %s", effect);
    Preconditions.checkArgument(
        standardError >= 0 && Double.isFinite(standardError),
        "standardError: %s is not 0 or above",
        standardError);
  }

  /** With the normal interval, effect ± z · standard error. */
  public static CateEstimate normal(double effect, double standardError, double level) {
    return new CateEstimate(
        effect, standardError, ConfidenceInterval.normal(effect, standardError, level));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.4g %s", effect, interval);
  }
}
