package org.causal4j.graph.bayes;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers for people: four significant digits, no zero before the point. */
final class ShortNumbers {
  private static final MathContext DIGITS = new MathContext(4);

  private ShortNumbers() {}

  static String probability(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return Double.toString(value);
    }
    BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
    if (rounded.signum() == 0 || Math.abs(value) < 1e-14) {
      return "0"; // what is left of a difference of equal numbers
    }
    if (Math.abs(value) < 1e-4 || Math.abs(value) >= 1e7) {
      return rounded.toString();
    }
    String plain = rounded.toPlainString();
    if (plain.startsWith("0.")) {
      return plain.substring(1);
    }
    return plain.startsWith("-0.") ? "-" + plain.substring(2) : plain;
  }
}
