package org.causal4j.core.uplift;

import java.util.Arrays;

/**
 * The units in blocks of equal score, the highest first. No order within a block is ever used, so
 * that nothing depends on the order of the rows.
 */
final class ScoreBlocks {
  private final int[] blockOf;
  private final int count;

  ScoreBlocks(UpliftData data) {
    int n = data.rows();
    double[] sorted = new double[n];
    Arrays.setAll(sorted, i -> -data.score(i) + 0.0); // −0 and 0 are one score
    double[] keys = sorted.clone();
    Arrays.sort(sorted);
    int distinct = 0;
    for (int i = 0; i < n; i++) {
      if (i == 0 || sorted[i] != sorted[distinct - 1]) {
        sorted[distinct++] = sorted[i];
      }
    }
    count = distinct;
    blockOf = new int[n];
    for (int i = 0; i < n; i++) {
      blockOf[i] = Arrays.binarySearch(sorted, 0, count, keys[i]);
    }
  }

  int count() {
    return count;
  }

  int of(int row) {
    return blockOf[row];
  }
}
