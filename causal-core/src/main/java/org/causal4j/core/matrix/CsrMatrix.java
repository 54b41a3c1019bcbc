package org.causal4j.core.matrix;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sparse matrix in compressed row storage: for row {@code r} the entries {@code
 * rowStart(r) .. rowEnd(r)-1}, with columns in ascending order and no column twice.
 *
 * <p>Immutable and safe to share between threads. 8 bytes an entry and 4 a row.
 */
public final class CsrMatrix {
  private final int columns;
  private final int[] rowPointers;
  private final int[] columnIndexes;
  private final float[] values;

  private CsrMatrix(int columns, int[] rowPointers, int[] columnIndexes, float[] values) {
    this.columns = columns;
    this.rowPointers = rowPointers;
    this.columnIndexes = columnIndexes;
    this.values = values;
  }

  /**
   * A matrix over copies of the three arrays of compressed row storage.
   *
   * @param rowPointers rows + 1 of them, from 0, never falling
   * @param columnIndexes strictly ascending within a row
   * @param values as many as column indexes
   * @throws IllegalArgumentException if the arrays are no such matrix
   */
  public static CsrMatrix copyOf(
      int columns, int[] rowPointers, int[] columnIndexes, float[] values) {
    CsrMatrix matrix =
        new CsrMatrix(columns, rowPointers.clone(), columnIndexes.clone(), values.clone());
    matrix.check();
    return matrix;
  }

  /**
   * A matrix from entries in any order. Entries that fall on one place are added up.
   *
   * @param entryRows row of each entry
   * @param entryColumns column of each entry
   * @param entryValues value of each entry
   * @throws IllegalArgumentException if an entry lies outside, or the arrays differ in length
   */
  public static CsrMatrix ofEntries(
      int rows, int columns, int[] entryRows, int[] entryColumns, float[] entryValues) {
    Preconditions.checkArgument(rows >= 0, "rows: %s is below 0", rows);
    Preconditions.checkArgument(columns >= 0, "columns: %s is below 0", columns);
    int entries = entryRows.length;
    Preconditions.checkArgument(
        entryColumns.length == entries && entryValues.length == entries,
        "entries: %s rows, %s columns, %s values",
        entries,
        entryColumns.length,
        entryValues.length);
    // A counting sort by column and then a stable one by row leaves each row in column order.
    int[] byColumn = countingOrder(entryColumns, columns, null, "entryColumns");
    int[] order = countingOrder(entryRows, rows, byColumn, "entryRows");
    int[] pointers = new int[rows + 1];
    int[] indexes = new int[entries];
    float[] sums = new float[entries];
    int used = 0;
    int row = 0;
    for (int at : order) {
      while (row < entryRows[at]) {
        pointers[++row] = used;
      }
      if (used > pointers[row] && indexes[used - 1] == entryColumns[at]) {
        sums[used - 1] += entryValues[at];
      } else {
        indexes[used] = entryColumns[at];
        sums[used++] = entryValues[at];
      }
    }
    while (row < rows) {
      pointers[++row] = used;
    }
    return new CsrMatrix(
        columns, pointers, Arrays.copyOf(indexes, used), Arrays.copyOf(sums, used));
  }

  private static int[] countingOrder(int[] keys, int bound, int @Nullable [] order, String name) {
    int[] starts = new int[bound + 1];
    for (int key : keys) {
      Preconditions.checkArgument(
          key >= 0 && key < bound, "%s: %s is not from 0 to below %s", name, key, bound);
      starts[key + 1]++;
    }
    for (int k = 0; k < bound; k++) {
      starts[k + 1] += starts[k];
    }
    int[] sorted = new int[keys.length];
    for (int i = 0; i < keys.length; i++) {
      int at = order == null ? i : order[i];
      sorted[starts[keys[at]]++] = at;
    }
    return sorted;
  }

