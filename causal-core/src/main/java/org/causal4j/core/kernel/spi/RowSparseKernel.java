package org.causal4j.core.kernel.spi;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Compressed row storage multiplied row by row, in scalar Java: the specification, and the base of
 * backends that only have a faster way for a range of rows ({@link #multiplyRange}).
 *
 * <p>Rows are dealt out to threads in runs of about equal numbers of entries. Each row of the
 * product is summed by one thread in the order of the entries, so the result does not depend on how
 * many there are. The entries of a row may stand in any order.
 */
public class RowSparseKernel implements SparseKernel {
  /** Multiply-adds below which a second thread does not pay. */
  private static final long SMALL = 1 << 16;

  /** Runs of rows per thread: enough to even out what the other threads of a machine take. */
  private static final int RUNS = 8;

  /** Where each row starts; never written. */
  protected final int[] rowPointers;

  /** Column of each entry; never written. */
  protected final int[] columnIndexes;

  /** Value of each entry; never written. */
  protected final float[] values;

  private volatile @Nullable ColumnEntries byColumn;

  /** Keeps the arrays, without a copy. */
  public RowSparseKernel(int[] rowPointers, int[] columnIndexes, float[] values) {
    this.rowPointers = rowPointers;
    this.columnIndexes = columnIndexes;
    this.values = values;
  }

  @Override
  public final void multiply(
      float alpha,
      float[] x,
      int xOffset,
      int width,
      boolean add,
      float[] y,
      int yOffset,
      Workers workers) {
    int runs = runs((long) values.length * width, workers);
    workers.run(
        runs,
        t ->
            multiplyRange(
                startOfRun(t, runs),
                startOfRun(t + 1, runs),
                alpha,
                x,
                xOffset,
                width,
                add,
                y,
                yOffset));
  }

  @Override
  public final void multiplyRows(
      int[] rows, float[] x, int xOffset, int width, float[] y, int yOffset, Workers workers) {
    long entries = 0;
    for (int row : rows) {
      entries += rowPointers[row + 1] - rowPointers[row];
    }
    int runs = Math.min(runs(entries * width, workers), Math.max(rows.length, 1));
    int[] starts = starts(rows, entries + rows.length, runs);
    workers.run(
        runs,
        t -> {
          for (int i = starts[t]; i < starts[t + 1]; i++) {
            multiplyRange(rows[i], rows[i] + 1, 1, x, xOffset, width, false, y, yOffset);
          }
        });
  }

  /**
   * Gathers the entries of the chosen columns, row by row, and multiplies them alone. The matrix by
   * columns, which finds them, is made when it is first asked for.
   */
  @Override
  public final void multiplyColumns(
      int[] chosen, float[] x, int xOffset, int width, float[] y, int yOffset, Workers workers) {
    ColumnEntries entries = byColumn();
    int runs = runs((long) values.length * width, workers);
    workers.run(
        runs,
        t -> {
          int from = startOfRun(t, runs);
          int to = startOfRun(t + 1, runs);
          int[] pointers = new int[to - from + 1];
          int[] starts = entries.count(chosen, from, to, pointers);
          int[] keptColumns = new int[pointers[to - from]];
          float[] keptValues = new float[pointers[to - from]];
          entries.gather(chosen, starts, from, to, pointers, keptColumns, keptValues);
          like(pointers, keptColumns, keptValues)
              .multiplyRange(0, to - from, 1, x, xOffset, width, false, y, yOffset + from * width);
        });
  }

  private ColumnEntries byColumn() {
    ColumnEntries made = byColumn;
    if (made == null) {
      made = ColumnEntries.of(rowPointers, columnIndexes, values);
      byColumn = made;
    }
    return made;
  }

  /** A kernel of the same kind over other arrays. */
  protected RowSparseKernel like(int[] rowPointers, int[] columnIndexes, float[] values) {
    return new RowSparseKernel(rowPointers, columnIndexes, values);
  }

  private static int runs(long work, Workers workers) {
    return workers.threads() == 1 || work < SMALL ? 1 : workers.threads() * RUNS;
  }

  private int startOfRun(int run, int runs) {
    int rows = rowPointers.length - 1;
    return run == runs ? rows : rowAtWeight((values.length + (long) rows) * run / runs);
  }

  /** The first row before which at least this many entries and rows lie. */
  private int rowAtWeight(long weight) {
    int low = 0;
    int high = rowPointers.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if ((long) rowPointers[middle] + middle < weight) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private int[] starts(int[] rows, long weight, int runs) {
    int[] starts = new int[runs + 1];
    long before = 0;
    int run = 1;
    for (int i = 0; i < rows.length; i++) {
      while (run < runs && before >= weight * run / runs) {
        starts[run++] = i;
      }
      before += rowPointers[rows[i] + 1] - rowPointers[rows[i]] + 1L;
    }
    Arrays.fill(starts, run, runs + 1, rows.length);
    return starts;
  }

  /**
   * The rows {@code from .. to-1} of {@code Y = alpha A X} or {@code Y += alpha A X}, on the
   * calling thread. Each value of Y must depend on its row and column alone, not on the range.
   */
  protected void multiplyRange(
      int from,
      int to,
      float alpha,
      float[] x,
      int xOffset,
      int width,
      boolean add,
      float[] y,
      int yOffset) {
    for (int r = from; r < to; r++) {
      int out = yOffset + r * width;
      if (!add) {
        Arrays.fill(y, out, out + width, 0);
      }
      int end = rowPointers[r + 1];
      int p = rowPointers[r];
      // Four entries a pass: y is then read and written a quarter as often.
      for (; p + 4 <= end; p += 4) {
        addFour(
            x,
            alpha * values[p],
            xOffset + columnIndexes[p] * width,
            alpha * values[p + 1],
            xOffset + columnIndexes[p + 1] * width,
            alpha * values[p + 2],
            xOffset + columnIndexes[p + 2] * width,
            alpha * values[p + 3],
            xOffset + columnIndexes[p + 3] * width,
            y,
            out,
            width);
      }
      for (; p < end; p++) {
        addOne(x, alpha * values[p], xOffset + columnIndexes[p] * width, y, out, width);
      }
    }
  }

  private static void addOne(float[] x, float a, int at, float[] y, int out, int width) {
    for (int j = 0; j < width; j++) {
      y[out + j] += a * x[at + j];
    }
  }

  private static void addFour(
      float[] x,
      float a0,
      int at0,
      float a1,
      int at1,
      float a2,
      int at2,
      float a3,
      int at3,
      float[] y,
      int out,
      int width) {
    for (int j = 0; j < width; j++) {
      y[out + j] += a0 * x[at0 + j] + a1 * x[at1 + j] + a2 * x[at2 + j] + a3 * x[at3 + j];
    }
  }
}
