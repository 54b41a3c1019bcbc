package org.causal4j.graph.identify;

import com.google.common.collect.ImmutableSet;
import java.util.Optional;
import java.util.Set;

/**
 * Why a c-component can't be had from one of the distributions at hand.
 *
 * @param regime the distribution
 * @param set what is set there though it is part of the component
 * @param shifted what may differ there though it is part of the component
 * @param hedge a hedge, where nothing of this kind is in the way
 */
public record Obstacle(Regime regime, Set<String> set, Set<String> shifted, Optional<Hedge> hedge) {

  /** Takes copies. */
  public Obstacle {
    set = ImmutableSet.copyOf(set);
    shifted = ImmutableSet.copyOf(shifted);
  }

  @Override
  public String toString() {
    return regime
        + ": "
        + hedge
            .map(Hedge::toString)
            .orElse(
                (set.isEmpty() ? "" : set + " is set there")
                    + (set.isEmpty() || shifted.isEmpty() ? "" : ", ")
                    + (shifted.isEmpty() ? "" : shifted + " may differ there"));
  }
}