  private void check() {
    Preconditions.checkArgument(columns >= 0, "columns: %s is below 0", columns);
    Preconditions.checkArgument(rowPointers.length >= 1, "rowPointers: must not be empty");
    Preconditions.checkArgument(
        rowPointers[0] == 0, "rowPointers: the first is %s, not 0", rowPointers[0]);
    int rows = rowPointers.length - 1;
    Preconditions.checkArgument(
        rowPointers[rows] == columnIndexes.length && values.length == columnIndexes.length,
        "rowPointers: the last is %s, with %s column indexes and %s values",
        rowPointers[rows],
        columnIndexes.length,
        values.length);
    // All of them first: a pointer that rises and falls again would lead out of the arrays.
    for (int r = 0; r < rows; r++) {
      Preconditions.checkArgument(
          rowPointers[r] <= rowPointers[r + 1], "rowPointers: fall after row %s", r);
    }
    for (int r = 0; r < rows; r++) {
      for (int p = rowPointers[r]; p < rowPointers[r + 1]; p++) {
        int column = columnIndexes[p];
        Preconditions.checkArgument(
            column >= 0 && column < columns,
            "columnIndexes: %s in row %s is not below %s",
            column,
            r,
            columns);
        Preconditions.checkArgument(
            p == rowPointers[r] || columnIndexes[p - 1] < column,
            "columnIndexes: not ascending in row %s",
            r);
      }
    }
  }

  /** Number of rows. */
  public int rows() {
    return rowPointers.length - 1;
  }

  /** Number of columns. */
  public int columns() {
    return columns;
  }

  /** Number of stored entries. */
  public int entries() {
    return columnIndexes.length;
  }

  /** Index of a row's first entry. */
  public int rowStart(int row) {
    return rowPointers[row];
  }

  /** Index behind a row's last entry. */
  public int rowEnd(int row) {
    return rowPointers[row + 1];
  }

  /** Number of entries in a row. */
  public int rowLength(int row) {
    return rowPointers[row + 1] - rowPointers[row];
  }

  /** Column of an entry. */
  public int column(int entry) {
    return columnIndexes[entry];
  }

  /** Value of an entry. */
  public float value(int entry) {
    return values[entry];
  }

  /** The value at a place, 0 where none is stored; a binary search of the row. */
  public float get(int row, int column) {
    Preconditions.checkElementIndex(column, columns, "column");
    int at = Arrays.binarySearch(columnIndexes, rowPointers[row], rowPointers[row + 1], column);
    return at >= 0 ? values[at] : 0;
  }

  /** Whether an entry is stored at a place. */
  public boolean contains(int row, int column) {
    Preconditions.checkElementIndex(column, columns, "column");
    return Arrays.binarySearch(columnIndexes, rowPointers[row], rowPointers[row + 1], column) >= 0;
  }

  /** A copy of a row's columns. */
  public int[] rowColumns(int row) {
    return Arrays.copyOfRange(columnIndexes, rowPointers[row], rowPointers[row + 1]);
  }

  /** The transpose. */
  public CsrMatrix transpose() {
    int[] entryRows = new int[entries()];
    for (int r = 0; r < rows(); r++) {
      Arrays.fill(entryRows, rowPointers[r], rowPointers[r + 1], r);
    }
    return ofEntries(columns, rows(), columnIndexes, entryRows, values);
  }

  /** A copy of the row pointers. */
  public int[] rowPointers() {
    return rowPointers.clone();
  }

  /** A copy of the column indexes. */
  public int[] columnIndexes() {
    return columnIndexes.clone();
  }

  /** A copy of the values. */
  public float[] values() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CsrMatrix that
        && columns == that.columns
        && Arrays.equals(rowPointers, that.rowPointers)
        && Arrays.equals(columnIndexes, that.columnIndexes)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(rowPointers) + Arrays.hashCode(columnIndexes))
        + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "CsrMatrix " + rows() + " x " + columns + ", " + entries() + " entries";
  }
}
