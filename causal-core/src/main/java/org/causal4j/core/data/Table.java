package org.causal4j.core.data;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Named columns of one length, one row a unit (a customer, a visit). What graphs are fitted to and
 * effects are estimated from.
 *
 * <p>Immutable and safe to share between threads; columns keep the order in which they were given.
 */
public final class Table {
  private final ImmutableMap<String, Column> columns;
  private final int rows;

  private Table(ImmutableMap<String, Column> columns, int rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /** A table of these columns. */
  public static Table of(Column... columns) {
    return of(Arrays.asList(columns));
  }

  /**
   * A table of these columns.
   *
   * @throws IllegalArgumentException if lengths differ or a name stands twice
   */
  public static Table of(List<? extends Column> columns) {
    Map<String, Column> byName = new LinkedHashMap<>();
    int rows = columns.isEmpty() ? 0 : columns.get(0).size();
    for (Column column : columns) {
      Preconditions.checkArgument(
          column.size() == rows,
          "column '%s': has %s rows, not %s",
          column.name(),
          column.size(),
          rows);
      Preconditions.checkArgument(
          byName.put(column.name(), column) == null, "column '%s': is named twice", column.name());
    }
    return new Table(ImmutableMap.copyOf(byName), rows);
  }

  /**
   * Reads a delimited file with a header, in the format {@link TableFormat#defaults()}.
   *
   * @throws org.causal4j.core.DataFormatException if the file is no such table
   */
  public static Table readCsv(Path file) throws IOException {
    return readCsv(file, TableFormat.defaults());
  }

  /**
   * Reads a delimited file with a header: comma, tab or semicolon, plain or gzip. Blanks around
   * cells are left out.
   *
   * @throws org.causal4j.core.DataFormatException if the file is no such table, with the line and
   *     column
   */
  public static Table readCsv(Path file, TableFormat format) throws IOException {
    return TableFile.read(file, format);
  }

  /**
   * Writes this table as a delimited file in UTF-8 with a header, missing cells empty: with tabs
   * where the name ends in ".tsv", compressed where it ends in ".gz". {@code TableFormat.of(table)}
   * reads it back, if no state is empty or has blanks around it.
   */
  public void writeCsv(Path file) throws IOException {
    TableFile.write(file, this);
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** The names of the columns, in order. */
  public ImmutableList<String> names() {
    return columns.keySet().asList();
  }

  /** The columns, in order. */
  public ImmutableList<Column> columns() {
    return columns.values().asList();
  }

  /** Whether there is a column of this name. */
  public boolean has(String name) {
    return columns.containsKey(name);
  }

  /**
   * The column of a name.
   *
   * @throws IllegalArgumentException naming the columns that exist
   */
  public Column column(String name) {
    Column column = columns.get(name);
    Preconditions.checkArgument(
        column != null, "column '%s': not among %s", name, columns.keySet());
    return column;
  }

  /** The column of a name, which must be discrete. */
  public Column.Discrete discrete(String name) {
    Column column = column(name);
    Preconditions.checkArgument(
        column instanceof Column.Discrete, "column '%s': is not discrete", name);
    return (Column.Discrete) column;
  }

  /** The column of a name, which must be continuous. */
  public Column.Continuous continuous(String name) {
    Column column = column(name);
    Preconditions.checkArgument(
        column instanceof Column.Continuous, "column '%s': is not continuous", name);
    return (Column.Continuous) column;
  }

  /** Only these columns, in this order. */
  public Table select(String... names) {
    return select(Arrays.asList(names));
  }

  /** Only these columns, in this order. */
  public Table select(Collection<String> names) {
    return of(names.stream().map(this::column).toList());
  }

  /** This table with a column added, or replaced where the name exists. */
  public Table with(Column column) {
    Map<String, Column> byName = new LinkedHashMap<>(columns);
    byName.put(column.name(), column);
    return of(ImmutableList.copyOf(byName.values()));
  }

  /** The rows that pass, in order. */
  public Table where(IntPredicate row) {
    return rows(IntStream.range(0, rows).filter(row).toArray());
  }

  /** Chosen rows in the order given; a row may be chosen more than once, as in a bootstrap. */
  public Table rows(int... chosen) {
    for (int row : chosen) {
      Preconditions.checkElementIndex(row, rows, "row");
    }
    Map<String, Column> byName = new LinkedHashMap<>();
    columns.forEach((name, column) -> byName.put(name, column.rows(chosen)));
    return new Table(ImmutableMap.copyOf(byName), chosen.length);
  }

  /** The rows in groups of equal cells in some columns. */
  public Grouping groupBy(String... names) {
    return Grouping.of(this, names);
  }

  /**
   * This table with the columns of another, looked up by a key that both have. Rows keep their
   * order; a missing key has no partner.
   *
   * @throws IllegalArgumentException if a key stands twice in the other table, or another column is
   *     in both
   */
  public Table join(Table other, String key, JoinKind kind) {
    return TableJoin.join(this, other, key, kind);
  }

  /**
   * The rows in ascending order of some columns, the first deciding: numbers by size, states by
   * their order, missing cells last. Rows that are equal there keep their order.
   */
  public Table sortBy(String... names) {
    Preconditions.checkArgument(names.length > 0, "names: must not be empty");
    Comparator<Integer> order = Comparator.comparing(row -> 0);
    for (String name : names) {
      Column column = column(name);
      order =
          order
              .thenComparing(column::isMissing)
              .thenComparingDouble(
                  row -> column.fold(d -> (double) d.code(row), c -> c.value(row)));
    }
    return rows(
        IntStream.range(0, rows).boxed().sorted(order).mapToInt(Integer::intValue).toArray());
  }

  /** This table with a continuous column cut into states. */
  public Table discretize(String name, CutPoints cutPoints) {
    return with(cutPoints.apply(continuous(name)));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Table that && rows == that.rows && columns.equals(that.columns);
  }

  @Override
  public int hashCode() {
    return columns.hashCode();
  }

  /** The shape and the first rows. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("Table of " + rows + " rows: ");
    out.append(String.join(", ", columns.keySet()));
    for (int row = 0; row < Math.min(rows, 5); row++) {
      out.append('\n');
      String separator = "";
      for (Column column : columns.values()) {
        out.append(separator).append(column.isMissing(row) ? "-" : column.text(row));
        separator = " | ";
      }
    }
    return rows > 5 ? out.append("\n…").toString() : out.toString();
  }
}
