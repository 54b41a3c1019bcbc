package org.causal4j.graph.identify;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;

/** The frequencies of the rows of a table with discrete columns: the plug-in distribution. */
final class Frequencies implements Distributions {
  private final Map<String, Column.Discrete> columns;
  private final int[] weights;
  private final int total;

  private Frequencies(Map<String, Column.Discrete> columns, int[] weights) {
    this.columns = columns;
    this.weights = weights;
    this.total = Arrays.stream(weights).sum();
  }

  /** Of these columns, or all where none is named. */
  static Frequencies of(Table table, Iterable<String> names) {
    Preconditions.checkArgument(table.rows() > 0, "table: has no rows");
    Map<String, Column.Discrete> columns = new LinkedHashMap<>();
    for (String name : names) {
      Column.Discrete column = table.discrete(name);
      int missing = column.missing();
      Preconditions.checkArgument(
          missing == 0, "table: %s misses %s cells; drop those rows first", name, missing);
      columns.put(name, column);
    }
    int[] ones = new int[table.rows()];
    Arrays.fill(ones, 1);
    return new Frequencies(columns, ones);
  }

  /** As many rows drawn with replacement. */
  Frequencies resampled(SplittableRandom random) {
    int[] drawn = new int[weights.length];
    for (int i = 0; i < weights.length; i++) {
      drawn[random.nextInt(weights.length)]++;
    }
    return new Frequencies(columns, drawn);
  }

  private Column.Discrete column(String variable) {
    Column.Discrete column = columns.get(variable);
    Preconditions.checkArgument(
        column != null, "table: lacks the column %s; it has %s", variable, columns.keySet());
    return column;
  }

  @Override
  public List<String> states(String variable) {
    return column(variable).states();
  }

  @Override
  public ProbabilityTable marginal(String domain, List<String> done, List<String> variables) {
    Preconditions.checkArgument(
        done.isEmpty() && domain.isEmpty(),
        "distributions: %s is needed, and a table holds what was observed",
        new Regime(domain, Set.copyOf(done)));
    Map<String, List<String>> states = new LinkedHashMap<>();
    variables.forEach(variable -> states.put(variable, states(variable)));
    int cells = states.values().stream().mapToInt(List::size).reduce(1, Math::multiplyExact);
    double[] values = new double[cells];
    List<Column.Discrete> used = new ArrayList<>();
    variables.forEach(variable -> used.add(column(variable)));
    for (int row = 0; row < weights.length; row++) {
      if (weights[row] > 0) {
        int cell = 0;
        for (Column.Discrete column : used) {
          cell = cell * column.states().size() + column.code(row);
        }
        values[cell] += weights[row];
      }
    }
    for (int cell = 0; cell < cells; cell++) {
      values[cell] /= total;
    }
    return ProbabilityTable.of(states, values);
  }

  @Override
  public String toString() {
    return "frequencies of " + total + " rows";
  }
}
