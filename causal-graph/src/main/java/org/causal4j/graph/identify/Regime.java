package org.causal4j.graph.identify;

import com.google.common.collect.ImmutableSet;
import java.util.Set;

/**
 * Under which circumstances a distribution is measured: in which population, and with what set by
 * experiment.
 *
 * @param domain the population, as in {@link Expr.Probability}; empty for the only one
 * @param done what is set at random or by rule; empty for observation
 */
public record Regime(String domain, Set<String> done) {
  /** Observation of the only population. */
  public static final Regime OBSERVED = new Regime("", Set.of());

  /** Takes a copy. */
  public Regime {
    done = ImmutableSet.copyOf(done);
  }

  @Override
  public String toString() {
    return "P" + domain + (done.isEmpty() ? "" : "(…; do(" + String.join(", ", done) + "))");
  }
}
