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
 * {@link #notes()}. At most 8.5 bytes a value. Immutable and safe to share between threads.
 */
public final class Features {
  // Rows lie in blocks, and in a block column after column: passes over all rows go along columns
  // without tearing rows apart. Columns of a full block lie a little more than its rows apart, so
  // that the values of a row do not fall on the same lines of the cache.
  private static final int BITS = 7;
  private static final int BLOCK = RowBlock.ROWS;
  private static final int STRIDE = RowBlock.STRIDE;

  private final ImmutableList<String> names;
  private final ImmutableList<String> notes;
  private final int rows;
  private final int width;
  private final double[] values;
  private final int fullBlocks;
  private final int lastStride;

  private Features(
      ImmutableList<String> names, ImmutableList<String> notes, int rows, double[] values) {
    this.names = names;
    this.notes = notes;
    this.rows = rows;
    this.width = names.size();
    this.values = values;
    this.fullBlocks = rows >> BITS;
    this.lastStride = rows & (BLOCK - 1);
  }

  /** Room for the values of some rows. */
  private static double[] room(int rows, int width) {
    long size = (long) width * ((long) (rows >> BITS) * STRIDE + (rows & (BLOCK - 1)));
    Preconditions.checkArgument(
        size <= Integer.MAX_VALUE - 8,
        "rows: %s of %s columns are more values than an array holds",
        rows,
        width);
    return new double[(int) size];
  }

  /** Where the values of a row begin. */
  int start(int row) {
    return (row >> BITS) * STRIDE * width + (row & (BLOCK - 1));
  }

  /** From one value of a row to the next. */
  int stride(int row) {
    return row >> BITS < fullBlocks ? STRIDE : lastStride;
  }

  /** A value, by {@link #start} and {@link #stride} of its row. */
  double at(int start, int stride, int column) {
    return values[start + stride * column];
  }

  /** Copies the values of a column in the block that begins with a row. */
  void copyColumn(int from, int column, double[] target, int at) {
    System.arraycopy(
        values, start(from) + stride(from) * column, target, at, Math.min(BLOCK, rows - from));
  }

  /** Sets target = (value - mean) * scale for the column in the block that begins with a row. */
  void copyScaled(int from, int column, double mean, double scale, double[] target, int at) {
    int place = start(from) + stride(from) * column;
    int count = Math.min(BLOCK, rows - from);
    for (int i = 0; i < count; i++) {
      target[at + i] = (values[place + i] - mean) * scale;
    }
  }

  private static void setRow(double[] from, double[] values, int rows, int width, int row) {
    boolean full = row >> BITS < rows >> BITS;
    int stride = full ? STRIDE : rows & (BLOCK - 1);
    int place = (row >> BITS) * STRIDE * width + (row & (BLOCK - 1));
    for (int c = 0; c < width; c++) {
      values[place + stride * c] = from[c];
    }
  }

  /** Writes some cells of a column, one after the other. */
  private interface Cells {
    void copyTo(int row, int count, double[] target, int at);

    static Cells of(double[] cells) {
      return (row, count, target, at) -> System.arraycopy(cells, row, target, at, count);
    }
  }

  private static void setColumn(Cells cells, int rows, double[] values, int width, int column) {
    for (int from = 0; from < rows; from += BLOCK) {
      int count = Math.min(BLOCK, rows - from);
      int stride = count == BLOCK ? STRIDE : count;
      int place = (from >> BITS) * STRIDE * width + stride * column;
      cells.copyTo(from, count, values, place);
    }
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
    double[] values = room(rows.length, width);
    for (int r = 0; r < rows.length; r++) {
      Preconditions.checkArgument(
          rows[r].length == width, "row %s: has %s values, not %s", r, rows[r].length, width);
      for (int c = 0; c < width; c++) {
        Preconditions.checkArgument(
            Double.isFinite(rows[r][c]), "%s: row %s is %s", names.get(c), r, rows[r][c]);
      }
      setRow(rows[r], values, rows.length, width, r);
    }
    return new Features(ImmutableList.copyOf(names), ImmutableList.of(), rows.length, values);
  }

  /** Features from columns of a table. */
  public static Features of(Table table, List<String> columns) {
    checkNames(columns);
    List<String> names = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    List<Cells> data = new ArrayList<>();
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
    double[] values = room(table.rows(), width);
    for (int c = 0; c < width; c++) {
      setColumn(data.get(c), table.rows(), values, width, c);
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

  private static void addIndicators(Column.Discrete column, List<String> names, List<Cells> data) {
    for (int state = 1; state < column.states().size(); state++) {
      double[] cells = new double[column.size()];
      for (int r = 0; r < cells.length; r++) {
        cells[r] = column.code(r) == state ? 1 : 0;
      }
      names.add(column.name() + "=" + column.states().get(state));
      data.add(Cells.of(cells));
    }
  }

  private static Cells filled(Column.Continuous column, List<String> notes) {
    if (column.missing() == 0) {
      return column::copyTo;
    }
    double[] cells = column.values();
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
    return Cells.of(cells);
  }

  private static Cells indicator(int rows, Column column) {
    double[] cells = new double[rows];
    Arrays.setAll(cells, r -> column.isMissing(r) ? 1 : 0);
    return Cells.of(cells);
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
    double[] all = room(rows, wide);
    double[] row = new double[wide];
    for (int r = 0; r < rows; r++) {
      copyRow(r, row);
      for (int c = 0; c < matrix.columns(); c++) {
        row[width + c] = matrix.get(r, c);
      }
      setRow(row, all, rows, wide, r);
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
    double[] all = room(rows, width + 1);
    double[] row = new double[width + 1];
    for (int r = 0; r < rows; r++) {
      Preconditions.checkArgument(
          Double.isFinite(column[r]), "%s: row %s is %s", name, r, column[r]);
      copyRow(r, row);
      row[width] = column[r];
      setRow(row, all, rows, width + 1, r);
    }
    return new Features(ImmutableList.copyOf(allNames), notes, rows, all);
  }

  /** These rows, in this order; one may come several times. */
  public Features rows(int[] chosen) {
    double[] picked = room(chosen.length, width);
    double[] row = new double[width];
    for (int r = 0; r < chosen.length; r++) {
      Preconditions.checkElementIndex(chosen[r], rows, "row");
      copyRow(chosen[r], row);
      setRow(row, picked, chosen.length, width, r);
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
    return at(row, column);
  }

  /**
   * Copies the values of a row.
   *
   * @param target as many values as there are columns
   */
  public void copyRow(int row, double[] target) {
    Preconditions.checkElementIndex(row, rows, "row");
    int start = start(row);
    int stride = stride(row);
    for (int c = 0; c < width; c++) {
      target[c] = values[start + stride * c];
    }
  }

  /** A value without the checks, for loops of this package. */
  double at(int row, int column) {
    return values[start(row) + stride(row) * column];
  }

  @Override
  public String toString() {
    return "Features: " + rows + " rows of " + names;
  }
}
