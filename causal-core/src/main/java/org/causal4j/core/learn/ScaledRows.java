package org.causal4j.core.learn;

/** Some rows of scaled features at a time. Not safe to share between threads. */
final class ScaledRows {
  private final Features x;
  private final int[] rows;
  private final Scaling scaling;
  private final RowBlock block;

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
    for (int i = 0; i < count; i++) {
      int row = rows[from + i];
      for (int c = 0; c < x.columns(); c++) {
        block.set(i, c, (x.at(row, c) - scaling.mean[c]) * scaling.inverseDeviation[c]);
      }
    }
    block.clearFrom(count);
    return count;
  }
}
