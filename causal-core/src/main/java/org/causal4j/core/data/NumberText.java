package org.causal4j.core.data;

/**
 * Reads decimal numbers, correctly rounded: digits with an optional sign, point and exponent. Not
 * read are the other things that {@link Double#parseDouble} takes, as {@code 1d} or {@code NaN}.
 */
final class NumberText {
  /** What is returned for a text that is no number, or none that a double holds. */
  static final double NONE = Double.POSITIVE_INFINITY;

  // Digits up to 2^53 and powers of ten up to 10^22 are exact, so that one division rounds once
  // (Clinger, "How to read floating point numbers accurately", PLDI 1990).
  private static final int EXACT_DIGITS = 15;
  private static final double[] POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
  };

  private NumberText() {}

  /** The number in {@code chars[from] .. chars[to - 1]}, or {@link #NONE}. */
  static double read(char[] chars, int from, int to) {
    int at = from;
    boolean negative = at < to && chars[at] == '-';
    if (negative || (at < to && chars[at] == '+')) {
      at++;
    }
    long digits = 0;
    int count = 0;
    int decimals = 0;
    boolean point = false;
    for (; at < to; at++) {
      char c = chars[at];
      if (c >= '0' && c <= '9') {
        if (++count > EXACT_DIGITS) {
          return slow(chars, from, to);
        }
        digits = 10 * digits + (c - '0');
        decimals += point ? 1 : 0;
      } else if (c == '.' && !point) {
        point = true;
      } else {
        return slow(chars, from, to);
      }
    }
    if (count == 0) {
      return NONE;
    }
    double value = digits / POWERS[decimals];
    return negative ? -value : value;
  }

  static double read(String text) {
    char[] chars = text.toCharArray();
    return read(chars, 0, chars.length);
  }

  private static double slow(char[] chars, int from, int to) {
    for (int at = from; at < to; at++) {
      char c = chars[at];
      boolean allowed =
          (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E';
      if (!allowed) {
        return NONE;
      }
    }
    try {
      double value = Double.parseDouble(new String(chars, from, to - from));
      return Double.isFinite(value) ? value : NONE;
    } catch (NumberFormatException e) {
      return NONE;
    }
  }
}
