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
  private final Workers workers;
  private final float[] layer;
  private final float[] next;
  private final float[] sum;
  private final float[] view;

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
    this.workers = new Workers(kernels.threads());
    this.layer = new float[e0.length];
    this.next = new float[e0.length];
    this.sum = new float[e0.length];
    this.view = options.isContrastive() ? new float[e0.length] : new float[0];
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
    smooth(batch, seed);
    int size = batch.nodes.length * width;
    float[] rows = rows(sum, batch.nodes, 1f / counted());
    float[] rowSlopes = new float[size];
    Variable vectors = tape.parameter(batch.nodes.length, width, rows, rowSlopes);
    LossTerms terms = new LossTerms(tape, batch);
    Variable loss = terms.ranking(options.loss(), vectors);
    float[] viewSlopes = new float[options.isContrastive() ? size : 0];
    if (options.isContrastive()) {
      float[] viewRows = rows(view, batch.nodes, 1);
      Variable second = tape.parameter(batch.nodes.length, width, viewRows, viewSlopes);
      Variable contrast = terms.contrast(vectors, second, options.contrastTemperature());
      loss = tape.add(loss, tape.scale(contrast, options.contrast()));
    }
    tape.backward(loss);
    double value = loss.scalar();
    tape.reset();
    float[] gradient = gradients.get(0);
    pullBack(batch.nodes, rowSlopes, viewSlopes, gradient);
    return value + addPenalty(batch, gradient);
  }

  /** Leaves the sum of the noisy layers and, where it is asked for, the layer of contrast. */
  private void smooth(PairBatch batch, Seed seed) {
    float[] first = layer;
    float[] second = next;
    System.arraycopy(e0, 0, first, 0, e0.length);
    copyStart(sum);
    for (int k = 1; k <= options.layers(); k++) {
      if (k == options.layers()) {
        // nobody asks for the rest of the last layer
        adjacency.multiplyRows(batch.nodes, first, width, second);
        perturb(second, batch.nodes, seed.derive(k));
        addRows(second, batch.nodes, sum);
      } else {
        adjacency.multiply(first, width, second);
        perturb(second, null, seed.derive(k));
        add(second, sum);
      }
      if (options.isContrastive() && k == options.contrastLayer()) {
        System.arraycopy(second, 0, view, 0, view.length);
      }
      float[] swap = first;
      first = second;
      second = swap;
    }
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
   */
  private void pullBack(int[] rows, float[] slopes, float[] viewSlopes, float[] gradient) {
    float share = 1f / counted();
    float[] current = layer;
    float[] other = next;
    Arrays.fill(current, 0);
    addSlopes(rows, slopes, share, current);
    if (options.isContrastive() && options.contrastLayer() == options.layers()) {
      addSlopes(rows, viewSlopes, 1, current);
    }
    for (int k = options.layers() - 1; k >= 0; k--) {
      transpose.multiply(current, width, other);
      if (k > 0 || options.countsStart()) {
        addSlopes(rows, slopes, share, other);
      }
      if (options.isContrastive() && options.contrastLayer() == k) {
        addSlopes(rows, viewSlopes, 1, other);
      }
      float[] swap = current;
      current = other;
      other = swap;
    }
    System.arraycopy(current, 0, gradient, 0, gradient.length);
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

  private float[] rows(float[] all, int[] chosen, float factor) {
    float[] rows = new float[chosen.length * width];
    for (int r = 0; r < chosen.length; r++) {
      for (int k = 0; k < width; k++) {
        rows[r * width + k] = factor * all[chosen[r] * width + k];
      }
    }
    return rows;
  }

  private void addSlopes(int[] rows, float[] slopes, float factor, float[] target) {
    for (int r = 0; r < rows.length; r++) {
      for (int k = 0; k < width; k++) {
        target[rows[r] * width + k] += factor * slopes[r * width + k];
      }
    }
  }

  private void addRows(float[] from, int[] rows, float[] target) {
    for (int row : rows) {
      for (int k = row * width; k < (row + 1) * width; k++) {
        target[k] += from[k];
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
}
