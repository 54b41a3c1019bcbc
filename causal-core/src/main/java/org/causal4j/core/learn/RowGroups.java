package org.causal4j.core.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows that several sets of rows have in common, such as the folds of a cross-fitting: two rows
 * are in one group where they are in the same sets. Sums over a set are sums over its groups.
 */
final class RowGroups {
  // Below this share of its variance over all rows a column has too few digits left in a set.
  static final double LEAST_VARIANCE = 1e-4;

  private static final int MOST_SETS = 62;

  private final long[] masks;
  private final int[][] rows;
  private final int[] all;

  private RowGroups(long[] masks, int[][] rows, int[] all) {
    this.masks = masks;
    this.rows = rows;
    this.all = all;
  }

  /**
   * The groups, or null where there is nothing to share: one set, a row twice in a set, or more
   * groups than sets.
   */
  static @Nullable RowGroups of(int n, List<int[]> sets) {
    int count = sets.size();
    if (count < 2 || count > MOST_SETS) {
      return null;
    }
    long[] mask = new long[n];
    for (int s = 0; s < count; s++) {
      long bit = 1L << s;
      for (int row : sets.get(s)) {
        if (row < 0 || row >= n || (mask[row] & bit) != 0) {
          return null;
        }
        mask[row] |= bit;
      }
    }
    long[] masks = new long[count];
    int[] sizes = new int[count];
    byte[] group = new byte[n];
    int found = 0;
    int total = 0;
    for (int row = 0; row < n; row++) {
      if (mask[row] == 0) {
        group[row] = -1;
        continue;
      }
      int g = 0;
      while (g < found && masks[g] != mask[row]) {
        g++;
      }
      if (g == count) {
        return null;
      }
      if (g == found) {
        masks[found++] = mask[row];
      }
      group[row] = (byte) g;
      sizes[g]++;
      total++;
    }
    int[][] rows = new int[found][];
    Arrays.setAll(rows, g -> new int[sizes[g]]);
    int[] all = new int[total];
    int[] filled = new int[found];
    int at = 0;
    for (int row = 0; row < n; row++) {
      if (group[row] >= 0) {
        rows[group[row]][filled[group[row]]++] = row;
        all[at++] = row;
      }
    }
    return new RowGroups(Arrays.copyOf(masks, found), rows, all);
  }

  int count() {
    return rows.length;
  }

  /** The rows of a group, ascending. */
  int[] rows(int group) {
    return rows[group];
  }

  /** The rows of all sets, ascending. */
  int[] all() {
    return all;
  }

  /** The groups that make up a set. */
  List<Integer> of(int set) {
    List<Integer> own = new ArrayList<>();
    for (int g = 0; g < masks.length; g++) {
      if ((masks[g] >> set & 1) == 1) {
        own.add(g);
      }
    }
    return own;
  }
}
