package org.causal4j.report;

import com.google.common.base.Preconditions;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as text, the same in every locale; the minus of text for people is U+2212. */
final class NumberText {
  private NumberText() {}

  /** A coordinate: at most two decimals, no trailing zeros, ASCII minus. */
  static String coordinate(double value) {
    long hundredths = Math.round(value * 100);
    if (hundredths % 100 == 0) {
      return Long.toString(hundredths / 100);
    }
    String text = BigDecimal.valueOf(hundredths, 2).toPlainString();
    return text.endsWith("0") ? text.substring(0, text.length() - 1) : text;
  }

  /** With this many decimals, half up, thousands grouped by a comma. */
  static String fixed(double value, int decimals) {
    Preconditions.checkArgument(Double.isFinite(value), "value: %s is not finite", value);
    Preconditions.checkArgument(
        decimals >= 0 && decimals <= 12, "decimals: %s is not within 0 to 12", decimals);
    return grouped(BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP));
  }

  private static String grouped(BigDecimal rounded) {
    String digits = rounded.abs().toPlainString();
    int point = digits.indexOf('.');
    String whole = point < 0 ? digits : digits.substring(0, point);
    String rest = point < 0 ? "" : digits.substring(point);
    StringBuilder out = new StringBuilder(rounded.signum() < 0 ? "\u2212" : "");
    for (int i = 0; i < whole.length(); i++) {
      if (i > 0 && (whole.length() - i) % 3 == 0) {
        out.append(',');
      }
      out.append(whole.charAt(i));
    }
    return out.append(rest).toString();
  }

  /** As {@link #fixed}, with a plus in front of what is above zero. */
  static String signed(double value, int decimals) {
    String text = fixed(value, decimals);
    boolean zero = text.chars().noneMatch(c -> c >= '1' && c <= '9');
    return zero || value < 0 ? text : "+" + text;
  }

  /** A share as percent: 0.123 with one decimal is "12.3%". */
  static String percent(double share, int decimals) {
    return fixed(share * 100, decimals) + "%";
  }

  static String count(long count) {
    return grouped(BigDecimal.valueOf(count));
  }

  /** Three significant digits at most, without trailing zeros: for tooltips and defaults. */
  static String brief(double value) {
    Preconditions.checkArgument(Double.isFinite(value), "value: %s is not finite", value);
    if (value == 0) {
      return "0";
    }
    int magnitude = (int) Math.floor(Math.log10(Math.abs(value)));
    String text = fixed(value, Math.min(12, Math.max(0, 2 - magnitude)));
    if (text.indexOf('.') < 0) {
      return text;
    }
    int end = text.length();
    while (text.charAt(end - 1) == '0') {
      end--;
    }
    return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
  }
}
