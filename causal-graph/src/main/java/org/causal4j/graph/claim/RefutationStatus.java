package org.causal4j.graph.claim;

import java.util.Collection;
import org.causal4j.core.refute.Refutation;

/** What attempts to refute an estimate came to, taken together. */
public enum RefutationStatus {
  /** All of them left the estimate standing. */
  SURVIVED,
  /** At least one spoke against it. */
  FAILED,
  /** None was made, or at least one could not tell and none spoke against it. */
  NOT_RUN;

  /**
   * What attempts come to together: FAILED if one of them says WEAKENED or REFUTED; SURVIVED if
   * there is one and each says STANDS; else NOT_RUN. Leave out refuters that do not fit the design:
   * their INCONCLUSIVE counts.
   */
  public static RefutationStatus of(Collection<Refutation> attempts) {
    boolean against =
        attempts.stream()
            .map(Refutation::verdict)
            .anyMatch(v -> v == Refutation.Verdict.WEAKENED || v == Refutation.Verdict.REFUTED);
    if (against) {
      return FAILED;
    }
    boolean standing = attempts.stream().allMatch(a -> a.verdict() == Refutation.Verdict.STANDS);
    return standing && !attempts.isEmpty() ? SURVIVED : NOT_RUN;
  }
}
