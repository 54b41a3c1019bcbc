package org.causal4j.graph.bayes;

import org.causal4j.core.CausalException;

/**
 * An exact inference that would take more memory than allowed, or than the heap has. It is thrown
 * before anything large is allocated.
 */
public final class InferenceBudgetException extends CausalException {
  private static final long serialVersionUID = 1L;

  private final InferencePlan plan;
  private final long budgetBytes;

  InferenceBudgetException(InferencePlan plan, long budgetBytes, String limit) {
    super(
        "exact inference needs "
            + plan
            + ", above "
            + limit
            + " bytes; raise the budget and the heap (-Xmx), give more evidence, ask for fewer"
            + " variables at once, or ask for an approximation");
    this.plan = plan;
    this.budgetBytes = budgetBytes;
  }

  /** The estimate. */
  public InferencePlan plan() {
    return plan;
  }

  /** What was allowed, in bytes. */
  public long budgetBytes() {
    return budgetBytes;
  }
}
