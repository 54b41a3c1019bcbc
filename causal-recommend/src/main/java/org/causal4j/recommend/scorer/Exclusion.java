package org.causal4j.recommend.scorer;

/** Which items are no candidates. */
public enum Exclusion {
  /** Items that the user has in the graph. */
  SEEN,
  /** None: items may be recommended again. */
  NONE
}
