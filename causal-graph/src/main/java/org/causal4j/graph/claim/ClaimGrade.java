package org.causal4j.graph.claim;

/** How firmly an effect may be claimed, the firmest first. {@link CausalClaim} has the rules. */
public enum ClaimGrade {
  /** Treatment was assigned at random, and the effect shows. */
  RANDOMIZED,
  /** Identified under stated assumptions, and the estimate survived attempts to refute it. */
  IDENTIFIED_AND_REFUTED,
  /** Identified under stated assumptions; nobody has tried to refute the estimate. */
  IDENTIFIED,
  /** No more than an association, or not even that. */
  ASSOCIATIONAL,
  /** Under the stated assumptions the data can't tell, however many there are. */
  NOT_IDENTIFIABLE;

  /** Whether this grade is as firm as the other, or firmer. */
  public boolean isAtLeast(ClaimGrade other) {
    return compareTo(other) <= 0;
  }
}
