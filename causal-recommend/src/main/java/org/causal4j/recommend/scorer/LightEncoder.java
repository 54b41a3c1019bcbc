package org.causal4j.recommend.scorer;

import java.util.Arrays;
import java.util.List;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.SparseOperator;
import org.causal4j.core.kernel.spi.Workers;
import org.causal4j.core.matrix.CsrMatrix;
import org.causal4j.core.tape.Tape;
import org.causal4j.core.tape.Variable;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.causal4j.recommend.interaction.Normalization;
import org.jspecify.annotations.Nullable;

/**
 * Vectors smoothed over the graph without weights and without bends, E = mean of the layers, where
 * layer k is Ãᵏ E₀ plus, in training, noise. The loss and its gradient with respect to the rows of
 * the batch come from a tape; since Ã is symmetric and the noise does not depend on E₀ but by sign,
 * what remains is the same smoothing backward (Horner's rule), exact and without a tape.
 */
final class LightEncoder implements Encoder {
  private final SparseOperator adjacency;
  private final SparseOperator transpose;
  private final ContrastiveGcn.Options options;
  private final int width;
  private final int nodes;
  private final float[] e0;
  private final Tape tape;
  private final Kernels kernels;
  private final Workers workers;
  private final float[] layer;
  private final float[] next;

  /** Zeros between two batches. */
  private final float[] outer;

