package org.causal4j.graph.claim;

/** What attempts to refute an estimate came to, taken together. */
public enum RefutationStatus {
  /** All of them left the estimate standing. */
  SURVIVED,
  /** At least one refuted it. */
  FAILED,
  /** None was made, or none was conclusive. */
  NOT_RUN
}
