package org.causal4j.graph.counterfactual;

import com.google.common.base.Preconditions;
import java.util.Locale;

/**
 * The tightest interval that data and assumptions allow for a quantity.
 *
 * @param low the least value
 * @param high the greatest
 */
public record Bound(double low, double high) {
  private static final double ROUNDING = 1e-9;

  /** Checks the order of the ends; a reversal within rounding is straightened. */
  public Bound {
    Preconditions.checkArgument(
        low <= high + ROUNDING, "low: %s is above high, %s", (Object) low, (Object) high);
    high = Math.max(low, high);
  }

  /** Whether the value is determined. */
  public boolean isPoint() {
    return high - low <= ROUNDING;
  }

  /** high − low. */
  public double width() {
    return high - low;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "[%.4f, %.4f]", low, high);
  }
}
