package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;

/**
 * How scores that a graph filter has blurred are sharpened again (Choi et al., "Blurring-Sharpening
 * Process Models for Collaborative Filtering", SIGIR 2023, section 4.2): by the solution of dS/dt =
 * −S P̃, P̃ = R̃ᵀR̃, from 0 to a time, in steps of the classical Runge–Kutta method. The equation
 * is linear, so a step of length h is a product with I − hP̃ + (hP̃)²/2 − (hP̃)³/6 + (hP̃)⁴/24,
 * close to exp(−hP̃), which takes from the scores what is smoothest over the graph.
 *
 * <p>It differs from the paper in that points of time between are not averaged, and that blurring
 * is one step of length 1, as in all settings of the paper.
 *
 * @param time end of the process; above 0
 * @param steps number of steps to it
 * @param merge where the ideal low-pass part joins
 */
public record Sharpening(double time, int steps, Merge merge) {
  /** Steps longer than this would amplify what they are to damp: the method is not stable there. */
  private static final double LONGEST = 2.78;

  /** Where the ideal low-pass part joins the linear filter. */
  public enum Merge {
    /** Before sharpening, which then sharpens both (the paper's early merge). */
    EARLY,
    /** After it, as it is (late merge). */
    LATE
  }

  /** Checks the limits. */
  public Sharpening {
    Preconditions.checkArgument(
        time > 0 && Double.isFinite(time), "time: %s is not above 0 and finite", time);
    Preconditions.checkArgument(steps >= 1 && steps <= 20, "steps: %s is not from 1 to 20", steps);
    Preconditions.checkArgument(
        time / steps <= LONGEST,
        "time: %s in %s steps is above %s a step, where the Runge-Kutta method is not stable",
        time,
        steps,
        LONGEST);
    Preconditions.checkNotNull(merge, "merge");
  }

  /** The paper's setting for Gowalla: to 2.5 in one step, early merge. */
  public static Sharpening defaults() {
    return new Sharpening(2.5, 1, Merge.EARLY);
  }

  /** Coefficients of the powers of P̃ from 0 on that all steps together are a product with. */
  double[] polynomial() {
    double h = time / steps;
    double[] step = {1, -h, h * h / 2, -h * h * h / 6, h * h * h * h / 24};
    double[] all = {1};
    for (int done = 0; done < steps; done++) {
      double[] next = new double[all.length + step.length - 1];
      for (int i = 0; i < all.length; i++) {
        for (int j = 0; j < step.length; j++) {
          next[i + j] += all[i] * step[j];
        }
      }
      all = next;
    }
    return all;
  }
}
