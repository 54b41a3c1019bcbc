package org.causal4j.graph.bayes;

import org.causal4j.core.CausalException;

/** An exact inference that would take more memory than allowed; nothing was allocated. */
public final class InferenceBudgetException extends CausalException {
  private static final long serialVersionUID = 1L;

  private final InferencePlan plan;
  private final long budgetBytes;

  InferenceBudgetException(InferencePlan plan, long budgetBytes) {
    super(
        "exact inference needs "
            + plan
            + ", above the budget of "
            + budgetBytes
            + " bytes; raise the budget, give more evidence or ask for fewer variables at once");
    this.plan = plan;
    this.budgetBytes = budgetBytes;
  }

  /** The estimate. */
  public InferencePlan plan() {
    return plan;
  }

  /** What was allowed. */
  public long budgetBytes() {
    return budgetBytes;
  }
}
