package org.causal4j.recommend.evaluate;

import java.util.Locale;
import org.causal4j.core.estimate.ConfidenceInterval;

/**
 * A metric with its interval.
 *
 * @param value mean over users
 * @param interval from the bootstrap over users
 */
public record MetricValue(double value, ConfidenceInterval interval) {
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%.4f [%.4f, %.4f]", value, interval.low(), interval.high());
  }
}
