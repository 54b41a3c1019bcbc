package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.causal4j.core.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * Collects variables and their tables. Variables keep the order in which they are declared, and
 * must be declared before a table names them.
 *
 * <pre>{@code
 * BayesianNetwork.builder()
 *     .variable("rain", "no", "yes")
 *     .variable("wet", "no", "yes")
 *     .cpd("rain", .8, .2)
 *     .cpd("wet", List.of("rain"), new double[][] {{.9, .1}, {.2, .8}})
 *     .build();
 * }</pre>
 *
 * <p>A row's probabilities sum to 1 within 1e-6; a row that is off by more than 1e-12 is divided by
 * its sum. Not thread-safe.
 */
public final class NetworkBuilder {
  /** How far from 1 the sum of a row may be. */
  static final double ROW_TOLERANCE = 1e-6;

  /** Rows nearer to 1 than this are left bit for bit as they are. */
  static final double EXACT = 1e-12;

  private final Map<String, ImmutableList<String>> states = new LinkedHashMap<>();
  private final Map<String, Cpd.Tabular> cpds = new LinkedHashMap<>();

  NetworkBuilder() {}

  /** Declares a variable and its states, in order. */
  public NetworkBuilder variable(String name, String... states) {
    return variable(name, Arrays.asList(states));
  }

  /** Declares a variable and its states, in order. */
  public NetworkBuilder variable(String name, List<String> stateNames) {
    Preconditions.checkArgument(!name.isBlank(), "name: must not be blank");
    Preconditions.checkArgument(!states.containsKey(name), "variable: %s is declared twice", name);
    Preconditions.checkArgument(!stateNames.isEmpty(), "states: %s has none", name);
    ImmutableList<String> copy = ImmutableList.copyOf(stateNames);
    Preconditions.checkArgument(
        copy.stream().distinct().count() == copy.size(),
        "states: %s has one twice, %s",
        name,
        copy);
    states.put(name, copy);
    return this;
  }

  /** The distribution of a variable without parents. */
  public NetworkBuilder cpd(String child, double... row) {
    return cpd(child, ImmutableList.of(), new double[][] {row});
  }

  /**
   * The distribution of a variable given its parents.
   *
   * @param rows one for each combination of parent states, the last parent's changing fastest; in
   *     each the probabilities of the child's states in order
   */
  public NetworkBuilder cpd(String child, List<String> parents, double[]... rows) {
    ImmutableList<String> own = declared(child);
    double expected = expectedRows(child, parents);
    Preconditions.checkArgument(
        rows.length == expected,
        "rows: P(%s | %s) needs %s rows, not %s",
        child,
        parents,
        (long) expected,
        rows.length);
    double[] table = new double[Math.multiplyExact(rows.length, own.size())];
    for (int row = 0; row < rows.length; row++) {
      Preconditions.checkArgument(
          rows[row].length == own.size(),
          "rows: row %s of P(%s | %s) has %s entries for the states %s",
          row,
          child,
          parents,
          rows[row].length,
          own);
      System.arraycopy(rows[row], 0, table, row * own.size(), own.size());
      String problem = normalize(table, row * own.size(), own.size());
      Preconditions.checkArgument(
          problem == null, "rows: row %s of P(%s | %s) %s", row, child, parents, problem);
    }
    return table(child, parents, table);
  }

  /** Takes a checked table without a copy. */
  NetworkBuilder table(String child, List<String> parents, double[] table) {
    ImmutableList.Builder<ImmutableList<String>> parentStates = ImmutableList.builder();
    parents.forEach(parent -> parentStates.add(declared(parent)));
    Cpd.Tabular cpd =
        new Cpd.Tabular(
            child, declared(child), ImmutableList.copyOf(parents), parentStates.build(), table);
    Preconditions.checkArgument(cpds.put(child, cpd) == null, "cpd: %s has two tables", child);
    return this;
  }

  double expectedRows(String child, List<String> parents) {
    double expected = 1;
    List<String> seen = new ArrayList<>();
    for (String parent : parents) {
      Preconditions.checkArgument(!parent.equals(child), "parents: %s is its own parent", child);
      Preconditions.checkArgument(
          !seen.contains(parent), "parents: %s is named twice for %s", parent, child);
      seen.add(parent);
      expected *= declared(parent).size();
    }
    return expected;
  }

  boolean isDeclared(String variable) {
    return states.containsKey(variable);
  }

  boolean hasTable(String variable) {
    return cpds.containsKey(variable);
  }

  List<String> declaredVariables() {
    return ImmutableList.copyOf(states.keySet());
  }

  ImmutableList<String> declared(String variable) {
    ImmutableList<String> found = states.get(variable);
    Preconditions.checkArgument(
        found != null, "variable: '%s' is not declared; there are %s", variable, states.keySet());
    return Objects.requireNonNull(found);
  }

  /** Makes a row sum to 1 if it almost does; otherwise says what is wrong with it. */
  static @Nullable String normalize(double[] table, int from, int count) {
    double sum = 0;
    for (int i = from; i < from + count; i++) {
      if (!(table[i] >= 0 && table[i] <= 1 + ROW_TOLERANCE)) {
        return "holds " + table[i] + ", which is no probability";
      }
      sum += table[i];
    }
    if (Math.abs(sum - 1) > ROW_TOLERANCE) {
      return "sums to " + sum + ", not to 1 within " + ROW_TOLERANCE;
    }
    if (Math.abs(sum - 1) > EXACT) {
      for (int i = from; i < from + count; i++) {
        table[i] /= sum;
      }
    }
    return null;
  }

  /**
   * The network.
   *
   * @throws IllegalArgumentException where a variable has no table, or parents form a cycle
   */
  public BayesianNetwork build() {
    return build(Provenance.of("tables written out", ImmutableMap.of("tables", fingerprint())));
  }

  BayesianNetwork build(Provenance provenance) {
    for (String variable : states.keySet()) {
      Preconditions.checkArgument(hasTable(variable), "cpd: %s has no table", variable);
    }
    return BayesianNetwork.of(
        states.keySet().stream().map(name -> Objects.requireNonNull(cpds.get(name))).toList(),
        provenance);
  }

  /** SHA-256 over names, states and tables. */
  String fingerprint() {
    return Fingerprint.of(states.keySet().stream().map(cpds::get).toList());
  }
}
