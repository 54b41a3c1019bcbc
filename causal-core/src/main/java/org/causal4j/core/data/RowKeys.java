package org.causal4j.core.data;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.List;

/** The keys of rows: what their cells say in chosen columns, as a value to look up by. */
final class RowKeys {
  /** A key; cells are texts, numbers, or {@link Missing}. */
  record Key(ImmutableList<Object> cells) {}

  private enum Missing {
    CELL
  }

  private final List<Column> columns;

  private RowKeys(List<Column> columns) {
    this.columns = columns;
  }

  static RowKeys of(Table table, String... names) {
    Preconditions.checkArgument(names.length > 0, "names: must not be empty");
    return new RowKeys(Arrays.stream(names).map(table::column).toList());
  }

  Key key(int row) {
    return new Key(
        columns.stream().map(column -> cell(column, row)).collect(ImmutableList.toImmutableList()));
  }

  boolean isMissing(int row) {
    return columns.stream().anyMatch(column -> column.isMissing(row));
  }

  private static Object cell(Column column, int row) {
    if (column.isMissing(row)) {
      return Missing.CELL;
    }
    // 0 and -0 are one key.
    return column.<Object>fold(states -> states.text(row), numbers -> numbers.value(row) + 0.0);
  }
}
