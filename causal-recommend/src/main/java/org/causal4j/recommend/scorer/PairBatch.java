package org.causal4j.recommend.scorer;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Some pairs to learn from. Nodes of a graph count users first, then items; here rows of the batch
 * stand for them, so that only what a batch touches is looked at.
 */
final class PairBatch {
  /** The nodes of the rows, users first, each once, in ascending order. */
  final int[] nodes;

  /** How many of the rows are users. */
  final int userRows;

  /** The row of the user of each pair. */
  final int[] users;

  /** The row of the item of each pair. */
  final int[] items;

  /** The row of an item that the user does not have, for each pair; null where none was drawn. */
  final int @Nullable [] negatives;

  /** The weight of each pair; null where all weigh 1. */
  final float @Nullable [] weights;

  private PairBatch(
      int[] nodes,
      int userRows,
      int[] users,
      int[] items,
      int @Nullable [] negatives,
      float @Nullable [] weights) {
    this.nodes = nodes;
    this.userRows = userRows;
    this.users = users;
    this.items = items;
    this.negatives = negatives;
    this.weights = weights;
  }

  /**
   * A batch of nodes.
   *
   * @param firstItem the number of the first node that is an item
   */
  static PairBatch of(
      int[] users,
      int[] items,
      int @Nullable [] negatives,
      float @Nullable [] weights,
      int firstItem) {
    int[] all = Arrays.copyOf(users, users.length + items.length);
    System.arraycopy(items, 0, all, users.length, items.length);
    if (negatives != null) {
      int before = all.length;
      all = Arrays.copyOf(all, before + negatives.length);
      System.arraycopy(negatives, 0, all, before, negatives.length);
    }
    int[] nodes = Arrays.stream(all).sorted().distinct().toArray();
    Map<Integer, Integer> row = new HashMap<>(2 * nodes.length);
    int userRows = 0;
    for (int r = 0; r < nodes.length; r++) {
      row.put(nodes[r], r);
      userRows += nodes[r] < firstItem ? 1 : 0;
    }
    return new PairBatch(
        nodes,
        userRows,
        rows(users, row),
        rows(items, row),
        negatives == null ? null : rows(negatives, row),
        weights);
  }

  private static int[] rows(int[] of, Map<Integer, Integer> row) {
    return Arrays.stream(of).map(node -> row.getOrDefault(node, -1)).toArray();
  }

  int size() {
    return users.length;
  }
}
