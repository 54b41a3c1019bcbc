package org.causal4j.core.kernel.spi;

import java.util.Arrays;

/** The entries of a sparse matrix by columns, those of a column in ascending order of rows. */
final class ColumnEntries {
  private final int[] pointers;
  private final int[] rows;
  private final float[] values;

  private ColumnEntries(int[] pointers, int[] rows, float[] values) {
    this.pointers = pointers;
    this.rows = rows;
    this.values = values;
  }

  static ColumnEntries of(int[] rowPointers, int[] columnIndexes, float[] values) {
    int columns = 0;
    for (int column : columnIndexes) {
      columns = Math.max(columns, column + 1);
    }
    int[] pointers = new int[columns + 1];
    for (int column : columnIndexes) {
      pointers[column + 1]++;
    }
    for (int column = 0; column < columns; column++) {
      pointers[column + 1] += pointers[column];
    }
    int[] next = Arrays.copyOf(pointers, columns);
    int[] rows = new int[columnIndexes.length];
    float[] ofColumns = new float[columnIndexes.length];
    for (int row = 0; row + 1 < rowPointers.length; row++) {
      for (int p = rowPointers[row]; p < rowPointers[row + 1]; p++) {
        int at = next[columnIndexes[p]]++;
        rows[at] = row;
        ofColumns[at] = values[p];
      }
    }
    return new ColumnEntries(pointers, rows, ofColumns);
  }

  /**
   * Writes where the entries of each row from {@code from} to below {@code to} begin, if only the
   * chosen columns count, and the number of all behind them.
   *
   * @return the first entry of each chosen column that is not before {@code from}
   */
  int[] count(int[] chosen, int from, int to, int[] starts) {
    int[] firsts = new int[chosen.length];
    for (int c = 0; c < chosen.length; c++) {
      int column = chosen[c];
      if (column + 1 < pointers.length) {
        int end = pointers[column + 1];
        int at = firstFrom(from, pointers[column], end);
        firsts[c] = at;
        for (; at < end && rows[at] < to; at++) {
          starts[rows[at] - from + 1]++;
        }
      }
    }
    for (int row = 0; row < to - from; row++) {
      starts[row + 1] += starts[row];
    }
    return firsts;
  }

  private int firstFrom(int row, int low, int high) {
    if (row == 0) {
      return low;
    }
    int at = Arrays.binarySearch(rows, low, high, row);
    return at < 0 ? -at - 1 : at;
  }

  /** Copies those entries, the columns of a row in the order of the chosen ones. */
  void gather(
      int[] chosen,
      int[] firsts,
      int from,
      int to,
      int[] starts,
      int[] keptColumns,
      float[] keptValues) {
    int[] next = Arrays.copyOf(starts, to - from);
    for (int c = 0; c < chosen.length; c++) {
      int column = chosen[c];
      if (column + 1 < pointers.length) {
        int end = pointers[column + 1];
        for (int at = firsts[c]; at < end && rows[at] < to; at++) {
          int kept = next[rows[at] - from]++;
          keptColumns[kept] = column;
          keptValues[kept] = values[at];
        }
      }
    }
  }
}
