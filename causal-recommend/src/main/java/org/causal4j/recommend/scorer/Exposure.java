package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import org.causal4j.recommend.interaction.InteractionGraph;

/**
 * How likely an item is to be seen, as a power of how often it was taken: θᵢ = (dᵢ / max d)^power.
 * Pairs then weigh 1/θᵢ, at most {@code cap} times the weight of the most popular item's, and 1 on
 * average over all pairs (Saito et al., WSDM 2020, §5.2, where the power is ½; capping as usual for
 * inverse propensities).
 *
 * @param power 0 weighs all pairs alike, 1 all items alike
 * @param cap at least 1
 */
public record Exposure(double power, double cap) {
  /** Checks the limits. */
  public Exposure {
    Preconditions.checkArgument(power >= 0 && power <= 1, "power: %s is not 0 to 1", power);
    Preconditions.checkArgument(
        cap >= 1 && Double.isFinite(cap), "cap: %s is not 1 or above and finite", cap);
  }

  /** All pairs alike. */
  public static Exposure ignored() {
    return new Exposure(0, 1);
  }

  /** With a power, capped at 20. */
  public static Exposure ofPopularity(double power) {
    return new Exposure(power, 20);
  }

  /** A weight for the pairs of each item, 0 where it has none. */
  float[] weights(InteractionGraph graph) {
    int items = graph.items().size();
    int most = graph.itemDegrees().max();
    float[] weights = new float[items];
    double sum = 0;
    for (int item = 0; item < items; item++) {
      int degree = graph.byItem().rowLength(item);
      if (degree > 0) {
        weights[item] = (float) Math.min(cap, Math.pow((double) most / degree, power));
        sum += (double) weights[item] * degree;
      }
    }
    float scale = (float) (graph.pairs() / sum);
    for (int item = 0; item < items; item++) {
      weights[item] *= scale;
    }
    return weights;
  }
}
