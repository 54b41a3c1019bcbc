package org.causal4j.recommend.scorer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.causal4j.core.tape.Tape;
import org.causal4j.core.tape.Variable;
import org.jspecify.annotations.Nullable;

/** The losses, written on a tape over the vectors of a batch's rows. */
final class LossTerms {
  private static final double GAUSSIAN = 2;

  private final Tape tape;
  private final PairBatch batch;

  LossTerms(Tape tape, PairBatch batch) {
    this.tape = tape;
    this.batch = batch;
  }

  /**
   * The mean loss of the batch.
   *
   * @param vectors one a row of the batch
   */
  Variable ranking(RankingLoss loss, Variable vectors) {
    if (loss instanceof RankingLoss.SampledSoftmax softmax) {
      return sampledSoftmax(vectors, softmax.temperature());
    }
    if (loss instanceof RankingLoss.DirectAu direct) {
      return directAu(vectors, direct.uniformity());
    }
    return bpr(vectors);
  }

  private Variable bpr(Variable vectors) {
    int[] negatives = batch.negatives;
    if (negatives == null) {
      throw new IllegalStateException("BPR without negatives");
    }
    Variable users = tape.gather(vectors, batch.users);
    Variable better = tape.gather(vectors, batch.items);
    Variable worse = tape.gather(vectors, negatives);
    Variable margins = tape.rowDots(users, tape.subtract(better, worse));
    return weightedMean(tape.softplus(tape.scale(margins, -1)));
  }

  private Variable sampledSoftmax(Variable vectors, double temperature) {
    Variable directions = tape.normalizeRows(vectors);
    Variable users = tape.gather(directions, batch.users);
    Variable items = tape.gather(directions, batch.items);
    Variable logits = tape.scale(tape.matmulTransposed(users, items), 1 / temperature);
    int[] own = IntStream.range(0, batch.size()).toArray();
    Variable all = tape.logSumExpRows(logits, repeated(batch.items));
    return weightedMean(tape.subtract(all, tape.pick(logits, own)));
  }

  /** For each place the other places of the same row: the same item is no negative of itself. */
  static int[][] repeated(int[] rows) {
    Map<Integer, List<Integer>> places = new HashMap<>();
    for (int p = 0; p < rows.length; p++) {
      places.computeIfAbsent(rows[p], row -> new ArrayList<>(1)).add(p);
    }
    int[][] others = new int[rows.length][];
    for (int p = 0; p < rows.length; p++) {
      int own = p;
      others[p] =
          places.getOrDefault(rows[p], List.of()).stream()
              .mapToInt(Integer::intValue)
              .filter(place -> place != own)
              .toArray();
    }
    return others;
  }

  private Variable directAu(Variable vectors, double uniformity) {
    Variable directions = tape.normalizeRows(vectors);
    Variable users = tape.gather(directions, batch.users);
    Variable items = tape.gather(directions, batch.items);
    // of vectors of length 1, ‖u − i‖² = 2 − 2⟨u, i⟩
    Variable apart = tape.scale(tape.rowDots(users, items), -2);
    Variable loss = tape.add(weightedMean(apart), constant(2 * meanWeight()));
    if (uniformity == 0 || batch.size() < 2) {
      return loss;
    }
    Variable spread = tape.add(uniformity(users), uniformity(items));
    return tape.add(loss, tape.scale(spread, uniformity / 2));
  }

  /** log of the mean of e^(−2‖a − b‖²) over all two rows. */
  private Variable uniformity(Variable rows) {
    int n = rows.rows();
    Variable closeness = tape.scale(tape.matmulTransposed(rows, rows), 2 * GAUSSIAN);
    int[][] self = new int[n][];
    Arrays.setAll(self, r -> new int[] {r});
    Variable total = tape.logSumExpRows(tape.reshape(tape.logSumExpRows(closeness, self), 1, n));
    return tape.add(total, constant(-2 * GAUSSIAN - Math.log((double) n * (n - 1))));
  }

  /**
   * InfoNCE between two views of the same rows: the mean of −log[e^(c(a,b)/τ) / Σ e^(c(a,b')/τ)]
   * over the users among them, plus that over the items (Yu et al., "XSimGCL", IEEE TKDE 36(2),
   * 2024, eq. 10).
   */
  Variable contrast(Variable first, Variable second, double temperature) {
    int[] users = IntStream.range(0, batch.userRows).toArray();
    int[] items = IntStream.range(batch.userRows, batch.nodes.length).toArray();
    Variable one = tape.normalizeRows(first);
    Variable other = tape.normalizeRows(second);
    return tape.add(
        infoNce(tape.gather(one, users), tape.gather(other, users), temperature),
        infoNce(tape.gather(one, items), tape.gather(other, items), temperature));
  }

  private Variable infoNce(Variable one, Variable other, double temperature) {
    Variable logits = tape.scale(tape.matmulTransposed(one, other), 1 / temperature);
    int[] own = IntStream.range(0, one.rows()).toArray();
    return tape.mean(tape.subtract(tape.logSumExpRows(logits), tape.pick(logits, own)));
  }

  private Variable constant(double value) {
    return tape.constant(1, 1, new float[] {(float) value});
  }

  private Variable weightedMean(Variable losses) {
    float @Nullable [] weights = batch.weights;
    if (weights == null) {
      return tape.mean(losses);
    }
    return tape.mean(tape.multiply(losses, tape.constant(weights.length, 1, weights)));
  }

  private double meanWeight() {
    float @Nullable [] weights = batch.weights;
    if (weights == null) {
      return 1;
    }
    double sum = 0;
    for (float weight : weights) {
      sum += weight;
    }
    return sum / weights.length;
  }
}
