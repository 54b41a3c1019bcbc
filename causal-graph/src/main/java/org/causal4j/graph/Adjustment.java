package org.causal4j.graph;

import com.google.common.collect.ImmutableSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Whether an effect can be had by adjusting for observed variables. "None is needed" and "none
 * exists" are different answers.
 */
public sealed interface Adjustment {

  /** The answer that names this set; an empty one says that none is needed. */
  static Adjustment of(Set<String> set) {
    return set.isEmpty() ? new NotNeeded() : new Sufficient(set);
  }

  /** The set, which is empty where none is needed; no value where none exists. */
  Optional<Set<String>> set();

  /** Calls the function for the answer this is. */
  <R> R fold(
      Function<? super Impossible, ? extends R> impossible,
      Supplier<? extends R> notNeeded,
      Function<? super Sufficient, ? extends R> sufficient);

  /** Why no set will do. */
  enum Obstacle {
    /** A non-causal connection that nothing blocks. */
    OPEN_CONNECTION,
    /** An edge of which the class of graphs leaves open whether a causal path starts with it. */
    AMBIGUOUS_EDGE
  }

  /**
   * No set of observed variables will do.
   *
   * @param openConnection the witness: a non-causal connection of treatment and outcome that stays
   *     open given every variable that may be adjusted for, as in {@code x <- u -> y}; or the
   *     ambiguous edge, as in {@code x o-> y}
   * @param obstacle what the witness is
   */
  record Impossible(String openConnection, Obstacle obstacle) implements Adjustment {

    /** With a connection that stays open. */
    public Impossible(String openConnection) {
      this(openConnection, Obstacle.OPEN_CONNECTION);
    }

    @Override
    public Optional<Set<String>> set() {
      return Optional.empty();
    }

    @Override
    public <R> R fold(
        Function<? super Impossible, ? extends R> impossible,
        Supplier<? extends R> notNeeded,
        Function<? super Sufficient, ? extends R> sufficient) {
      return impossible.apply(this);
    }

    @Override
    public String toString() {
      return "no adjustment set exists: "
          + openConnection
          + (obstacle == Obstacle.OPEN_CONNECTION
              ? " stays open"
              : " may be the start of a causal path or not");
    }
  }

  /** The empty set is valid: association is effect. */
  record NotNeeded() implements Adjustment {
    @Override
    public Optional<Set<String>> set() {
      return Optional.of(ImmutableSet.of());
    }

    @Override
    public <R> R fold(
        Function<? super Impossible, ? extends R> impossible,
        Supplier<? extends R> notNeeded,
        Function<? super Sufficient, ? extends R> sufficient) {
      return notNeeded.get();
    }

    @Override
    public String toString() {
      return "no adjustment needed";
    }
  }

  /**
   * Adjusting for these is enough, and none of them can be left out.
   *
   * @param variables the set, not empty, in the order of the graph's nodes
   */
  record Sufficient(Set<String> variables) implements Adjustment {

    /** Takes a copy. */
    public Sufficient {
      variables = ImmutableSet.copyOf(variables);
    }

    @Override
    public Optional<Set<String>> set() {
      return Optional.of(variables);
    }

    @Override
    public <R> R fold(
        Function<? super Impossible, ? extends R> impossible,
        Supplier<? extends R> notNeeded,
        Function<? super Sufficient, ? extends R> sufficient) {
      return sufficient.apply(this);
    }

    @Override
    public String toString() {
      return "adjust for " + variables;
    }
  }
}
