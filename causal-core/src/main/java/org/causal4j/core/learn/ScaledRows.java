package org.causal4j.core.learn;

/** Some rows of scaled features at a time. Not safe to share between threads. */
final class ScaledRows {
  private final Features x;
  private final int[] rows;
  private final Scaling scaling;
  private final RowBlock block;
  private final int[] starts = new int[RowBlock.ROWS];

  /** A block that holds no rows yet. */
  ScaledRows(Features x, int[] rows, Scaling scaling) {
    this.x = x;
    this.rows = rows;
    this.scaling = scaling;
    this.block = new RowBlock(x.columns());
  }

  /** The rows that were read last. */
  RowBlock block() {
    return block;
  }

  /** Reads the rows from a position on, and returns how many it read. */
  int load(int from) {
    int count = Math.min(RowBlock.ROWS, rows.length - from);
    boolean full = true;
    for (int i = 0; i < count; i++) {
      int row = rows[from + i];
      starts[i] = x.start(row);
      full &= x.stride(row) == RowBlock.STRIDE;
    }
    for (int c = 0; c < x.columns(); c++) {
      if (full) {
        block.gather(x, starts, count, c, scaling.mean[c], scaling.inverseDeviation[c]);
      } else {
        block.gather(x, rows, from, count, c, scaling.mean[c], scaling.inverseDeviation[c]);
      }
    }
    block.clearFrom(count);
    return count;
  }
}
