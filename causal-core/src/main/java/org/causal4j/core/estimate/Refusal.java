package org.causal4j.core.estimate;

import java.util.Optional;
import org.causal4j.core.design.Design;

/** The usual answers of estimators to designs. */
final class Refusal {
  private Refusal() {}

  /** Serves randomized and back-door designs alone. */
  static Optional<String> unlessAdjustment(Design design, String what) {
    return design.fold(
        randomized -> Optional.<String>empty(),
        backdoor -> Optional.<String>empty(),
        frontDoor -> of(design, what),
        instrument -> of(design, what),
        panel -> of(design, what),
        mediation -> of(design, what));
  }

  static Optional<String> of(Design design, String what) {
    return Optional.of(what + "; it does not serve " + design);
  }
}
