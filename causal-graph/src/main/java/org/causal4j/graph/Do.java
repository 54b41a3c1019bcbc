package org.causal4j.graph;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One or more interventions made together, each on another variable: {@code do(x=1, price=low)}.
 *
 * <pre>{@code
 * Do.set("x", "1")
 * Do.set("x", "1").and(Do.shift("price", -2.0))
 * }</pre>
 *
 * <p>Two interventions on one variable contradict each other and are refused. Immutable; equal when
 * the interventions are, in whatever order.
 */
public final class Do {
  private final ImmutableList<Intervention> interventions;

  private Do(Collection<? extends Intervention> interventions) {
    this.interventions = ImmutableList.copyOf(interventions);
    Preconditions.checkArgument(!interventions.isEmpty(), "interventions: must not be empty");
    Set<String> seen = new HashSet<>();
    for (Intervention intervention : interventions) {
      Preconditions.checkArgument(
          seen.add(intervention.variable()),
          "interventions: %s is intervened upon twice",
          intervention.variable());
    }
  }

  /** Holds the variable at a state. */
  public static Do set(String variable, String state) {
    return of(new Intervention.Set(variable, state));
  }

  /** Adds an amount to what the variable would have been. */
  public static Do shift(String variable, double amount) {
    return of(new Intervention.Shift(variable, amount));
  }

  /** Draws the state of the variable from a distribution over its states. */
  public static Do draw(String variable, Map<String, Double> distribution) {
    return of(new Intervention.Draw(variable, distribution));
  }

  /** These interventions together. */
  public static Do of(Intervention... interventions) {
    return new Do(List.of(interventions));
  }

  /** These and those; a variable in both is refused. */
  public Do and(Do other) {
    List<Intervention> all = new ArrayList<>(interventions);
    all.addAll(other.interventions);
    return new Do(all);
  }

  /** In the order in which they were named. */
  public List<Intervention> interventions() {
    return interventions;
  }

  /** The variables intervened upon, in the order in which they were named. */
  public Set<String> variables() {
    return interventions.stream()
        .map(Intervention::variable)
        .collect(ImmutableSet.toImmutableSet());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Do that
        && ImmutableSet.copyOf(interventions).equals(ImmutableSet.copyOf(that.interventions));
  }

  @Override
  public int hashCode() {
    return ImmutableSet.copyOf(interventions).hashCode();
  }

  @Override
  public String toString() {
    return interventions.stream()
        .map(Intervention::toString)
        .collect(Collectors.joining(", ", "do(", ")"));
  }
}
