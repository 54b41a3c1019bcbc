package org.causal4j.core.data;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntPredicate;

/**
 * The rows of a table in groups of equal cells, in the order in which the groups begin. Missing
 * cells are equal to each other.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class Grouping {
  private final Table table;
  private final String[] keys;
  private final int[] groupOf;
  private final int[] firstRows;

  private Grouping(Table table, String[] keys, int[] groupOf, int[] firstRows) {
    this.table = table;
    this.keys = keys;
    this.groupOf = groupOf;
    this.firstRows = firstRows;
  }

  static Grouping of(Table table, String... names) {
    RowKeys keys = RowKeys.of(table, names);
    Map<RowKeys.Key, Integer> numbers = new HashMap<>();
    List<Integer> firstRows = new ArrayList<>();
    int[] groupOf = new int[table.rows()];
    for (int row = 0; row < groupOf.length; row++) {
      Integer number = numbers.putIfAbsent(keys.key(row), numbers.size());
      if (number == null) {
        firstRows.add(row);
      }
      groupOf[row] = number == null ? firstRows.size() - 1 : number;
    }
    int[] first = firstRows.stream().mapToInt(Integer::intValue).toArray();
    return new Grouping(table, names.clone(), groupOf, first);
  }

  /** Number of groups. */
  public int size() {
    return firstRows.length;
  }

  /** The group of a row, from 0 to {@link #size()} - 1. */
  public int groupOf(int row) {
    return groupOf[row];
  }

  /**
   * A table with a row a group: what makes the group, and the aggregates.
   *
   * @throws IllegalArgumentException if a column is missing or of the wrong kind, or a name stands
   *     twice
   */
  public Table aggregate(Aggregate... aggregates) {
    List<Column> columns = new ArrayList<>(table.select(keys).rows(firstRows).columns());
    for (Aggregate aggregate : aggregates) {
      columns.add(Column.Continuous.of(aggregate.name(), values(aggregate)));
    }
    return Table.of(columns);
  }

  private double[] values(Aggregate aggregate) {
    if (aggregate instanceof Aggregate.Count) {
      return counts(row -> true);
    }
    if (aggregate instanceof Aggregate.Sum sum) {
      return sums(table.continuous(sum.column()));
    }
    if (aggregate instanceof Aggregate.Mean mean) {
      Column.Continuous column = table.continuous(mean.column());
      return ratio(sums(column), counts(row -> !column.isMissing(row)));
    }
    if (aggregate instanceof Aggregate.Min min) {
      return extremes(table.continuous(min.column()), Math::min);
    }
    if (aggregate instanceof Aggregate.Max max) {
      return extremes(table.continuous(max.column()), Math::max);
    }
    Aggregate.Share share = (Aggregate.Share) aggregate;
    Column.Discrete column = table.discrete(share.column());
    int code = column.codeOf(share.state());
    return ratio(counts(row -> column.code(row) == code), counts(row -> !column.isMissing(row)));
  }

  private double[] counts(IntPredicate counted) {
    double[] counts = new double[size()];
    for (int row = 0; row < groupOf.length; row++) {
      counts[groupOf[row]] += counted.test(row) ? 1 : 0;
    }
    return counts;
  }

  private double[] sums(Column.Continuous column) {
    double[] sums = new double[size()];
    for (int row = 0; row < groupOf.length; row++) {
      sums[groupOf[row]] += column.isMissing(row) ? 0 : column.value(row);
    }
    return sums;
  }

  private double[] extremes(Column.Continuous column, DoubleBinaryOperator better) {
    double[] best = new double[size()];
    Arrays.fill(best, Double.NaN);
    for (int row = 0; row < groupOf.length; row++) {
      int group = groupOf[row];
      if (!column.isMissing(row)) {
        best[group] =
            Double.isNaN(best[group])
                ? column.value(row)
                : better.applyAsDouble(best[group], column.value(row));
      }
    }
    return best;
  }

  private static double[] ratio(double[] numerators, double[] denominators) {
    double[] ratios = new double[numerators.length];
    Arrays.setAll(ratios, g -> denominators[g] == 0 ? Double.NaN : numerators[g] / denominators[g]);
    return ratios;
  }

  /** The rows of one group as a table. */
  public Table group(int number) {
    Preconditions.checkElementIndex(number, size(), "number");
    return table.where(row -> groupOf[row] == number);
  }

  @Override
  public String toString() {
    return size() + " groups of " + table.rows() + " rows by " + Arrays.toString(keys);
  }
}
