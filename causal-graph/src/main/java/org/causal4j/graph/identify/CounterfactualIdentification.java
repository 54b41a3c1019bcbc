package org.causal4j.graph.identify;

import java.util.Optional;
import org.causal4j.core.CausalException;
import org.causal4j.graph.identify.Expr.World;

/**
 * The answer to a {@link CounterfactualQuery}: a formula, with its derivation, or two worlds that
 * no experiment can show together.
 *
 * @param query the question
 * @param derivation the steps to the formula, where there is one
 * @param conflict why there is none
 */
public record CounterfactualIdentification(
    CounterfactualQuery query, Optional<Derivation> derivation, Optional<Conflict> conflict) {

  /**
   * Two variables of one c-component that would have to be seen under different settings of the
   * same variable; then there are two models of the graph that agree on every experiment and differ
   * in the query.
   *
   * @param first one
   * @param second the other
   */
  public record Conflict(World first, World second) {
    @Override
    public String toString() {
      return first + " and " + second + " share hidden causes and exclude each other's setting";
    }
  }

  /** Whether there is a formula. */
  public boolean isIdentified() {
    return derivation.isPresent();
  }

  /**
   * The formula: over the observed distribution alone where every experiment in it comes down to
   * seeing by rule 2, and else over experiments.
   *
   * @throws CausalException where there is none
   */
  public Expr estimand() {
    return derivation
        .map(Derivation::estimand)
        .orElseThrow(
            () ->
                new CausalException(
                    "estimand: " + query + " is not identifiable; " + conflict.orElseThrow()));
  }

  @Override
  public String toString() {
    return query
        + derivation
            .map(d -> " = " + d.estimand())
            .orElseGet(() -> " is not identifiable: " + conflict.orElseThrow());
  }
}
