package org.causal4j.core;

/**
 * An iteration that did not reach its tolerance. It is thrown rather than a number that only looks
 * like an answer.
 */
public final class NotConvergedException extends CausalException {
  private static final long serialVersionUID = 1L;

  private final int iterations;
  private final double residual;

  /**
   * @param what the iteration, as "logistic regression"
   * @param iterations how many were run
   * @param residual how far it was from its tolerance, in the units that {@code what} states
   * @param remedy what the caller can do
   */
  public NotConvergedException(String what, int iterations, double residual, String remedy) {
    super(
        what
            + " did not converge: residual "
            + residual
            + " after "
            + iterations
            + " iterations; "
            + remedy);
    this.iterations = iterations;
    this.residual = residual;
  }

  /** How many iterations were run. */
  public int iterations() {
    return iterations;
  }

  /** The residual after the last iteration. */
  public double residual() {
    return residual;
  }
}
