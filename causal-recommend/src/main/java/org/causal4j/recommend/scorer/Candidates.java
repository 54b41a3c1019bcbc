package org.causal4j.recommend.scorer;

import java.util.Arrays;

/**
 * The items that a softmax compares all pairs of a batch with: rows of the batch, each once, with
 * the logarithm of how much it counts.
 */
final class Candidates {
  /** Rows of the batch in ascending order. */
  final int[] rows;

  /** One a row: the logarithm of its weight. */
  final float[] logWeights;

  /** For each row of the batch its place among the candidates, or −1. */
  final int[] place;

  private Candidates(PairBatch batch, int[] drawn) {
    int[] count = new int[batch.nodes.length];
    for (int row : drawn) {
      count[row]++;
    }
    this.place = new int[count.length];
    Arrays.fill(place, -1);
    int used = 0;
    int[] known = new int[drawn.length];
    for (int row = 0; row < count.length; row++) {
      if (count[row] > 0) {
        place[row] = used;
        known[used++] = row;
      }
    }
    this.rows = Arrays.copyOf(known, used);
    this.logWeights = new float[used];
    for (int c = 0; c < used; c++) {
      double log = Math.log(count[rows[c]]);
      float[] corrections = batch.corrections;
      logWeights[c] = (float) (corrections == null ? log : log + corrections[rows[c]]);
    }
  }

  /** Items that were drawn for the batch, or those of its pairs, as often as they stand there. */
  static Candidates of(PairBatch batch) {
    int[] drawn = batch.negatives;
    return new Candidates(batch, drawn == null ? batch.items : drawn);
  }

  int size() {
    return rows.length;
  }
}
