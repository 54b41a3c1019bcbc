package org.causal4j.recommend.scorer;

import java.util.Arrays;
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

  /**
   * The row of an item that the user does not have, for each pair, or of items that all pairs
   * share, as often as they were drawn; null where none was drawn.
   */
  final int @Nullable [] negatives;

  /** The weight of each pair; null where all weigh 1. */
  final float @Nullable [] weights;

  /** What is added to the logarithm of how often an item counts, for each row; null for nothing. */
  final float @Nullable [] corrections;

  private PairBatch(
      int[] nodes,
      int userRows,
      int[] users,
      int[] items,
      int @Nullable [] negatives,
      float @Nullable [] weights,
      float @Nullable [] corrections) {
    this.nodes = nodes;
    this.userRows = userRows;
    this.users = users;
    this.items = items;
    this.negatives = negatives;
    this.weights = weights;
    this.corrections = corrections;
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
    int userRows = 0;
    while (userRows < nodes.length && nodes[userRows] < firstItem) {
      userRows++;
    }
    return new PairBatch(
        nodes,
        userRows,
        rows(users, nodes),
        rows(items, nodes),
        negatives == null ? null : rows(negatives, nodes),
        weights,
        null);
  }

  /**
   * The same batch with items that count more or less than they were drawn.
   *
   * @param ofItems what is added to the logarithm, one an item
   * @param firstItem the number of the first node that is an item
   */
  PairBatch corrected(float[] ofItems, int firstItem) {
    float[] ofRows = new float[nodes.length];
    for (int r = userRows; r < nodes.length; r++) {
      ofRows[r] = ofItems[nodes[r] - firstItem];
    }
    return new PairBatch(nodes, userRows, users, items, negatives, weights, ofRows);
  }

  private static int[] rows(int[] of, int[] nodes) {
    return Arrays.stream(of).map(node -> Arrays.binarySearch(nodes, node)).toArray();
  }

  int size() {
    return users.length;
  }
}
