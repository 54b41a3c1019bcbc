package org.causal4j.recommend.scorer;

import java.util.Arrays;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.Transpose;
import org.causal4j.core.kernel.spi.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Sampled softmax of a batch and its gradient, in closed form: with c the cosine, s = c/τ and w the
 * weights of the candidates, the loss of a pair is log(e^s(u,i) + Σ w_j e^s(u,j)) − s(u,i) over the
 * candidates j other than i; its slope with respect to s(u,j) is the share of j, less 1 for i.
 *
 * <p>Pairs are taken in blocks, whose logits stay in the cache: exponents take the place of the
 * logits, and the two products of the gradient take them from there, so that a batch needs three
 * dense products and one pass of exponents. What does not depend on the candidate is multiplied on
 * the small side. Blocks are added in their order: the bits do not depend on threads.
 */
final class SoftmaxLoss {
  private static final int BLOCK = 128;
  private static final int ROWS = 16;
  private static final double SHORTEST = 1e-12;

  /** Exponents that single precision holds, with room for sums. */
  private static final double RANGE = 75;

  private final Kernels kernels;
  private final Workers workers;
  private final PairBatch batch;
  private final Candidates candidates;
  private final int width;
  private final double temperature;
  private final float[] directions;
  private final double[] lengths;
  private final double @Nullable [] bound;

  /**
   * @param vectors one a row of the batch
   */
  SoftmaxLoss(Kernels kernels, PairBatch batch, float[] vectors, int width, double temperature) {
    this.kernels = kernels;
    this.workers = new Workers(kernels.threads());
    this.batch = batch;
    this.candidates = Candidates.of(batch);
    this.width = width;
    this.temperature = temperature;
    this.directions = new float[vectors.length];
    this.lengths = new double[batch.nodes.length];
    normalize(vectors);
    this.bound = bound();
  }

  private void normalize(float[] vectors) {
    for (int r = 0; r < lengths.length; r++) {
      double squares = dot(vectors, r * width, vectors, r * width);
      lengths[r] = Math.max(SHORTEST, Math.sqrt(squares));
      for (int k = r * width; k < (r + 1) * width; k++) {
        directions[k] = (float) (vectors[k] / lengths[r]);
      }
    }
  }

  /** A number that no logit is above, where all are near enough to it; else null. */
  private double @Nullable [] bound() {
    double most = 0;
    double least = 0;
    for (float log : candidates.logWeights) {
      most = Math.max(most, log);
      least = Math.min(least, log);
    }
    return 2 / temperature + most - least < RANGE ? new double[] {1 / temperature + most} : null;
  }

  /**
   * Returns the mean loss and overwrites the slopes, one for each value of the vectors.
   *
   * @param slopes of the length of the vectors
   */
  double gradient(float[] slopes) {
    int pairs = batch.size();
    int count = candidates.size();
    float[] items = new float[count * width];
    for (int c = 0; c < count; c++) {
      System.arraycopy(directions, candidates.rows[c] * width, items, c * width, width);
    }
    float[] itemSlopes = new float[items.length];
    float[] logits = new float[Math.min(BLOCK, pairs) * count];
    float[] users = new float[Math.min(BLOCK, pairs) * width];
    float[] pulls = new float[users.length];
    float[] factors = new float[pairs];
    float[] ownSlopes = new float[pairs];
    double[] losses = new double[pairs];
    Arrays.fill(slopes, 0);
    float inverse = (float) (1 / temperature);
    for (int from = 0; from < pairs; from += BLOCK) {
      int size = Math.min(BLOCK, pairs - from);
      for (int r = 0; r < size; r++) {
        System.arraycopy(directions, batch.users[from + r] * width, users, r * width, width);
        System.arraycopy(candidates.logWeights, 0, logits, r * count, count);
      }
      kernels.gemm(Transpose.RIGHT, size, count, width, inverse, users, items, 1, logits);
      exponents(from, size, logits, factors, ownSlopes, losses);
      kernels.gemm(Transpose.NONE, size, width, count, inverse, logits, items, 0, pulls);
      for (int r = 0; r < size; r++) {
        float factor = factors[from + r];
        int to = batch.users[from + r] * width;
        for (int k = 0; k < width; k++) {
          slopes[to + k] += factor * pulls[r * width + k];
          users[r * width + k] *= factor;
        }
      }
      kernels.gemm(Transpose.LEFT, count, width, size, inverse, logits, users, 1, itemSlopes);
    }
    addOwn(ownSlopes, slopes);
    for (int c = 0; c < count; c++) {
      int to = candidates.rows[c] * width;
      for (int k = 0; k < width; k++) {
        slopes[to + k] += itemSlopes[c * width + k];
      }
    }
    throughLengths(slopes);
    return Arrays.stream(losses).sum() / pairs;
  }

