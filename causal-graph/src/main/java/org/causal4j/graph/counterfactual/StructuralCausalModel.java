package org.causal4j.graph.counterfactual;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.causal4j.core.CausalException;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.identify.CounterfactualQuery;
import org.causal4j.graph.identify.CounterfactualQuery.Event;
import org.causal4j.graph.identify.CounterfactualQuery.Setting;

/**
 * A structural causal model with discrete variables (Pearl 2009, "Causality", Definition 7.1.1):
 * hidden noises with known probabilities, and for every variable a function that gives its state
 * from its parents and noises. It answers any counterfactual exactly by abduction, action and
 * prediction (section 7.1.3), summed over all values of the noises at once.
 *
 * <pre>{@code
 * StructuralCausalModel m = StructuralCausalModel.builder()
 *     .noise("u", Map.of("0", .5, "1", .5))
 *     .variable("x", List.of("0", "1"), List.of("u"), v -> v.get("u"))
 *     .variable("y", List.of("0", "1"), List.of("x", "u"), v -> v.get("x").equals(v.get("u")) ? "1" : "0")
 *     .build();
 * m.probability(CounterfactualQuery…);
 * }</pre>
 *
 * <p>Noises that two variables share make a hidden common cause. Cost: the number of combinations
 * of noise values, times the number of variables, for each world of a query. Immutable; safe to
 * share between threads where the functions are.
 */
public final class StructuralCausalModel {
  private static final long MOST_UNITS = 1L << 24;

  private final ImmutableMap<String, ImmutableMap<String, Double>> noises;
  private final ImmutableMap<String, Mechanism> mechanisms;
  private final CausalGraph graph;

  private record Mechanism(
      ImmutableList<String> states,
      ImmutableList<String> inputs,
      Function<Map<String, String>, String> function) {}

  /** A value for each noise, and how likely it is. */
  private record Unit(Map<String, String> noises, double probability) {}

  private StructuralCausalModel(Builder builder) {
    this.noises = ImmutableMap.copyOf(builder.noises);
    this.mechanisms = ImmutableMap.copyOf(builder.mechanisms);
    CausalGraph.Builder drawn = CausalGraph.builder();
    Map<String, List<String>> users = new LinkedHashMap<>();
    mechanisms.forEach(
        (variable, mechanism) -> {
          drawn.node(variable);
          for (String input : mechanism.inputs()) {
            if (noises.containsKey(input)) {
              users.computeIfAbsent(input, noise -> new ArrayList<>()).add(variable);
            } else {
              drawn.edge(input, variable);
            }
          }
        });
    for (List<String> effects : users.values()) {
      for (int i = 0; i < effects.size(); i++) {
        for (int j = i + 1; j < effects.size(); j++) {
          drawn.hiddenCause(effects.get(i), effects.get(j));
        }
      }
    }
    this.graph = drawn.build();
  }

  /** Starts a model. */
  public static Builder builder() {
    return new Builder();
  }

  /** The variables and who listens to whom; shared noises are bidirected edges. */
  public CausalGraph graph() {
    return graph;
  }

  /** The states of a variable. */
  public List<String> states(String variable) {
    return mechanism(variable).states();
  }

  /**
   * The probability of the events given the conditions, each in its world.
   *
   * @throws IllegalArgumentException where the query names an unknown variable or state
   * @throws CausalException where the conditions have probability 0
   */
  public double probability(CounterfactualQuery query) {
    query.events().forEach(this::check);
    query.conditions().forEach(this::check);
    return expectation(
        query.conditions(),
        unit -> query.events().stream().allMatch(event -> holds(unit, event)) ? 1 : 0);
  }

  /** P(variable = value | do(settings)). */
  public double probability(String variable, String value, Map<String, String> settings) {
    Map<String, Setting> done = new LinkedHashMap<>();
    settings.forEach((name, to) -> done.put(name, new Setting.Value(to)));
    return probability(
        new CounterfactualQuery(List.of(new Event(variable, value, done)), List.of()));
  }

  /** The mean over the noises. */
  double average(ToDoubleFunction<Map<String, String>> of) {
    return expectation(List.of(), unit -> of.applyAsDouble(unit.noises()));
  }

  private double expectation(List<Event> conditions, ToDoubleFunction<Unit> of) {
    double[] sums = new double[2];
    forEachUnit(
        unit -> {
          if (conditions.stream().allMatch(event -> holds(unit, event))) {
            sums[0] += unit.probability() * of.applyAsDouble(unit);
            sums[1] += unit.probability();
          }
        });
    if (sums[1] == 0) {
      throw new CausalException("conditions: " + conditions + " have probability 0");
    }
    return sums[0] / sums[1];
  }

  private void forEachUnit(Consumer<Unit> action) {
    List<String> names = noises.keySet().asList();
    visit(names, 0, new HashMap<>(), 1, action);
  }

