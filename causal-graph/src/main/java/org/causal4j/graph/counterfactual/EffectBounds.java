package org.causal4j.graph.counterfactual;

import com.google.common.base.Preconditions;

/**
 * Bounds on the effect P(y | do(1)) − P(y | do(0)) of a binary treatment on a binary outcome where
 * hidden causes keep it from being determined.
 */
public final class EffectBounds {
  private EffectBounds() {}

  /**
   * With no assumption but consistency (Manski 1990, "Nonparametric bounds on treatment effects",
   * AER 80): from −P(x ≠ y) to P(x = y), so always of width 1.
   *
   * @param joint P(x, y), by treatment and outcome: {p00, p01, p10, p11}
   */
  public static Bound noAssumption(double... joint) {
    checkDistribution("joint", joint, 4);
    return new Bound(-(joint[1] + joint[2]), joint[0] + joint[3]);
  }

  /**
   * Where the treatment never prevents the outcome (monotone treatment response; Manski 1997,
   * "Monotone treatment response", Econometrica 65): from 0 to the no-assumption bound.
   *
   * @param joint P(x, y): {p00, p01, p10, p11}
   */
  public static Bound monotone(double... joint) {
    return new Bound(0, Math.max(0, noAssumption(joint).high()));
  }

  /**
   * With a binary instrument z: by the linear program over the sixteen ways in which a unit may
   * respond, x to z and y to x (Balke and Pearl 1997, "Bounds on treatment effects from studies
   * with imperfect compliance", JASA 92), which is sharp.
   *
   * @param given0 P(x, y | z = 0): {p00, p01, p10, p11}
   * @param given1 P(x, y | z = 1)
   * @throws IllegalArgumentException where no model with this instrument can have these
   *     probabilities (the instrumental inequality fails)
   */
  public static Bound instrument(double[] given0, double[] given1) {
    checkDistribution("given0", given0, 4);
    checkDistribution("given1", given1, 4);
    int types = 16;
    double[][] equations = new double[8][types];
    double[] right = new double[8];
    double[] effect = new double[types];
    for (int type = 0; type < types; type++) {
      int toZ = type / 4;
      int toX = type % 4;
      for (int z = 0; z < 2; z++) {
        int x = respond(toZ, z);
        equations[4 * z + 2 * x + respond(toX, x)][type] = 1;
      }
      effect[type] = respond(toX, 1) - respond(toX, 0);
    }
    System.arraycopy(given0, 0, right, 0, 4);
    System.arraycopy(given1, 0, right, 4, 4);
    double low = LinearProgram.minimum(effect, equations, right);
    double[] negative = new double[types];
    for (int type = 0; type < types; type++) {
      negative[type] = -effect[type];
    }
    return new Bound(low, -LinearProgram.minimum(negative, equations, right));
  }

  /** 0 never, 1 as told, 2 against what is told, 3 always. */
  private static int respond(int type, int to) {
    return switch (type) {
      case 0 -> 0;
      case 1 -> to;
      case 2 -> 1 - to;
      default -> 1;
    };
  }

  private static void checkDistribution(String name, double[] p, int size) {
    Preconditions.checkArgument(p.length == size, "%s: has %s cells, not %s", name, p.length, size);
    double total = 0;
    for (double value : p) {
      Preconditions.checkArgument(value >= 0, "%s: holds %s", name, (Object) value);
      total += value;
    }
    Preconditions.checkArgument(
        Math.abs(total - 1) <= 1e-6, "%s: sums to %s", name, (Object) total);
  }
}
