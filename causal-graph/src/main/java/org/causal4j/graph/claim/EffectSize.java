package org.causal4j.graph.claim;

import com.google.common.base.Preconditions;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * An estimated difference with its interval, as plain numbers.
 *
 * @param estimate the point estimate, in units of the outcome; 0 is no effect
 * @param low lower limit, at most the estimate
 * @param high upper limit, at least the estimate
 * @param level coverage of the interval, in (0, 1)
 * @param n the number of units
 * @param qValue false discovery rate at which this one of many estimates would be called (Benjamini
 *     and Hochberg 1995); empty where only one was made
 */
public record EffectSize(
    double estimate, double low, double high, double level, long n, OptionalDouble qValue) {

  /** Checks the numbers. */
  public EffectSize {
    Preconditions.checkArgument(Double.isFinite(estimate), "estimate: %s is not finite", estimate);
    Preconditions.checkArgument(low <= estimate, "low: %s is not at most %s", low, estimate);
    Preconditions.checkArgument(high >= estimate, "high: %s is not at least %s", high, estimate);
    Preconditions.checkArgument(level > 0 && level < 1, "level: %s is not in (0, 1)", level);
    Preconditions.checkArgument(n >= 1, "n: %s is below 1", n);
    if (qValue.isPresent()) {
      double q = qValue.getAsDouble();
      Preconditions.checkArgument(q >= 0 && q <= 1, "qValue: %s is not in [0, 1]", q);
    }
  }

  /** A single estimate with a 95% interval. */
  public static EffectSize of(double estimate, double low, double high, long n) {
    return new EffectSize(estimate, low, high, 0.95, n, OptionalDouble.empty());
  }

  /** The same with the q-value that it has among the estimates made with it. */
  public EffectSize withQValue(double q) {
    return new EffectSize(estimate, low, high, level, n, OptionalDouble.of(q));
  }

  /** The same with another coverage of the interval. */
  public EffectSize withLevel(double coverage) {
    return new EffectSize(estimate, low, high, coverage, n, qValue);
  }

  /**
   * Whether 0 lies outside the interval and, where this is one of many estimates, the q-value is at
   * most 1 − level.
   */
  public boolean excludesZero() {
    boolean outside = low > 0 || high < 0;
    return outside && (qValue.isEmpty() || qValue.getAsDouble() <= 1 - level + 1e-12);
  }

  @Override
  public String toString() {
    String q =
        qValue.isPresent() ? String.format(Locale.ROOT, ", q = %.3g", qValue.getAsDouble()) : "";
    return String.format(
        Locale.ROOT,
        "%s (%s%% interval %s to %s, n = %d%s)",
        number(estimate),
        number(100 * level),
        number(low),
        number(high),
        n,
        q);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4g", value)
        .replaceFirst("(\\.\\d*?)0+($|e)", "$1$2")
        .replaceFirst("\\.($|e)", "$1");
  }
}
