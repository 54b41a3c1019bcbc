package org.causal4j.report;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;

/**
 * A linear scale whose ticks are 1, 2 or 5 times a power of ten apart (Heckbert, "Nice numbers for
 * graph labels", Graphics Gems, 1990).
 *
 * @param low where the scale begins
 * @param high where it ends
 * @param step distance of ticks
 */
record Axis(double low, double high, double step) {

  /** A scale around the values, widened to whole ticks. */
  static Axis around(double low, double high, int ticks) {
    Preconditions.checkArgument(
        Double.isFinite(low) && Double.isFinite(high) && low <= high,
        "range: %s to %s is none",
        low,
        high);
    double from = low;
    double to = high;
    if (to - from < 1e-12 * Math.max(1, Math.abs(to))) {
      double room = from == 0 ? 1 : Math.abs(from) / 2;
      from -= room;
      to += room;
    }
    double step = niceStep((to - from) / ticks);
    return new Axis(
        Math.floor(from / step + 1e-9) * step, Math.ceil(to / step - 1e-9) * step, step);
  }

  /** A scale of exactly this range. */
  static Axis exactly(double low, double high, int ticks) {
    return new Axis(low, high, niceStep((high - low) / ticks));
  }

  private static double niceStep(double raw) {
    double power = Math.pow(10, Math.floor(Math.log10(raw)));
    double fraction = raw / power;
    double nice =
        fraction <= 1 + 1e-9 ? 1 : fraction <= 2 + 1e-9 ? 2 : fraction <= 5 + 1e-9 ? 5 : 10;
    return nice * power;
  }

  ImmutableList<Double> ticks() {
    ImmutableDoubleArray.Builder ticks = ImmutableDoubleArray.builder();
    long first = (long) Math.ceil(low / step - 1e-9);
    long last = (long) Math.floor(high / step + 1e-9);
    for (long i = first; i <= last; i++) {
      ticks.add(i * step);
    }
    return ImmutableList.copyOf(ticks.build().asList());
  }

  /** Decimals that tell neighboring ticks apart. */
  int decimals() {
    return (int) Math.min(12, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
  }

  String label(double tick) {
    return NumberText.fixed(tick, decimals());
  }

  /** Where a value lies between two pixels; what is beyond the scale stays at its end. */
  double place(double value, double from, double to) {
    double share = (Math.min(high, Math.max(low, value)) - low) / (high - low);
    return from + share * (to - from);
  }
}
