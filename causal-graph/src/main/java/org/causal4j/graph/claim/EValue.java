package org.causal4j.graph.claim;

import com.google.common.base.Preconditions;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * How strong a hidden common cause would have to be, to explain an association away: the smallest
 * risk ratio that it must have with the treatment and with the outcome, beyond all that was
 * adjusted for (VanderWeele and Ding 2017, "Sensitivity analysis in observational research:
 * introducing the E-value", Annals of Internal Medicine 167). For a risk ratio RR ≥ 1 it is RR +
 * √(RR (RR − 1)); for RR &lt; 1 that of 1/RR.
 *
 * @param point for the estimate, at least 1
 * @param limit for the limit of the interval that is closer to 1, and 1 where the interval covers
 *     it; empty where there was no interval
 */
public record EValue(double point, OptionalDouble limit) {

  /** Checks that the values are at least 1. */
  public EValue {
    Preconditions.checkArgument(
        point >= 1 && Double.isFinite(point), "point: %s is not at least 1 and finite", point);
    if (limit.isPresent()) {
      double value = limit.getAsDouble();
      Preconditions.checkArgument(value >= 1, "limit: %s is below 1", value);
    }
  }

  /** Of a risk ratio without an interval. */
  public static EValue ofRiskRatio(double riskRatio) {
    return new EValue(eValue(check("riskRatio", riskRatio)), OptionalDouble.empty());
  }

  /** Of a risk ratio with its interval. */
  public static EValue ofRiskRatio(double riskRatio, double low, double high) {
    check("riskRatio", riskRatio);
    Preconditions.checkArgument(low >= 0, "low: %s is below 0", low);
    Preconditions.checkArgument(low <= riskRatio, "low: %s is not at most %s", low, riskRatio);
    Preconditions.checkArgument(high >= riskRatio, "high: %s is not at least %s", high, riskRatio);
    double nearer = riskRatio >= 1 ? Math.max(low, 1) : Math.min(high, 1);
    return new EValue(eValue(riskRatio), OptionalDouble.of(eValue(nearer)));
  }

  private static double eValue(double riskRatio) {
    double ratio = riskRatio < 1 ? 1 / riskRatio : riskRatio;
    return ratio + Math.sqrt(ratio * (ratio - 1));
  }

  private static double check(String name, double riskRatio) {
    Preconditions.checkArgument(
        riskRatio > 0 && Double.isFinite(riskRatio),
        "%s: %s is not positive and finite",
        name,
        riskRatio);
    return riskRatio;
  }

  @Override
  public String toString() {
    String interval =
        limit.isPresent()
            ? String.format(Locale.ROOT, ", limit of the interval %.2f", limit.getAsDouble())
            : "";
    return String.format(Locale.ROOT, "E-value %.2f%s", point, interval);
  }
}
