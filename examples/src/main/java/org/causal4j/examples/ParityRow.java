package org.causal4j.examples;

import com.google.common.base.Preconditions;
import java.util.Optional;
import org.causal4j.core.estimate.ConfidenceInterval;

/**
 * A published number beside this library's.
 *
 * @param name what is estimated, from which data and how
 * @param published the published number; empty where a row only stands beside others
 * @param source who published it
 * @param tolerance how far from it is still the same number
 * @param toleranceIs why that far
 * @param required whether the row must hold
 * @param ours this library's number; empty where the data are absent
 * @param interval of it, where there is one
 * @param note what a reader must know
 */
record ParityRow(
    String name,
    Optional<Double> published,
    String source,
    double tolerance,
    String toleranceIs,
    boolean required,
    Optional<Double> ours,
    Optional<ConfidenceInterval> interval,
    String note) {
  ParityRow {
    Preconditions.checkArgument(
        !required || published.isPresent(), "required: '%s' has nothing to agree with", name);
  }

  boolean absent() {
    return ours.isEmpty();
  }

  /** Whether the two agree; empty where one of them is missing. */
  Optional<Boolean> within() {
    if (published.isEmpty() || ours.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(Math.abs(ours.get() - published.get()) <= tolerance);
  }

  /** A row that must hold, whose data are there, and that does not hold. */
  boolean broken() {
    return required && within().isPresent() && !within().get();
  }
}
