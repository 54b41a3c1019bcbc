package org.causal4j.graph.identify;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A table of numbers over the states of discrete variables: a joint distribution to evaluate an
 * {@link Expr} on, and the result of doing so. Values are stored with the last variable running
 * fastest. Immutable.
 */
public final class ProbabilityTable {
  private static final int MAX_CELLS = 1 << 26;

  private final ImmutableMap<String, ImmutableList<String>> states;
  private final double[] values;

  private ProbabilityTable(Map<String, List<String>> states, double[] values) {
    ImmutableMap.Builder<String, ImmutableList<String>> copy = ImmutableMap.builder();
    states.forEach((variable, names) -> copy.put(variable, ImmutableList.copyOf(names)));
    this.states = copy.buildOrThrow();
    this.values = values;
  }

  /**
   * A joint distribution.
   *
   * @param states the states of every variable, in the order of the table
   * @param probabilities one per combination of states, the last variable fastest; not negative,
   *     summing to 1 within 1e-6 and normalized to 1 exactly
   */
  public static ProbabilityTable joint(Map<String, List<String>> states, double... probabilities) {
    int cells = cells(states);
    Preconditions.checkArgument(
        probabilities.length == cells,
        "probabilities: there are %s, but the states have %s combinations",
        probabilities.length,
        cells);
    double total = 0;
    for (double p : probabilities) {
      Preconditions.checkArgument(p >= 0 && p <= 1, "probabilities: %s is not in [0, 1]", p);
      total += p;
    }
    Preconditions.checkArgument(
        Math.abs(total - 1) <= 1e-6, "probabilities: sum to %s, not to 1", total);
    double[] normalized = new double[cells];
    for (int i = 0; i < cells; i++) {
      normalized[i] = probabilities[i] / total;
    }
    return new ProbabilityTable(states, normalized);
  }

  /** A joint distribution of variables with states "0" and "1". */
  public static ProbabilityTable binaryJoint(List<String> variables, double... probabilities) {
    Map<String, List<String>> states = new LinkedHashMap<>();
    variables.forEach(variable -> states.put(variable, List.of("0", "1")));
    Preconditions.checkArgument(
        states.size() == variables.size(), "variables: %s holds a name twice", variables);
    return joint(states, probabilities);
  }

  /**
   * The distribution of an experiment: over all variables, for every way to set some of them.
   *
   * @param done what is set
   * @param probabilities as for {@link #joint}, summing to 1 within 1e-6 for every combination of
   *     states of what is set
   */
  public static ProbabilityTable experiment(
      Set<String> done, Map<String, List<String>> states, double... probabilities) {
    Preconditions.checkArgument(
        states.keySet().containsAll(done), "done: %s is not among %s", done, states.keySet());
    int cells = cells(states);
    Preconditions.checkArgument(
        probabilities.length == cells,
        "probabilities: there are %s, but the states have %s combinations",
        probabilities.length,
        cells);
    for (double p : probabilities) {
      Preconditions.checkArgument(p >= 0 && p <= 1, "probabilities: %s is not in [0, 1]", p);
    }
    ProbabilityTable table = new ProbabilityTable(states, probabilities.clone());
    ProbabilityTable totals =
        table.marginal(states.keySet().stream().filter(done::contains).toList(), Set.of());
    for (double total : totals.values) {
      Preconditions.checkArgument(
          Math.abs(total - 1) <= 1e-6, "probabilities: sum to %s, not to 1", total);
    }
    return table;
  }

  /**
   * Over these variables only, in this order, the others summed out.
   *
   * @param done what is set: of those left out the first state is taken instead
   */
  ProbabilityTable marginal(List<String> keep, Set<String> done) {
    Map<String, List<String>> kept = new LinkedHashMap<>();
    keep.forEach(variable -> kept.put(variable, states(variable)));
    double[] sums = new double[cells(kept)];
    List<String> all = variables();
    int[] strides = new int[all.size()];
    int stride = 1;
    for (String variable : ImmutableList.copyOf(kept.keySet()).reverse()) {
      strides[all.indexOf(variable)] = stride;
      stride *= states(variable).size();
    }
    int[] sizes = all.stream().mapToInt(variable -> states(variable).size()).toArray();
    boolean[] fixed = new boolean[all.size()];
    for (int i = 0; i < fixed.length; i++) {
      fixed[i] = done.contains(all.get(i)) && !kept.containsKey(all.get(i));
    }
    for (int cell = 0; cell < values.length; cell++) {
      int rest = cell;
      int target = 0;
      boolean counts = true;
      for (int i = sizes.length - 1; i >= 0; i--) {
        int state = rest % sizes[i];
        rest /= sizes[i];
        target += state * strides[i];
        counts &= !fixed[i] || state == 0;
      }
      if (counts) {
        sums[target] += values[cell];
      }
    }
    return new ProbabilityTable(kept, sums);
  }

  static ProbabilityTable of(Map<String, List<String>> states, double[] values) {
    return new ProbabilityTable(states, values);
  }

  /** The variables, in the order of the table. */
  public List<String> variables() {
    return states.keySet().asList();
  }

  /** The states of a variable. */
  public List<String> states(String variable) {
    ImmutableList<String> found = states.get(variable);
    Preconditions.checkArgument(
        found != null, "variable: %s is not in the table, which has %s", variable, variables());
    return found;
  }

  /** The number of cells. */
  public int size() {
    return values.length;
  }

  /** The cell at an index, the last variable running fastest. */
  public double value(int cell) {
    return values[cell];
  }

  /** The cell of these states; every variable of the table must have one. */
  public double value(Map<String, String> assignment) {
    int cell = 0;
    for (String variable : variables()) {
      String state = assignment.get(variable);
      int position = state == null ? -1 : states(variable).indexOf(state);
      Preconditions.checkArgument(
          position >= 0,
          "assignment: %s of %s is not one of %s",
          state,
          variable,
          states(variable));
      cell = cell * states(variable).size() + position;
    }
    return values[cell];
  }

  /** A copy of all cells, the last variable running fastest. */
  public double[] toArray() {
    return values.clone();
  }

  /** The states by variable. */
  ImmutableMap<String, ImmutableList<String>> allStates() {
    return states;
  }

  private static int cells(Map<String, List<String>> states) {
    long cells = 1;
    for (Map.Entry<String, List<String>> entry : states.entrySet()) {
      List<String> names = entry.getValue();
      Preconditions.checkArgument(!names.isEmpty(), "states: %s has none", entry.getKey());
      Preconditions.checkArgument(
          new HashSet<>(names).size() == names.size(),
          "states: %s has a state twice: %s",
          entry.getKey(),
          names);
      cells *= names.size();
      Preconditions.checkArgument(
          cells <= MAX_CELLS, "states: have more than %s combinations", MAX_CELLS);
    }
    return (int) cells;
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    int shown = Math.min(values.length, 32);
    for (int cell = 0; cell < shown; cell++) {
      out.append(label(cell)).append(String.format(Locale.ROOT, " %.6f\n", values[cell]));
    }
    if (shown < values.length) {
      out.append("and ").append(values.length - shown).append(" more");
    }
    return out.toString().stripTrailing();
  }

  private String label(int cell) {
    List<String> parts = new ArrayList<>();
    int rest = cell;
    for (String variable : ImmutableList.copyOf(variables()).reverse()) {
      List<String> names = states(variable);
      parts.add(0, variable + "=" + names.get(rest % names.size()));
      rest /= names.size();
    }
    return String.join(" ", parts);
  }
}
