package org.causal4j.graph.identify;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.causal4j.core.design.Design;

/**
 * No amount of observed data determines the effect under this graph. The hedge is the witness.
 *
 * @param query the question
 * @param hedge why
 * @param derivation the steps that led to the hedge
 */
public record NotIdentified(CausalQuery query, Hedge hedge, List<Step> derivation)
    implements Identification {

  /** Takes a copy. */
  public NotIdentified {
    derivation = List.copyOf(derivation);
  }

  @Override
  public <R> R fold(
      Function<? super Identified, ? extends R> identified,
      Function<? super NotIdentified, ? extends R> notIdentified) {
    return notIdentified.apply(this);
  }

  @Override
  public boolean isIdentified() {
    return false;
  }

  @Override
  public Optional<Design> design() {
    return Optional.empty();
  }

  @Override
  public String toString() {
    return query + " is not identifiable: " + hedge;
  }
}
