package org.causal4j.core.uplift;

import com.google.common.base.Preconditions;
import java.util.Locale;

/**
 * Two scores of the same units, compared. The error of a difference is much smaller than those of
 * the two numbers suggest, as both rest on the same outcomes; it is that of the difference of their
 * influence values. Immutable.
 */
public final class UpliftComparison {
  private final UpliftCurve first;
  private final UpliftCurve second;
  private final UpliftValue qini;

  private UpliftComparison(UpliftCurve first, UpliftCurve second) {
    this.first = first;
    this.second = second;
    this.qini =
        difference(
            first.qini().estimate() - second.qini().estimate(),
            first.qiniInfluence(),
            second.qiniInfluence());
  }

  /**
   * The first score less the second.
   *
   * @throws IllegalArgumentException if the curves are not of the same units, treatments, outcomes,
   *     weights, propensities and clusters
   */
  public static UpliftComparison of(UpliftCurve first, UpliftCurve second) {
    first
        .data()
        .differsFrom(second.data())
        .ifPresent(
            reason -> {
              throw new IllegalArgumentException("second: the curves " + reason);
            });
    return new UpliftComparison(first, second);
  }

  private UpliftValue difference(double estimate, double[] a, double[] b) {
    return first
        .spread()
        .value(estimate, UpliftCurve.combined(a, 1, b, -1), first.options().level());
  }

  /** Qini of the first less that of the second; the same number for AUUC. */
  public UpliftValue qini() {
    return qini;
  }

  /** Gain of the first less that of the second where a fraction is targeted by either. */
  public UpliftValue gain(double fraction) {
    Preconditions.checkArgument(
        fraction >= 0 && fraction <= 1, "fraction: %s is not within 0 to 1", fraction);
    return difference(
        first.gain(fraction).estimate() - second.gain(fraction).estimate(),
        first.gainInfluence(fraction),
        second.gainInfluence(fraction));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "difference of Qini %s (p %.3g)", qini, qini.pValue());
  }
}
