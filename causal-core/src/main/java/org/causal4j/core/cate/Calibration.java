package org.causal4j.core.cate;

import java.util.Locale;
import org.causal4j.core.estimate.ConfidenceInterval;

/**
 * The best linear predictor of the effect by estimated effects: E[τ | τ̂] = average + slope (τ̂ −
 * mean of τ̂). A slope of 1 means that estimates are right on average at every size; of 0, that
 * they say nothing of who gains more; below 1, that they spread too far (Chernozhukov, Demirer,
 * Duflo and Fernández-Val, "Fisher-Schultz lecture: generic machine learning inference on
 * heterogeneous treatment effects", Econometrica 93(4), 2025, §2.2). Here by regression of doubly
 * robust scores.
 *
 * @param average effect of all units
 * @param averageInterval its interval
 * @param slope of the effect in the estimate
 * @param slopeError its standard error
 * @param slopeInterval its interval
 */
public record Calibration(
    double average,
    ConfidenceInterval averageInterval,
    double slope,
    double slopeError,
    ConfidenceInterval slopeInterval) {
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "average %.4g %s, slope %.3g %s",
        average,
        averageInterval,
        slope,
        slopeInterval);
  }
}
