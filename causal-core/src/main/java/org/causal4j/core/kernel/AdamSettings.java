package org.causal4j.core.kernel;

import com.google.common.base.Preconditions;

/**
 * Settings of the Adam optimizer (Kingma and Ba, "Adam: a method for stochastic optimization", ICLR
 * 2015, Algorithm 1), with the decoupled weight decay of AdamW (Loshchilov and Hutter, "Decoupled
 * weight decay regularization", ICLR 2019, Algorithm 2).
 *
 * @param learningRate step size α, above 0
 * @param beta1 decay of the mean of gradients, in [0, 1)
 * @param beta2 decay of the mean of squared gradients, in [0, 1)
 * @param epsilon added to the denominator, above 0
 * @param weightDecay λ of AdamW: each step also takes {@code learningRate * λ} of a parameter away;
 *     0 for plain Adam
 */
public record AdamSettings(
    double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {

  /** Checks the ranges. */
  public AdamSettings {
    Preconditions.checkArgument(
        learningRate > 0 && learningRate < Double.POSITIVE_INFINITY,
        "learningRate: %s is not above 0 and finite",
        learningRate);
    Preconditions.checkArgument(beta1 >= 0 && beta1 < 1, "beta1: %s is not in [0, 1)", beta1);
    Preconditions.checkArgument(beta2 >= 0 && beta2 < 1, "beta2: %s is not in [0, 1)", beta2);
    Preconditions.checkArgument(
        (float) epsilon > 0 && epsilon < Double.POSITIVE_INFINITY,
        "epsilon: %s is not above 0 and finite in single precision",
        epsilon);
    Preconditions.checkArgument(
        weightDecay >= 0 && weightDecay * learningRate < 1,
        "weightDecay: %s is below 0, or takes all of a parameter in one step",
        weightDecay);
  }

  /** The paper's: α 0.001, β₁ 0.9, β₂ 0.999, ε 1e-8, no weight decay. */
  public static AdamSettings defaults() {
    return new AdamSettings(0.001, 0.9, 0.999, 1e-8, 0);
  }

  /** With another step size. */
  public AdamSettings withLearningRate(double value) {
    return new AdamSettings(value, beta1, beta2, epsilon, weightDecay);
  }

  /** With another decay of the mean of gradients. */
  public AdamSettings withBeta1(double value) {
    return new AdamSettings(learningRate, value, beta2, epsilon, weightDecay);
  }

  /** With another decay of the mean of squared gradients. */
  public AdamSettings withBeta2(double value) {
    return new AdamSettings(learningRate, beta1, value, epsilon, weightDecay);
  }

  /** With another addition to the denominator. */
  public AdamSettings withEpsilon(double value) {
    return new AdamSettings(learningRate, beta1, beta2, value, weightDecay);
  }

  /** With another weight decay. */
  public AdamSettings withWeightDecay(double value) {
    return new AdamSettings(learningRate, beta1, beta2, epsilon, value);
  }
}
