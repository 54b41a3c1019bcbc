package org.causal4j.graph.counterfactual;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.causal4j.graph.CausalGraph;

/**
 * A linear structural model: every variable is an intercept, plus weights times its parents, plus a
 * Gaussian noise of its own. For a unit whose variables are all known the noises are known too
 * (abduction), and what it would have been under another setting is a number (Pearl 2009,
 * "Causality", section 7.1.3). Immutable and safe to share between threads. A counterfactual costs
 * the number of edges.
 */
public final class LinearGaussianModel {
  private final ImmutableMap<String, Equation> equations;
  private final CausalGraph graph;

  private record Equation(
      double intercept, ImmutableMap<String, Double> weights, double deviation) {
    double mean(Map<String, Double> values) {
      double sum = intercept;
      for (Map.Entry<String, Double> weight : weights.entrySet()) {
        sum += weight.getValue() * known(values, weight.getKey());
      }
      return sum;
    }
  }

  private LinearGaussianModel(Map<String, Equation> equations) {
    this.equations = ImmutableMap.copyOf(equations);
    CausalGraph.Builder drawn = CausalGraph.builder();
    equations.forEach(
        (variable, equation) -> {
          drawn.node(variable);
          equation.weights().keySet().forEach(parent -> drawn.edge(parent, variable));
        });
    this.graph = drawn.build();
  }

  /** Starts a model. */
  public static Builder builder() {
    return new Builder();
  }

  /** The diagram. */
  public CausalGraph graph() {
    return graph;
  }

  /**
   * What the unit would have been under the settings: its noises from what it was, then all its
   * variables again.
   *
   * @param unit the value of every variable as it was
   * @param settings what is set instead
   * @throws IllegalArgumentException where a variable of the unit is missing, or one that is set is
   *     unknown
   */
  public Map<String, Double> counterfactual(
      Map<String, Double> unit, Map<String, Double> settings) {
    settings.keySet().forEach(this::equation);
    Map<String, Double> result = new LinkedHashMap<>();
    for (String variable : graph.topologicalOrder()) {
      Equation equation = equation(variable);
      double noise = known(unit, variable) - equation.mean(unit);
      Double set = settings.get(variable);
      result.put(variable, set != null ? set : equation.mean(result) + noise);
    }
    return ImmutableMap.copyOf(result);
  }

  /** The means under the settings. */
  public Map<String, Double> means(Map<String, Double> settings) {
    settings.keySet().forEach(this::equation);
    Map<String, Double> result = new LinkedHashMap<>();
    for (String variable : graph.topologicalOrder()) {
      Double set = settings.get(variable);
      result.put(variable, set != null ? set : equation(variable).mean(result));
    }
    return ImmutableMap.copyOf(result);
  }

  /** The weights of a variable's parents. */
  Map<String, Double> weights(String variable) {
    return equation(variable).weights();
  }

  private static double known(Map<String, Double> values, String variable) {
    Double value = values.get(variable);
    Preconditions.checkArgument(value != null, "unit: lacks a value of %s", variable);
    return value;
  }

  private Equation equation(String variable) {
    Equation equation = equations.get(variable);
    Preconditions.checkArgument(
        equation != null,
        "variable: %s is not in the model, which has %s",
        variable,
        equations.keySet());
    return equation;
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    equations.forEach(
        (variable, equation) -> {
          out.append(variable).append(" = ").append(equation.intercept());
          equation.weights().forEach((p, w) -> out.append(" + ").append(w).append(' ').append(p));
          out.append(" + noise(").append(equation.deviation()).append(")\n");
        });
    return out.toString().stripTrailing();
  }

  /** Collects equations, causes first. Not thread-safe. */
  public static final class Builder {
    private final Map<String, Equation> equations = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Adds a variable.
     *
     * @param weights of parents added before
     * @param deviation the standard deviation of its noise, not negative
     */
    public Builder variable(
        String name, double intercept, Map<String, Double> weights, double deviation) {
      Preconditions.checkArgument(!equations.containsKey(name), "name: %s is taken", name);
      Preconditions.checkArgument(
          deviation >= 0, "deviation: of %s is %s", name, (Object) deviation);
      for (String parent : weights.keySet()) {
        Preconditions.checkArgument(
            equations.containsKey(parent), "weights: %s of %s is not added before", parent, name);
      }
      equations.put(name, new Equation(intercept, ImmutableMap.copyOf(weights), deviation));
      return this;
    }

    /** The model. */
    public LinearGaussianModel build() {
      return new LinearGaussianModel(equations);
    }
  }
}
