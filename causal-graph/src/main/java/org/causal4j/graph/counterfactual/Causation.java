package org.causal4j.graph.counterfactual;

import com.google.common.base.Preconditions;
import java.util.Arrays;

/**
 * Probabilities of causation of a binary treatment x and a binary outcome y: of necessity PN (would
 * the outcome have failed to appear without the treatment, where both were seen), of sufficiency PS
 * (would the treatment have brought it about, where neither was seen), and of both PNS (Pearl 1999,
 * "Probabilities of causation", Synthese 121; bounds of Tian and Pearl 2000, "Probabilities of
 * causation: bounds and identification", Annals of Mathematics and AI 28, equations 20 to 27).
 *
 * @param p11 P(x, y)
 * @param p10 P(x, y′)
 * @param p01 P(x′, y)
 * @param p00 P(x′, y′)
 * @param doX P(y | do(x))
 * @param doNotX P(y | do(x′))
 */
public record Causation(double p11, double p10, double p01, double p00, double doX, double doNotX) {
  private static final double ROUNDING = 1e-9;

  /** Checks that these are probabilities that one model can have. */
  public Causation {
    double total = p11 + p10 + p01 + p00;
    Preconditions.checkArgument(
        p11 >= 0 && p10 >= 0 && p01 >= 0 && p00 >= 0 && Math.abs(total - 1) <= 1e-6,
        "p: the four cells sum to %s",
        (Object) total);
    checkPossible("doX", doX, p11, 1 - p10);
    checkPossible("doNotX", doNotX, p01, 1 - p00);
  }

  private static void checkPossible(String name, double value, double low, double high) {
    Preconditions.checkArgument(
        value >= low - ROUNDING && value <= high + ROUNDING,
        "%s: %s is outside [%s, %s], which what was observed allows",
        name,
        value,
        low,
        high);
  }

  /** Where the treatment is as good as random: the effects are the conditional probabilities. */
  public static Causation unconfounded(double p11, double p10, double p01, double p00) {
    return new Causation(p11, p10, p01, p00, p11 / (p11 + p10), p01 / (p01 + p00));
  }

  private double y() {
    return p11 + p01;
  }

  /** Bounds on PNS = P(y under x, y′ under x′). */
  public Bound necessityAndSufficiency() {
    double low = max(0, doX - doNotX, y() - doNotX, doX - y());
    double high = min(doX, 1 - doNotX, p11 + p00, doX - doNotX + p10 + p01);
    return new Bound(low, high);
  }

  /**
   * Bounds on PN = P(y′ under x′ | x, y).
   *
   * @throws IllegalArgumentException where x and y are never seen together
   */
  public Bound necessity() {
    Preconditions.checkArgument(p11 > 0, "p11: is 0, nobody had both treatment and outcome");
    return new Bound(max(0, (y() - doNotX) / p11), min(1, (1 - doNotX - p00) / p11));
  }

  /**
   * Bounds on PS = P(y under x | x′, y′).
   *
   * @throws IllegalArgumentException where nobody had neither
   */
  public Bound sufficiency() {
    Preconditions.checkArgument(p00 > 0, "p00: is 0, everybody had treatment or outcome");
    return new Bound(max(0, (doX - y()) / p00), min(1, (doX - p11) / p00));
  }

  /**
   * The three as numbers where the treatment never prevents the outcome (monotonicity: Tian and
   * Pearl 2000, Theorem 3); PNS is then the effect.
   *
   * @throws IllegalArgumentException where the data contradict monotonicity
   */
  public Monotone monotone() {
    Preconditions.checkArgument(
        y() >= doNotX - ROUNDING && doX >= y() - ROUNDING,
        "p: monotonicity needs P(y | do(x')) <= P(y) <= P(y | do(x)), and they are %s, %s, %s",
        doNotX,
        y(),
        doX);
    Preconditions.checkArgument(p11 > 0 && p00 > 0, "p: p11 and p00 must be above 0");
    return new Monotone((y() - doNotX) / p11, (doX - y()) / p00, doX - doNotX);
  }

  /**
   * Under monotonicity.
   *
   * @param necessity PN
   * @param sufficiency PS
   * @param both PNS
   */
  public record Monotone(double necessity, double sufficiency, double both) {}

  private static double max(double... values) {
    return Arrays.stream(values).max().orElseThrow();
  }

  private static double min(double... values) {
    return Arrays.stream(values).min().orElseThrow();
  }
}
