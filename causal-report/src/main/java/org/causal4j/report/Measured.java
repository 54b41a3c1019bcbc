package org.causal4j.report;

import com.google.common.base.Preconditions;

/**
 * A value with its interval. Both ends equal to the value: a value without an interval, drawn
 * without whiskers.
 *
 * @param value the estimate
 * @param low lower end of the interval
 * @param high upper end of the interval
 */
public record Measured(double value, double low, double high) {

  /** Checks that the numbers are finite and the ends in order. */
  public Measured {
    Preconditions.checkArgument(Double.isFinite(value), "value: %s is not finite", value);
    Preconditions.checkArgument(Double.isFinite(low), "low: %s is not finite", low);
    Preconditions.checkArgument(Double.isFinite(high), "high: %s is not finite", high);
    Preconditions.checkArgument(low <= high, "low: %s is above high, %s", low, high);
  }

  /** A value without an interval. */
  public static Measured of(double value) {
    return new Measured(value, value, value);
  }

  /** A value with its interval. */
  public static Measured of(double value, double low, double high) {
    return new Measured(value, low, high);
  }

  /** Whether there is an interval to draw. */
  public boolean hasInterval() {
    return low < high;
  }

  String text(int decimals) {
    String point = NumberText.fixed(value, decimals);
    return hasInterval() ? point + " " + intervalText(decimals) : point;
  }

  String intervalText(int decimals) {
    return "[" + NumberText.fixed(low, decimals) + ", " + NumberText.fixed(high, decimals) + "]";
  }

  @Override
  public String toString() {
    return hasInterval() ? value + " [" + low + ", " + high + "]" : Double.toString(value);
  }
}