  /** Exponents of a block in place of its logits, and what each of its pairs is multiplied by. */
  private void exponents(
      int from, int size, float[] logits, float[] factors, float[] ownSlopes, double[] losses) {
    int count = candidates.size();
    float[] weights = batch.weights;
    workers.run(
        (size + ROWS - 1) / ROWS,
        t -> {
          for (int r = t * ROWS; r < Math.min(size, (t + 1) * ROWS); r++) {
            int pair = from + r;
            int item = batch.items[pair];
            double own =
                dot(directions, batch.users[pair] * width, directions, item * width) / temperature;
            if (candidates.place[item] >= 0) {
              logits[r * count + candidates.place[item]] = Float.NEGATIVE_INFINITY;
            }
            double shift = shift(logits, r * count, own);
            double ownPower = Math.exp(own - shift);
            double all =
                ownPower + kernels.expSum(logits, r * count, (r + 1) * count, (float) shift);
            double weight = (weights == null ? 1 : weights[pair]) / (double) batch.size();
            factors[pair] = (float) (weight / all);
            ownSlopes[pair] = (float) (weight * (ownPower / all - 1) / temperature);
            losses[pair] = weight * batch.size() * (Math.log(all) + shift - own);
          }
        });
  }

  /** In single precision, as it is taken from the logits. */
  private double shift(float[] logits, int from, double own) {
    double[] known = bound;
    if (known != null) {
      return (float) known[0];
    }
    float most = (float) own;
    for (int k = from; k < from + candidates.size(); k++) {
      most = Math.max(most, logits[k]);
    }
    return most;
  }

  private void addOwn(float[] ownSlopes, float[] slopes) {
    for (int pair = 0; pair < ownSlopes.length; pair++) {
      int user = batch.users[pair] * width;
      int item = batch.items[pair] * width;
      float slope = ownSlopes[pair];
      for (int k = 0; k < width; k++) {
        slopes[user + k] += slope * directions[item + k];
      }
      for (int k = 0; k < width; k++) {
        slopes[item + k] += slope * directions[user + k];
      }
    }
  }

  /** y = x/‖x‖: x̄ = (ȳ − ⟨ȳ, y⟩ y)/‖x‖. */
  private void throughLengths(float[] slopes) {
    for (int r = 0; r < lengths.length; r++) {
      int at = r * width;
      double along = lengths[r] > SHORTEST ? dot(slopes, at, directions, at) : 0;
      for (int k = at; k < at + width; k++) {
        slopes[k] = (float) ((slopes[k] - along * directions[k]) / lengths[r]);
      }
    }
  }

  private double dot(float[] x, int xFrom, float[] y, int yFrom) {
    double even = 0;
    double odd = 0;
    for (int k = 0; k + 1 < width; k += 2) {
      even += (double) x[xFrom + k] * y[yFrom + k];
      odd += (double) x[xFrom + k + 1] * y[yFrom + k + 1];
    }
    if (width % 2 == 1) {
      even += (double) x[xFrom + width - 1] * y[yFrom + width - 1];
    }
    return even + odd;
  }
}