  private void visit(
      List<String> names,
      int at,
      Map<String, String> values,
      double probability,
      Consumer<Unit> action) {
    if (probability == 0) {
      return;
    }
    if (at == names.size()) {
      action.accept(new Unit(values, probability));
      return;
    }
    Map<String, Double> noise = noises.get(names.get(at));
    if (noise != null) {
      for (Map.Entry<String, Double> value : noise.entrySet()) {
        values.put(names.get(at), value.getKey());
        visit(names, at + 1, values, probability * value.getValue(), action);
      }
    }
  }

  private boolean holds(Unit unit, Event event) {
    return event.value().equals(solve(unit, forced(unit, event.settings())).get(event.variable()));
  }

  private Map<String, String> forced(Unit unit, Map<String, Setting> settings) {
    Map<String, String> forced = new HashMap<>();
    settings.forEach(
        (variable, setting) -> {
          if (setting instanceof Setting.Value value) {
            forced.put(variable, value.value());
          } else if (setting instanceof Setting.Under under) {
            String found = solve(unit, forced(unit, under.settings())).get(variable);
            if (found != null) {
              forced.put(variable, found);
            }
          }
        });
    return forced;
  }

  /** The state of every variable for these noises, with some variables set. */
  private Map<String, String> solve(Unit unit, Map<String, String> forced) {
    return solve(unit.noises(), forced);
  }

  Map<String, String> solve(Map<String, String> noises, Map<String, String> forced) {
    Map<String, String> values = new HashMap<>(noises);
    for (String variable : graph.topologicalOrder()) {
      String set = forced.get(variable);
      values.put(variable, set != null ? set : respond(variable, values));
    }
    return values;
  }

  String respond(String variable, Map<String, String> values) {
    Mechanism mechanism = mechanism(variable);
    Map<String, String> inputs = new HashMap<>();
    for (String input : mechanism.inputs()) {
      String value = values.get(input);
      if (value != null) {
        inputs.put(input, value);
      }
    }
    String state = mechanism.function().apply(inputs);
    Preconditions.checkArgument(
        mechanism.states().contains(state),
        "function: of %s gave %s, none of %s",
        variable,
        state,
        mechanism.states());
    return state;
  }

  private Mechanism mechanism(String variable) {
    Mechanism mechanism = mechanisms.get(variable);
    Preconditions.checkArgument(
        mechanism != null,
        "variable: %s is not in the model, which has %s",
        variable,
        mechanisms.keySet());
    return mechanism;
  }

  private void check(Event event) {
    checkState(event.variable(), event.value());
    event.settings().forEach(this::check);
  }

  private void check(String variable, Setting setting) {
    if (setting instanceof Setting.Value value) {
      checkState(variable, value.value());
    } else if (setting instanceof Setting.Under under) {
      mechanism(variable);
      under.settings().forEach(this::check);
    }
  }

  private void checkState(String variable, String value) {
    Preconditions.checkArgument(
        states(variable).contains(value),
        "value: %s of %s is none of %s",
        value,
        variable,
        states(variable));
  }

  @Override
  public String toString() {
    return "model " + graph + " with noises " + noises.keySet();
  }

  /** Collects noises and variables, causes first. Not thread-safe. */
  public static final class Builder {
    private final Map<String, ImmutableMap<String, Double>> noises = new LinkedHashMap<>();
    private final Map<String, Mechanism> mechanisms = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Adds a noise.
     *
     * @param probabilities of its values, summing to 1 within 1e-9
     */
    public Builder noise(String name, Map<String, Double> probabilities) {
      checkNew(name);
      double total = 0;
      for (double p : probabilities.values()) {
        Preconditions.checkArgument(p >= 0, "probabilities: of %s hold %s", name, (Object) p);
        total += p;
      }
      Preconditions.checkArgument(
          Math.abs(total - 1) <= 1e-9, "probabilities: of %s sum to %s", name, (Object) total);
      noises.put(name, ImmutableMap.copyOf(probabilities));
      return this;
    }

    /**
     * Adds a variable.
     *
     * @param inputs noises and variables added before, which the function sees
     * @param function from the values of the inputs to one of the states
     */
    public Builder variable(
        String name,
        List<String> states,
        List<String> inputs,
        Function<Map<String, String>, String> function) {
      checkNew(name);
      Set<String> known = new LinkedHashSet<>(noises.keySet());
      known.addAll(mechanisms.keySet());
      for (String input : inputs) {
        Preconditions.checkArgument(
            known.contains(input), "inputs: %s of %s is not added before it", input, name);
      }
      mechanisms.put(
          name,
          new Mechanism(ImmutableList.copyOf(states), ImmutableList.copyOf(inputs), function));
      return this;
    }

    private void checkNew(String name) {
      Preconditions.checkArgument(
          !noises.containsKey(name) && !mechanisms.containsKey(name), "name: %s is taken", name);
    }

    /**
     * The model.
     *
     * @throws IllegalArgumentException where the noises have more than 2^24 combinations
     */
    public StructuralCausalModel build() {
      long units = 1;
      for (Map<String, Double> noise : noises.values()) {
        units *= noise.size();
        Preconditions.checkArgument(
            units <= MOST_UNITS, "noises: have more than %s combinations", MOST_UNITS);
      }
      return new StructuralCausalModel(this);
    }
  }
}
