package org.causal4j.core.data;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Looks up the rows of one table in another. */
final class TableJoin {
  private TableJoin() {}

  static Table join(Table left, Table right, String key, JoinKind kind) {
    Preconditions.checkArgument(
        isDiscrete(left.column(key)) == isDiscrete(right.column(key)),
        "key '%s': is discrete in one table and continuous in the other",
        key);
    int[] partner = partners(left, right, key);
    int[] rows =
        IntStream.range(0, left.rows())
            .filter(row -> kind == JoinKind.LEFT || partner[row] >= 0)
            .toArray();
    List<Column> columns = new ArrayList<>(left.rows(rows).columns());
    int[] from = Arrays.stream(rows).map(row -> partner[row]).toArray();
    for (Column column : right.columns()) {
      if (!column.name().equals(key)) {
        Preconditions.checkArgument(
            !left.has(column.name()),
            "column '%s': is in both tables; rename it in one (Column.renamed)",
            column.name());
        columns.add(rowsOrMissing(column, from));
      }
    }
    return Table.of(columns);
  }

  private static boolean isDiscrete(Column column) {
    return column.fold(states -> true, numbers -> false);
  }

  private static int[] partners(Table left, Table right, String key) {
    RowKeys rightKeys = RowKeys.of(right, key);
    Map<RowKeys.Key, Integer> rowOf = new HashMap<>();
    for (int row = 0; row < right.rows(); row++) {
      if (!rightKeys.isMissing(row)) {
        Integer other = rowOf.putIfAbsent(rightKeys.key(row), row);
        Preconditions.checkArgument(
            other == null,
            "key '%s': '%s' stands twice in the other table, in rows %s and %s",
            key,
            right.column(key).text(row),
            other,
            row);
      }
    }
    RowKeys leftKeys = RowKeys.of(left, key);
    return IntStream.range(0, left.rows())
        .map(row -> leftKeys.isMissing(row) ? -1 : rowOf.getOrDefault(leftKeys.key(row), -1))
        .toArray();
  }

  private static Column rowsOrMissing(Column column, int[] rows) {
    return column.fold(
        states ->
            Column.Discrete.ofCodes(
                states.name(),
                states.states(),
                Arrays.stream(rows).map(row -> row < 0 ? -1 : states.code(row)).toArray()),
        numbers ->
            Column.Continuous.of(
                numbers.name(),
                Arrays.stream(rows)
                    .mapToDouble(row -> row < 0 ? Double.NaN : numbers.value(row))
                    .toArray()));
  }
}
