package org.causal4j.core.refute;

import com.google.common.base.Preconditions;
import java.util.Locale;

/**
 * What the data allow an effect to be: everything from low to high.
 *
 * @param low the smallest effect
 * @param high the largest
 */
public record Bounds(double low, double high) {
  /** Checks the order. */
  public Bounds {
    Preconditions.checkArgument(low <= high, "low: %s is above high, %s", low, high);
  }

  /** high − low. */
  public double width() {
    return high - low;
  }

  /** Whether an effect is allowed. */
  public boolean allows(double effect) {
    return low <= effect && effect <= high;
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "[%.4g, %.4g]", low, high);
  }
}
