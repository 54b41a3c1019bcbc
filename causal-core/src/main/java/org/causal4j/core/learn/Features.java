package org.causal4j.core.learn;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.matrix.FloatMatrix;

/**
 * The covariates of a model as numbers: one row a unit, finite everywhere.
 *
 * <p>From a table, a discrete column becomes one indicator a state but the first; a missing cell
 * becomes the column's mean, and an indicator of missingness is added. What was done stands in
 * {@link #notes()}. 8 bytes a value. Immutable and safe to share between threads.
 */
public final class Features {
  private final ImmutableList<String> names;
  private final ImmutableList<String> notes;
  private final int rows;
  private final int width;
  private final double[] values;

  private Features(
      ImmutableList<String> names, ImmutableList<String> notes, int rows, double[] values) {
    this.names = names;
    this.notes = notes;
    this.rows = rows;
    this.width = names.size();
    this.values = values;
  }

  /** No columns: a model of them is a constant. */
  public static Features none(int rows) {
    return new Features(ImmutableList.of(), ImmutableList.of(), rows, new double[0]);
  }

  /**
   * Features from their rows.
   *
   * @param names one a column
   * @throws IllegalArgumentException if a row has another length or a value is not finite
   */
  public static Features ofRows(List<String> names, double[][] rows) {
    checkNames(names);
    int width = names.size();
    double[] values = new double[rows.length * width];
    for (int r = 0; r < rows.length; r++) {
      Preconditions.checkArgument(
          rows[r].length == width, "row %s: has %s values, not %s", r, rows[r].length, width);
      for (int c = 0; c < width; c++) {
        Preconditions.checkArgument(
            Double.isFinite(rows[r][c]), "%s: row %s is %s", names.get(c), r, rows[r][c]);
      }
      System.arraycopy(rows[r], 0, values, r * width, width);
    }
    return new Features(ImmutableList.copyOf(names), ImmutableList.of(), rows.length, values);
  }

  /** Features from columns of a table. */
  public static Features of(Table table, List<String> columns) {
    checkNames(columns);
    List<String> names = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<double[]> data = new ArrayList<>();
    for (String name : columns) {
      Column column = table.column(name);
      if (column instanceof Column.Discrete discrete) {
        addIndicators(discrete, names, data);
      } else {
        names.add(name);
        data.add(filled((Column.Continuous) column, notes));
      }
      if (column.missing() > 0) {
        Preconditions.checkArgument(
            column.missing() < table.rows(), "column '%s': has no value in any row", name);
        names.add(name + " missing");
        data.add(indicator(table.rows(), column));
      }
    }
    int width = names.size();
    double[] values = new double[table.rows() * width];
    for (int c = 0; c < width; c++) {
      double[] cells = data.get(c);
      for (int r = 0; r < table.rows(); r++) {
        values[r * width + c] = cells[r];
      }
    }
    return new Features(
        ImmutableList.copyOf(names), ImmutableList.copyOf(notes), table.rows(), values);
  }

  private static void checkNames(List<String> names) {
    HashSet<String> seen = new HashSet<>();
    for (String name : names) {
      Preconditions.checkArgument(seen.add(name), "column '%s': is named twice", name);
    }
  }

  private static void addIndicators(
      Column.Discrete column, List<String> names, List<double[]> data) {
    for (int state = 1; state < column.states().size(); state++) {
      double[] cells = new double[column.size()];
      for (int r = 0; r < cells.length; r++) {
        cells[r] = column.code(r) == state ? 1 : 0;
      }
      names.add(column.name() + "=" + column.states().get(state));
      data.add(cells);
    }
  }

  private static double[] filled(Column.Continuous column, List<String> notes) {
    double[] cells = column.values();
    if (column.missing() == 0) {
      return cells;
    }
    double mean = Arrays.stream(cells).filter(v -> !Double.isNaN(v)).average().orElse(0);
    int missing = 0;
    for (int r = 0; r < cells.length; r++) {
      if (Double.isNaN(cells[r])) {
        cells[r] = mean;
        missing++;
      }
    }
    if (missing > 0) {
      notes.add(missing + " missing cells of '" + column.name() + "' set to the mean, and marked");
    }
    return cells;
  }

  private static double[] indicator(int rows, Column column) {
    double[] cells = new double[rows];
    Arrays.setAll(cells, r -> column.isMissing(r) ? 1 : 0);
    return cells;
  }

  /**
   * These features and the columns of a matrix beside them, named {@code prefix 1, prefix 2, …}.
   */
  public Features plus(FloatMatrix matrix, String prefix) {
    Preconditions.checkArgument(
        matrix.rows() == rows, "matrix: has %s rows, not %s", matrix.rows(), rows);
    Preconditions.checkArgument(matrix.isFinite(), "matrix: %s is not finite everywhere", prefix);
    List<String> allNames = new ArrayList<>(names);
    for (int c = 0; c < matrix.columns(); c++) {
      allNames.add(prefix + " " + (c + 1));
    }
    checkNames(allNames);
    int wide = width + matrix.columns();
    double[] all = new double[rows * wide];
    for (int r = 0; r < rows; r++) {
      System.arraycopy(values, r * width, all, r * wide, width);
      for (int c = 0; c < matrix.columns(); c++) {
        all[r * wide + width + c] = matrix.get(r, c);
      }
    }
    return new Features(ImmutableList.copyOf(allNames), notes, rows, all);
  }

  /**
   * These features and one more column.
   *
   * @throws IllegalArgumentException if the name is taken, the length differs or a value is not
   *     finite
   */
  public Features plus(String name, double[] column) {
    Preconditions.checkArgument(
        column.length == rows, "%s: has %s values for %s rows", name, column.length, rows);
    List<String> allNames = new ArrayList<>(names);
    allNames.add(name);
    checkNames(allNames);
    int width = columns();
    double[] all = new double[rows * (width + 1)];
    for (int r = 0; r < rows; r++) {
      Preconditions.checkArgument(
          Double.isFinite(column[r]), "%s: row %s is %s", name, r, column[r]);
      System.arraycopy(values, r * width, all, r * (width + 1), width);
      all[r * (width + 1) + width] = column[r];
    }
    return new Features(ImmutableList.copyOf(allNames), notes, rows, all);
  }

  /** These rows, in this order; one may come several times. */
  public Features rows(int[] chosen) {
    int width = columns();
    double[] picked = new double[chosen.length * width];
    for (int r = 0; r < chosen.length; r++) {
      Preconditions.checkElementIndex(chosen[r], rows, "row");
      System.arraycopy(values, chosen[r] * width, picked, r * width, width);
    }
    return new Features(names, notes, chosen.length, picked);
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Number of columns. */
  public int columns() {
    return width;
  }

  /** Names of the columns. */
  public ImmutableList<String> names() {
    return names;
  }

  /** What was done to missing cells. */
  public ImmutableList<String> notes() {
    return notes;
  }

  /** A value. */
  public double get(int row, int column) {
    Preconditions.checkElementIndex(row, rows, "row");
    Preconditions.checkElementIndex(column, columns(), "column");
    return values[row * width + column];
  }

  /**
   * Copies the values of a row.
   *
   * @param target as many values as there are columns
   */
  public void copyRow(int row, double[] target) {
    Preconditions.checkElementIndex(row, rows, "row");
    System.arraycopy(values, row * width, target, 0, width);
  }

  /** A value without the checks, for loops of this package. */
  double at(int row, int column) {
    return values[row * width + column];
  }

  @Override
  public String toString() {
    return "Features: " + rows + " rows of " + names;
  }
}
