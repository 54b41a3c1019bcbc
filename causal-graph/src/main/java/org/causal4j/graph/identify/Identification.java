package org.causal4j.graph.identify;

import java.util.Optional;
import java.util.function.Function;
import org.causal4j.core.CausalException;
import org.causal4j.core.design.Design;

/**
 * The answer to a {@link CausalQuery}: a formula over the observed distribution, or the proof that
 * there is none. It holds for the graph that was given, and no longer than one believes the graph.
 */
public sealed interface Identification permits Identified, NotIdentified {

  /** The question. */
  CausalQuery query();

  /** Calls the function for the answer this is. */
  <R> R fold(
      Function<? super Identified, ? extends R> identified,
      Function<? super NotIdentified, ? extends R> notIdentified);

  /** Whether there is a formula. */
  boolean isIdentified();

  /** What to hand to an estimator; empty where there is no formula, or none of a standard form. */
  Optional<Design> design();

  /**
   * What to hand to an estimator.
   *
   * @throws CausalException where there is none; the message says why: a hedge, or a formula of no
   *     standard form, which {@link Identified#evaluate} computes as a plug-in
   */
  default Design designOrThrow() {
    return design()
        .orElseThrow(
            () ->
                new CausalException(
                    this.<String>fold(
                        yes ->
                            "design: "
                                + query()
                                + " is identified by "
                                + yes.estimand()
                                + ", which no standard design estimates; evaluate the estimand on"
                                + " the joint distribution",
                        no -> "design: " + query() + " is not identifiable; " + no.hedge())));
  }
}
