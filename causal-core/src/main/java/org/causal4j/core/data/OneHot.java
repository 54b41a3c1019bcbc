package org.causal4j.core.data;

import com.google.common.collect.ImmutableListMultimap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Turns discrete columns into a 0/1 column for each state that occurs in the rows that it was
 * fitted to, named as "city=Rome". A state that did not occur there is 0 in all of them; a missing
 * cell is missing in all of them.
 *
 * <p>Fit it to the rows to train on and apply it to all. Immutable and safe to share between
 * threads.
 */
public final class OneHot {
  private final ImmutableListMultimap<String, String> states;

  private OneHot(ImmutableListMultimap<String, String> states) {
    this.states = states;
  }

  /**
   * Learns which states of some columns occur.
   *
   * @throws IllegalArgumentException if one is not discrete
   */
  public static OneHot fit(Table train, String... names) {
    ImmutableListMultimap.Builder<String, String> states = ImmutableListMultimap.builder();
    for (String name : names) {
      Column.Discrete column = train.discrete(name);
      Set<Integer> seen = new HashSet<>();
      for (int row = 0; row < column.size(); row++) {
        seen.add(column.code(row));
      }
      for (int code = 0; code < column.states().size(); code++) {
        if (seen.contains(code)) {
          states.put(name, column.states().get(code));
        }
      }
    }
    return new OneHot(states.build());
  }

  /** A table in which 0/1 columns stand in the place of each column. */
  public Table apply(Table table) {
    states.keySet().forEach(table::discrete);
    List<Column> columns = new ArrayList<>();
    for (Column column : table.columns()) {
      if (!states.containsKey(column.name())) {
        columns.add(column);
        continue;
      }
      for (String state : states.get(column.name())) {
        double[] values = new double[table.rows()];
        for (int row = 0; row < values.length; row++) {
          values[row] = column.isMissing(row) ? Double.NaN : column.text(row).equals(state) ? 1 : 0;
        }
        columns.add(Column.Continuous.of(column.name() + "=" + state, values));
      }
    }
    return Table.of(columns);
  }

  @Override
  public String toString() {
    return "OneHot of " + states;
  }
}
