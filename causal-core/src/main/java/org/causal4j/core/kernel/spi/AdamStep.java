package org.causal4j.core.kernel.spi;

/**
 * The constants of one Adam step, with bias corrections worked out in double precision. For each
 * entry:
 *
 * <pre>
 * m = beta1 m + (1 - beta1) g
 * v = beta2 v + (1 - beta2) g g
 * p = keep p - stepSize m / (sqrt(v) rootCorrection + epsilon)
 * </pre>
 *
 * @param beta1 decay of the mean of gradients
 * @param oneMinusBeta1 its complement
 * @param beta2 decay of the mean of squared gradients
 * @param oneMinusBeta2 its complement
 * @param stepSize α / (1 − β₁ᵗ)
 * @param rootCorrection 1 / √(1 − β₂ᵗ)
 * @param epsilon added to the denominator
 * @param keep 1 − α λ, the share of a parameter that weight decay leaves
 */
public record AdamStep(
    float beta1,
    float oneMinusBeta1,
    float beta2,
    float oneMinusBeta2,
    float stepSize,
    float rootCorrection,
    float epsilon,
    float keep) {}
