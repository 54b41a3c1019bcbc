package org.causal4j.core.forest;

import com.google.common.base.Preconditions;
import java.util.Arrays;

/**
 * Numbers less their lower median, over the power of two at their spread. The trees hold floats, so
 * they are kept near 1; and as both steps are exact where the numbers allow, outcomes that are
 * shifted or doubled grow the same trees.
 */
final class Standard {
  final double center;
  final double scale;

  private Standard(double center, double scale) {
    this.center = center;
    this.scale = scale;
  }

  static Standard none() {
    return new Standard(0, 1);
  }

  static Standard of(String what, double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double center = sorted[(sorted.length - 1) / 2];
    double widest = Math.max(sorted[sorted.length - 1] - center, center - sorted[0]);
    Preconditions.checkArgument(
        widest < Double.MAX_VALUE / 4,
        "%s: reaches from %s to %s, too far for sums",
        what,
        sorted[0],
        sorted[sorted.length - 1]);
    if (widest < Double.MIN_NORMAL) {
      return new Standard(center, 1);
    }
    double first = Math.scalb(1.0, Math.getExponent(widest));
    double squares = 0;
    for (double value : values) {
      double off = (value - center) / first;
      squares += off * off;
    }
    double spread = Math.sqrt(squares / values.length);
    return new Standard(center, first * Math.scalb(1.0, Math.getExponent(spread)));
  }

  double of(double value) {
    return (value - center) / scale;
  }

  double[] ofAll(double[] values) {
    double[] all = new double[values.length];
    Arrays.setAll(all, i -> of(values[i]));
    return all;
  }
}
