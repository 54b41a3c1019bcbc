package org.causal4j.core.uplift;

import com.google.common.base.Preconditions;

/**
 * The best that any score could do where the outcome is 0 or 1, given the mean outcomes p₁ and p₀
 * of the arms: it targets first all whom treatment moves from 0 to 1, and last all whom it moves
 * from 1 to 0. How many there are is not identified; these are the most that p₁ and p₀ allow
 * (Fréchet's bounds: Heckman, Smith and Clements, Review of Economic Studies 64(4), 1997, §2; Tian
 * and Pearl, Annals of Mathematics and AI 28, 2000): helped min(p₁, 1 − p₀), harmed min(p₀, 1 −
 * p₁). Where p₁ + p₀ ≤ 1 that is the optimum of Radcliffe ("Using control groups to target on
 * predicted lift", Direct Marketing Analytics Journal, 2007). A real score stays below.
 *
 * @param helped most units that treatment can have moved from 0 to 1, as a share
 * @param harmed most units that treatment can have moved from 1 to 0, as a share
 * @param qini Qini coefficient of such a score, [p₁(1 − p₁) + p₀(1 − p₀)]/2
 */
public record PerfectModel(double helped, double harmed, UpliftValue qini) {
  /** Checks the shares. */
  public PerfectModel {
    Preconditions.checkArgument(
        helped >= 0 && harmed >= 0 && helped + harmed <= 1 + 1e-9,
        "helped: %s and harmed: %s are no shares of one population",
        helped,
        harmed);
  }

  /** Gain of the perfect score where this fraction is targeted. */
  public double gain(double fraction) {
    Preconditions.checkArgument(
        fraction >= 0 && fraction <= 1, "fraction: %s is not within 0 to 1", fraction);
    return Math.min(fraction, helped) - Math.max(0, fraction - (1 - harmed));
  }
}
