package org.causal4j.graph.identify;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.causal4j.graph.identify.Expr.World;

/**
 * The probability of a counterfactual event, such as P(Y_x = y | X = x′): what would have been, and
 * what is known to be.
 *
 * @param events what is asked, each in its world; at least one
 * @param conditions what is known, each in its world; may be empty
 */
public record CounterfactualQuery(List<Event> events, List<Event> conditions) {

  /** Checks that something is asked. */
  public CounterfactualQuery {
    events = List.copyOf(events);
    conditions = List.copyOf(conditions);
    Preconditions.checkArgument(!events.isEmpty(), "events: must not be empty");
  }

  /** What is set in a world: a value, or what a variable would be in another world. */
  public sealed interface Setting {
    /**
     * A value.
     *
     * @param value the value
     */
    record Value(String value) implements Setting {
      @Override
      public String toString() {
        return value;
      }
    }

    /**
     * The value that the variable has in another world.
     *
     * @param settings what is set there; empty for the actual world
     */
    record Under(Map<String, Setting> settings) implements Setting {
      /** Takes a copy. */
      public Under {
        settings = ImmutableMap.copyOf(settings);
      }

      @Override
      public String toString() {
        return "its value where " + settings;
      }
    }
  }

  /**
   * A variable having a value in a world.
   *
   * @param variable the variable
   * @param value its value
   * @param settings what is set in that world, by variable; empty for the actual world
   */
  public record Event(String variable, String value, Map<String, Setting> settings) {
    /** Takes a copy. */
    public Event {
      settings = ImmutableMap.copyOf(settings);
    }

    /** In the actual world. */
    public static Event seen(String variable, String value) {
      return new Event(variable, value, Map.of());
    }

    /** In the world where one variable is set. */
    public static Event of(String variable, String value, String set, String to) {
      return new Event(variable, value, Map.of(set, new Setting.Value(to)));
    }

    @Override
    public String toString() {
      return variable
          + (settings.isEmpty()
              ? ""
              : settings.entrySet().stream()
                  .map(e -> e.getKey() + "=" + e.getValue())
                  .collect(Collectors.joining(",", "[", "]")))
          + "="
          + value;
    }
  }

  /**
   * As an expression without nesting: Y under a setting of M to what it would be elsewhere is the
   * sum, over the values m, of Y where M is m and M being m there (Correa, Lee and Bareinboim 2021,
   * "Nested counterfactual identification from arbitrary surrogate experiments", NeurIPS, Theorem
   * 1).
   *
   * @throws IllegalArgumentException where a condition is nested
   */
  Expr toExpr() {
    List<World> worlds = new ArrayList<>();
    List<Symbol> inner = new ArrayList<>();
    for (Event event : events) {
      worlds.add(
          world(Symbol.of(event.variable(), event.value()), event.settings(), worlds, inner));
    }
    List<World> given = new ArrayList<>();
    int before = inner.size();
    for (Event event : conditions) {
      given.add(world(Symbol.of(event.variable(), event.value()), event.settings(), given, inner));
    }
    Preconditions.checkArgument(
        inner.size() == before, "conditions: %s is nested, which is not supported", conditions);
    Expr joint = new Expr.Counterfactual(worlds, given);
    return inner.isEmpty() ? joint : new Expr.Sum(inner, joint);
  }

  private static World world(
      Symbol outcome, Map<String, Setting> settings, List<World> worlds, List<Symbol> inner) {
    List<Symbol> done = new ArrayList<>();
    settings.forEach(
        (variable, setting) -> {
          if (setting instanceof Setting.Value value) {
            done.add(Symbol.of(variable, value.value()));
          } else if (setting instanceof Setting.Under under) {
            Symbol symbol = Symbol.of(variable);
            while (inner.contains(symbol)) {
              symbol = new Symbol(variable, symbol.primes() + 1);
            }
            inner.add(symbol);
            worlds.add(world(symbol, under.settings(), worlds, inner));
            done.add(symbol);
          }
        });
    return new World(outcome, done);
  }

  /** All variables that are named. */
  Set<String> variables() {
    Set<String> all = new HashSet<>();
    events.forEach(event -> collect(event.variable(), event.settings(), all));
    conditions.forEach(event -> collect(event.variable(), event.settings(), all));
    return all;
  }

  private static void collect(String variable, Map<String, Setting> settings, Set<String> into) {
    into.add(variable);
    settings.forEach(
        (name, setting) ->
            collect(
                name, setting instanceof Setting.Under under ? under.settings() : Map.of(), into));
  }

  @Override
  public String toString() {
    String given = conditions.stream().map(Event::toString).collect(Collectors.joining(", "));
    return events.stream().map(Event::toString).collect(Collectors.joining(", ", "P(", ""))
        + (given.isEmpty() ? "" : " | " + given)
        + ")";
  }
}
