package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.causal4j.core.Provenance;

/**
 * Collects discrete and continuous variables and their distributions. Variables keep the order in
 * which they are declared, and must be declared before a distribution names them.
 *
 * <pre>{@code
 * HybridNetwork.builder()
 *     .discrete("shown", "no", "yes")
 *     .continuous("price")
 *     .continuous("spend")
 *     .cpd("shown", .5, .5)
 *     .linearGaussian("price", 10, Map.of(), 4)
 *     .conditionalGaussian("spend", List.of("shown"), List.of("price"),
 *         new double[][] {{5, -.1, 1}, {8, -.1, 2}})
 *     .build();
 * }</pre>
 *
 * <p>Not thread-safe.
 */
public final class HybridBuilder {
  private final NetworkBuilder discrete = BayesianNetwork.builder();
  private final Map<String, Boolean> order = new LinkedHashMap<>();
  private final Map<String, Cpd> gaussians = new LinkedHashMap<>();

  HybridBuilder() {}

  /** Declares a discrete variable and its states, in order. */
  public HybridBuilder discrete(String name, String... states) {
    return discrete(name, Arrays.asList(states));
  }

  /** Declares a discrete variable and its states, in order. */
  public HybridBuilder discrete(String name, List<String> states) {
    declare(name, true);
    discrete.variable(name, states);
    return this;
  }

  /** Declares a continuous variable. */
  public HybridBuilder continuous(String name) {
    Preconditions.checkArgument(!name.isBlank(), "name: must not be blank");
    declare(name, false);
    return this;
  }

  private void declare(String name, boolean isDiscrete) {
    Preconditions.checkArgument(
        order.put(name, isDiscrete) == null, "variable: %s is declared twice", name);
  }

  /** The distribution of a discrete variable without parents. */
  public HybridBuilder cpd(String child, double... row) {
    discrete.cpd(child, row);
    return this;
  }

  /** The distribution of a discrete variable given its parents; see {@link NetworkBuilder#cpd}. */
  public HybridBuilder cpd(String child, List<String> parents, double[]... rows) {
    for (String parent : parents) {
      Preconditions.checkArgument(
          !Boolean.FALSE.equals(order.get(parent)),
          "parents: the discrete %s can't have the continuous parent %s; discretize %s",
          child,
          parent,
          parent);
    }
    discrete.cpd(child, parents, rows);
    return this;
  }

  HybridBuilder table(Cpd.Tabular cpd) {
    discrete.table(cpd.variable(), cpd.parents(), cpd.table());
    return this;
  }

  /** A continuous variable with continuous parents: intercept + Σ coefficient · parent. */
  public HybridBuilder linearGaussian(
      String child, double intercept, Map<String, Double> coefficients, double variance) {
    return gaussian(
        new Cpd.LinearGaussian(child, intercept, ImmutableMap.copyOf(coefficients), variance));
  }

  /**
   * A continuous variable with discrete parents.
   *
   * @param rows one for each combination of the states of the discrete parents, the last parent's
   *     changing fastest: intercept, a coefficient for each continuous parent, variance
   */
  public HybridBuilder conditionalGaussian(
      String child,
      List<String> discreteParents,
      List<String> continuousParents,
      double[]... rows) {
    Preconditions.checkArgument(
        !discreteParents.isEmpty(), "discreteParents: %s has none; use linearGaussian", child);
    double expected = discrete.expectedRows(child, discreteParents);
    Preconditions.checkArgument(
        rows.length == expected,
        "rows: %s given %s needs %s rows, not %s",
        child,
        discreteParents,
        (long) expected,
        rows.length);
    ImmutableList.Builder<Cpd.LinearGaussian> list = ImmutableList.builder();
    for (double[] row : rows) {
      Preconditions.checkArgument(
          row.length == continuousParents.size() + 2,
          "rows: %s needs an intercept, coefficients of %s and a variance, not %s numbers",
          child,
          continuousParents,
          row.length);
      ImmutableMap.Builder<String, Double> coefficients = ImmutableMap.builder();
      for (int i = 0; i < continuousParents.size(); i++) {
        coefficients.put(continuousParents.get(i), row[i + 1]);
      }
      list.add(
          new Cpd.LinearGaussian(child, row[0], coefficients.buildOrThrow(), row[row.length - 1]));
    }
    ImmutableList.Builder<ImmutableList<String>> states = ImmutableList.builder();
    discreteParents.forEach(parent -> states.add(discrete.declared(parent)));
    return gaussian(
        new Cpd.ConditionalGaussian(
            child, ImmutableList.copyOf(discreteParents), states.build(), list.build()));
  }

  HybridBuilder gaussian(Cpd cpd) {
    String child = cpd.variable();
    Preconditions.checkArgument(
        Boolean.FALSE.equals(order.get(child)),
        "variable: '%s' is not declared as continuous; declared are %s",
        child,
        order.keySet());
    List<String> discreteParents =
        cpd instanceof Cpd.ConditionalGaussian mixed ? mixed.discreteParents() : List.of();
    for (String parent : cpd.parents()) {
      Boolean isDiscrete = order.get(parent);
      Preconditions.checkArgument(
          isDiscrete != null, "parents: '%s' of %s is not declared", parent, child);
      Preconditions.checkArgument(
          isDiscrete == discreteParents.contains(parent),
          "parents: %s of %s is %s",
          parent,
          child,
          Boolean.TRUE.equals(isDiscrete) ? "discrete" : "continuous");
    }
    Preconditions.checkArgument(
        gaussians.put(child, cpd) == null, "cpd: %s has two distributions", child);
    return this;
  }

  /**
   * The network.
   *
   * @throws IllegalArgumentException where a variable has no distribution, or parents form a cycle
   */
  public HybridNetwork build() {
    return build(
        Provenance.of(
            "distributions written out",
            ImmutableMap.of(
                "tables", discrete.fingerprint(), "regressions", gaussians.values().toString())));
  }

  HybridNetwork build(Provenance provenance) {
    order.forEach(
        (name, isDiscrete) ->
            Preconditions.checkArgument(
                isDiscrete || gaussians.containsKey(name), "cpd: %s has no distribution", name));
    BayesianNetwork tables = discrete.build(provenance);
    ImmutableMap.Builder<String, Cpd> all = ImmutableMap.builder();
    order.forEach(
        (name, isDiscrete) ->
            all.put(
                name, isDiscrete ? tables.cpd(name) : Objects.requireNonNull(gaussians.get(name))));
    return new HybridNetwork(all.buildOrThrow(), tables, provenance, null);
  }
}
