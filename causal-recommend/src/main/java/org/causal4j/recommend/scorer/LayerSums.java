package org.causal4j.recommend.scorer;

import java.util.function.IntConsumer;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.SparseOperator;
import org.causal4j.core.kernel.spi.Workers;
import org.causal4j.core.matrix.CsrMatrix;
import org.jspecify.annotations.Nullable;

/**
 * S_K(x) = x + Ãx + … + Ãᴷx by Horner's rule, S_k = x + Ã S_(k−1): one sparse product a layer and
 * no sum of layers to keep. Arrays lie as the layout has it, and rows are places. Not safe to share
 * between threads: it holds buffers.
 */
final class LayerSums {
  /** Rows of one task. */
  private static final int ROWS = 512;

  private final SparseOperator adjacency;
  private final NodeLayout layout;
  private final int width;
  private final int offset;
  private final Workers workers;
  private final float[] spare;
  private float @Nullable [] second;

  LayerSums(CsrMatrix adjacency, NodeLayout layout, Kernels kernels) {
    this.adjacency = layout.operator(adjacency, kernels);
    this.layout = layout;
    this.width = layout.width();
    this.offset = layout.offset();
    this.workers = new Workers(kernels.threads());
    this.spare = new float[layout.length()];
  }

  NodeLayout layout() {
    return layout;
  }

  /** As many threads as the kernels may use. */
  Workers workers() {
    return workers;
  }

  /** All rows of S_layers(x); result is another array than x. */
  void all(float[] x, int layers, float[] result) {
    float[] current = x;
    for (int k = 1; k <= layers; k++) {
      float[] next = target(layers - k, result);
      System.arraycopy(x, 0, next, 0, x.length);
      adjacency.multiplyAdd(1, current, offset, width, next, offset);
      current = next;
    }
    if (layers == 0) {
      System.arraycopy(x, 0, result, 0, x.length);
    }
  }

  /**
   * Some rows of S_layers(x), exactly; the other rows of the result hold anything. Only the last
   * product can be restricted: the one before it needs the neighbors, which soon are all rows. Of
   * the layers before it nothing but these rows is kept.
   *
   * @param rows strictly ascending
   * @param layers at least 1
   */
  void some(float[] x, int layers, int[] rows, float[] result) {
    copyRows(rows, x, result);
    float[] current = x;
    for (int k = 1; k < layers; k++) {
      float[] next = current == spare ? other() : spare;
      adjacency.multiply(current, offset, width, next, offset);
      addRows(rows, next, result);
      current = next;
    }
    float[] last = current == spare ? other() : spare;
    adjacency.multiplyRows(rows, current, offset, width, last, offset);
    addRows(rows, last, result);
  }

  /**
   * All rows of S_layers(x) for an x that is zero but for some rows: the first product has only
   * their columns, and adding x to a layer touches only them.
   *
   * @param rows strictly ascending
   * @param layers at least 1
   */
  void ofSome(float[] x, int layers, int[] rows, float[] result) {
    float[] current = target(layers - 1, result);
    adjacency.multiplyColumns(rows, x, offset, width, current, offset);
    addRows(rows, x, current);
    for (int k = 2; k <= layers; k++) {
      float[] next = target(layers - k, result);
      adjacency.multiply(current, offset, width, next, offset);
      addRows(rows, x, next);
      current = next;
    }
  }

  private void copyRows(int[] rows, float[] from, float[] to) {
    forRows(
        rows,
        row -> {
          int at = offset + row * width;
          System.arraycopy(from, at, to, at, width);
        });
  }

  private void addRows(int[] rows, float[] from, float[] to) {
    forRows(
        rows,
        row -> {
          int at = offset + row * width;
          for (int k = at; k < at + width; k++) {
            to[k] += from[k];
          }
        });
  }

  private void forRows(int[] rows, IntConsumer work) {
    workers.run(
        (rows.length + ROWS - 1) / ROWS,
        t -> {
          for (int i = t * ROWS; i < Math.min(rows.length, (t + 1) * ROWS); i++) {
            work.accept(rows[i]);
          }
        });
  }

  private float[] other() {
    if (second == null) {
      second = new float[spare.length];
    }
    return second;
  }

  private float[] target(int stepsLeft, float[] result) {
    return stepsLeft % 2 == 0 ? result : spare;
  }
}
