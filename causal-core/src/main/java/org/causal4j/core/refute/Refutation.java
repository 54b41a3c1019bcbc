package org.causal4j.core.refute;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.causal4j.core.estimate.ConfidenceInterval;

/**
 * What an attempt to refute an estimate found. Immutable.
 *
 * @param refuter the attempt
 * @param verdict what follows for the estimate
 * @param nullHypothesis what is true if the estimate has no fault of the kind looked for
 * @param rule how the verdict follows from the numbers
 * @param errorRate at most the chance of WEAKENED or REFUTED where the null hypothesis is true; for
 *     a refuter that tests nothing but asks "what if", what its {@code rule} says of it
 * @param original the estimate
 * @param refuted the estimates of the refits that the verdict rests on, in their fixed order
 * @param pValue of the null hypothesis, where it is tested
 * @param interval what the refits put around the quantity tested, where there is one
 * @param reason the verdict in words, with the numbers
 * @param notes what a reader must know, as refits that failed
 */
public record Refutation(
    String refuter,
    Verdict verdict,
    String nullHypothesis,
    String rule,
    double errorRate,
    double original,
    ImmutableDoubleArray refuted,
    OptionalDouble pValue,
    Optional<ConfidenceInterval> interval,
    String reason,
    ImmutableList<String> notes) {

  /** What follows for the estimate, from best to worst. */
  public enum Verdict {
    /** The attempt could have gone against the estimate, and did not. */
    STANDS,
    /** The attempt could not tell: it does not fit the design, or has no power here. */
    INCONCLUSIVE,
    /** A fault was found that the estimate survives in sign, but not in size or precision. */
    WEAKENED,
    /** A fault was found that could make up the whole estimate. */
    REFUTED
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s: %s%s — %s",
        refuter,
        verdict,
        pValue.isPresent() ? String.format(Locale.ROOT, " (p %.3g)", pValue.getAsDouble()) : "",
        reason);
  }
}
