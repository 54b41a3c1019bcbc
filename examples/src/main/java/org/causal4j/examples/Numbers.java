package org.causal4j.examples;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as the commands print them. */
final class Numbers {
  private static final MathContext DIGITS = new MathContext(15);

  private Numbers() {}

  /** A finite number to 15 significant digits. */
  static BigDecimal exact(double value) {
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    return rounded.signum() == 0 ? BigDecimal.ZERO : rounded;
  }

  /** Milliseconds to the microsecond. */
  static double millis(long nanos) {
    return Math.round(nanos / 1e3) / 1e3;
  }
}
