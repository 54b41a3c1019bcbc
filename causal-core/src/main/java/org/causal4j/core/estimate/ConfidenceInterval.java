package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import java.util.Locale;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * An interval that covers the true value in a share of {@code level} of repetitions.
 *
 * @param low lower end
 * @param high upper end
 * @param level between 0 and 1, as .95
 */
public record ConfidenceInterval(double low, double high, double level) {
  /** Checks the order of the ends. */
  public ConfidenceInterval {
    Preconditions.checkArgument(low <= high, "low: %s is above high, %s", low, high);
    checkLevel(level);
  }

  /** The normal interval, estimate ± z · standard error. */
  public static ConfidenceInterval normal(double estimate, double standardError, double level) {
    checkLevel(level);
    Preconditions.checkArgument(
        standardError >= 0, "standardError: %s is not 0 or above", standardError);
    double z = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - level) / 2);
    return new ConfidenceInterval(
        estimate - z * standardError, estimate + z * standardError, level);
  }

  static void checkLevel(double level) {
    Preconditions.checkArgument(level > 0 && level < 1, "level: %s is not between 0 and 1", level);
  }

  /** Whether a value lies within, ends included. */
  public boolean covers(double value) {
    return low <= value && value <= high;
  }

  /** high − low. */
  public double width() {
    return high - low;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "[%.4g, %.4g]", low, high);
  }
}
