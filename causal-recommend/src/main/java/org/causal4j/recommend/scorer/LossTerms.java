package org.causal4j.recommend.scorer;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.tape.Tape;
import org.causal4j.core.tape.Variable;
import org.jspecify.annotations.Nullable;

/** The losses, written on a tape over the vectors of a batch's rows. */
final class LossTerms {
  private static final double GAUSSIAN = 2;

  private final Tape tape;
  private final PairBatch batch;
  private final Kernels kernels;

  LossTerms(Tape tape, PairBatch batch, Kernels kernels) {
    this.tape = tape;
    this.kernels = kernels;
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

  /** A variable with the loss and the slopes of {@link SoftmaxLoss}, which is linear in them. */
  private Variable sampledSoftmax(Variable vectors, double temperature) {
    float[] at = vectors.toMatrix().toArray();
    float[] slopes = new float[at.length];
    double loss =
        new SoftmaxLoss(kernels, batch, at, vectors.columns(), temperature).gradient(slopes);
    double linear = 0;
    for (int k = 0; k < at.length; k++) {
      linear += (double) slopes[k] * at[k];
    }
    Variable factors = tape.constant(vectors.rows(), vectors.columns(), slopes);
    return tape.add(tape.sum(tape.multiply(vectors, factors)), constant(loss - linear));
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