  /**
   * @param e0 the start, changed by training
   */
  LightEncoder(CsrMatrix adjacency, ContrastiveGcn.Options options, float[] e0, Kernels kernels) {
    this.adjacency = kernels.sparse(adjacency);
    this.transpose =
        options.normalization() == Normalization.SYMMETRIC
            ? this.adjacency
            : kernels.sparse(adjacency.transpose());
    this.options = options;
    this.width = options.dimensions();
    this.nodes = adjacency.rows();
    this.e0 = e0;
    this.tape = new Tape(kernels);
    this.kernels = kernels;
    this.workers = new Workers(kernels.threads());
    this.layer = new float[e0.length];
    this.next = new float[e0.length];
    this.outer = new float[e0.length];
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public List<float[]> parameters() {
    return List.of(e0);
  }

  @Override
  public void encode(float[] vectors) {
    float[] first = layer;
    float[] second = next;
    System.arraycopy(e0, 0, first, 0, e0.length);
    copyStart(vectors);
    for (int k = 1; k <= options.layers(); k++) {
      adjacency.multiply(first, width, second);
      add(second, vectors);
      float[] swap = first;
      first = second;
      second = swap;
    }
    scale(1f / counted(), vectors);
  }

  /** Number of layers that the mean is over. */
  private int counted() {
    return options.layers() + (options.countsStart() ? 1 : 0);
  }

  private void copyStart(float[] target) {
    if (options.countsStart()) {
      System.arraycopy(e0, 0, target, 0, e0.length);
    } else {
      Arrays.fill(target, 0);
    }
  }

  @Override
  public double gradient(PairBatch batch, Seed seed, List<float[]> gradients) {
    int size = batch.nodes.length * width;
    float[] rows = new float[size];
    float[] viewRows = new float[options.isContrastive() ? size : 0];
    smooth(batch.nodes, seed, rows, viewRows);
    float[] rowSlopes = new float[size];
    float[] viewSlopes = new float[viewRows.length];
    double value = slopes(batch, rows, viewRows, rowSlopes, viewSlopes);
    float[] gradient = gradients.get(0);
    pullBack(batch.nodes, rowSlopes, viewSlopes, gradient);
    return value + addPenalty(batch, gradient);
  }

  /** The loss of the rows of a batch and its slopes, which are added. */
  private double slopes(
      PairBatch batch, float[] rows, float[] viewRows, float[] rowSlopes, float[] viewSlopes) {
    if (options.loss() instanceof RankingLoss.SampledSoftmax softmax && !options.isContrastive()) {
      return new SoftmaxLoss(kernels, batch, rows, width, softmax.temperature())
          .gradient(rowSlopes);
    }
    Variable vectors = tape.parameter(batch.nodes.length, width, rows, rowSlopes);
    LossTerms terms = new LossTerms(tape, batch, kernels);
    Variable loss = terms.ranking(options.loss(), vectors);
    if (options.isContrastive()) {
      Variable second = tape.parameter(batch.nodes.length, width, viewRows, viewSlopes);
      Variable contrast = terms.contrast(vectors, second, options.contrastTemperature());
      loss = tape.add(loss, tape.scale(contrast, options.contrast()));
    }
    tape.backward(loss);
    double value = loss.scalar();
    tape.reset();
    return value;
  }

  /**
   * The rows of the mean of the noisy layers and, where it is asked for, of the layer of contrast.
   */
  private void smooth(int[] chosen, Seed seed, float[] mean, float[] view) {
    if (options.countsStart()) {
      addTo(mean, e0, chosen);
    }
    float[] current = e0;
    for (int k = 1; k <= options.layers(); k++) {
      float[] target = current == layer ? next : layer;
      if (k == options.layers()) {
        // nobody asks for the rest of the last layer
        adjacency.multiplyRows(chosen, current, width, target);
        perturb(target, chosen, seed.derive(k));
      } else {
        adjacency.multiply(current, width, target);
        perturb(target, null, seed.derive(k));
      }
      addTo(mean, target, chosen);
      if (options.isContrastive() && k == options.contrastLayer()) {
        addTo(view, target, chosen);
      }
      current = target;
    }
    scale(1f / counted(), mean);
  }

  /** Adds to each row noise of length ε that points into its own orthant (XSimGCL, eq. 9). */
  private void perturb(float[] rows, int @Nullable [] chosen, Seed seed) {
    if (options.noise() == 0) {
      return;
    }
    float length = (float) options.noise();
    int count = chosen == null ? nodes : chosen.length;
    int chunk = 1024;
    workers.run(
        (count + chunk - 1) / chunk,
        t -> {
          float[] noise = new float[width];
          int to = Math.min(count, (t + 1) * chunk);
          for (int i = t * chunk; i < to; i++) {
            int node = chosen == null ? i : chosen[i];
            Noise.draw(seed.value(), node, noise);
            for (int k = 0; k < width; k++) {
              rows[node * width + k] += Math.signum(rows[node * width + k]) * length * noise[k];
            }
          }
        });
  }

  /**
   * ∂L/∂E₀ = Σₖ (Ãᵀ)ᵏ (s/n + [k = l] c), s the slopes of the mean of n layers, c those of layer l.
   * The first product has a left operand of the rows of the batch alone.
   */
  private void pullBack(int[] rows, float[] slopes, float[] viewSlopes, float[] gradient) {
    float share = 1f / counted();
    setSlopes(rows, slopes, share, outer);
    if (options.isContrastive() && options.contrastLayer() == options.layers()) {
      addSlopes(rows, viewSlopes, 1, outer);
    }
    // below this share of rows the restricted product is the faster one
    boolean few = 2L * rows.length < nodes;
    float[] current = outer;
    for (int k = options.layers() - 1; k >= 0; k--) {
      float[] target = k % 2 == 0 ? gradient : layer;
      if (few && current == outer) {
        transpose.multiplyColumns(rows, current, width, target);
      } else {
        transpose.multiply(current, width, target);
      }
      if (k > 0 || options.countsStart()) {
        addSlopes(rows, slopes, share, target);
      }
      if (options.isContrastive() && options.contrastLayer() == k) {
        addSlopes(rows, viewSlopes, 1, target);
      }
      current = target;
    }
    for (int row : rows) {
      Arrays.fill(outer, row * width, (row + 1) * width, 0);
    }
  }

  /** The penalty of LightGCN: l2/2 of the squared start of each pair's nodes, mean over pairs. */
  private double addPenalty(PairBatch batch, float[] gradient) {
    double squares = penalty(batch, batch.users, gradient) + penalty(batch, batch.items, gradient);
    int[] negatives = batch.negatives;
    if (negatives != null) {
      squares += penalty(batch, negatives, gradient);
    }
    return options.l2() / 2 * squares / batch.size();
  }

  private double penalty(PairBatch batch, int[] rows, float[] gradient) {
    float slope = (float) (options.l2() / batch.size());
    double squares = 0;
    for (int row : rows) {
      int at = batch.nodes[row] * width;
      for (int k = at; k < at + width; k++) {
        squares += (double) e0[k] * e0[k];
        gradient[k] += slope * e0[k];
      }
    }
    return squares;
  }

  private void setSlopes(int[] rows, float[] slopes, float factor, float[] target) {
    for (int r = 0; r < rows.length; r++) {
      for (int k = 0; k < width; k++) {
        target[rows[r] * width + k] = factor * slopes[r * width + k];
      }
    }
  }

  private void addSlopes(int[] rows, float[] slopes, float factor, float[] target) {
    for (int r = 0; r < rows.length; r++) {
      for (int k = 0; k < width; k++) {
        target[rows[r] * width + k] += factor * slopes[r * width + k];
      }
    }
  }

  /** Adds chosen rows of an array to the rows of another. */
  private void addTo(float[] rows, float[] all, int[] chosen) {
    for (int r = 0; r < chosen.length; r++) {
      int from = chosen[r] * width;
      for (int k = 0; k < width; k++) {
        rows[r * width + k] += all[from + k];
      }
    }
  }

  private void add(float[] from, float[] target) {
    workers.run(
        16,
        t -> {
          int end = (int) ((long) target.length * (t + 1) / 16);
          for (int k = (int) ((long) target.length * t / 16); k < end; k++) {
            target[k] += from[k];
          }
        });
  }

  private static void scale(float factor, float[] values) {
    for (int k = 0; k < values.length; k++) {
      values[k] *= factor;
    }
  }

  /** What an item hands to its users: the sum of its layers 0 to K − 1, over the layers counted. */
  static float[] passedOn(
      InteractionGraph graph, ContrastiveGcn.Options options, float[] e0, Kernels kernels) {
    int first = graph.users().size() * options.dimensions();
    int counted = options.layers() + (options.countsStart() ? 1 : 0);
    float[] sum = e0.clone();
    if (options.layers() > 1) {
      ContrastiveGcn.Options lower =
          new ContrastiveGcn.Options(
              options.layers() - 1,
              options.dimensions(),
              options.loss(),
              0,
              true,
              options.normalization(),
              Exposure.ignored(),
              0,
              0,
              1,
              1);
      new LightEncoder(graph.adjacency(options.normalization()), lower, e0, kernels).encode(sum);
    }
    float factor = (float) options.layers() / counted;
    float[] items = new float[e0.length - first];
    for (int k = 0; k < items.length; k++) {
      items[k] = factor * sum[first + k];
    }
    return items;
  }
}
