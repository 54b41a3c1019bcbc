package org.causal4j.recommend.scorer;

import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.SparseOperator;
import org.causal4j.core.matrix.CsrMatrix;

/**
 * S_K(x) = x + Ãx + … + Ãᴷx by Horner's rule, S_k = x + Ã S_(k−1): one sparse product a layer and
 * no sum of layers to keep. Not safe to share between threads: it holds a buffer.
 */
final class LayerSums {
  private final SparseOperator adjacency;
  private final int width;
  private final float[] spare;

  LayerSums(CsrMatrix adjacency, int width, Kernels kernels) {
    this.adjacency = kernels.sparse(adjacency);
    this.width = width;
    this.spare = new float[Math.multiplyExact(adjacency.rows(), width)];
  }

  int nodes() {
    return adjacency.rows();
  }

  int width() {
    return width;
  }

  /** All rows of S_layers(x); result is another array than x. */
  void all(float[] x, int layers, float[] result) {
    float[] current = x;
    for (int k = 1; k <= layers; k++) {
      float[] next = target(layers - k, result);
      System.arraycopy(x, 0, next, 0, x.length);
      adjacency.multiplyAdd(1, current, width, next);
      current = next;
    }
    if (layers == 0) {
      System.arraycopy(x, 0, result, 0, x.length);
    }
  }

  /**
   * Some rows of S_layers(x), exactly; the other rows of the result hold anything. Only the last
   * product can be restricted: the one before it needs the neighbors, which soon are all rows.
   *
   * @param rows strictly ascending
   * @param layers at least 1
   */
  void some(float[] x, int layers, int[] rows, float[] result) {
    float[] current = x;
    for (int k = 1; k < layers; k++) {
      float[] next = target(layers - k, result);
      System.arraycopy(x, 0, next, 0, x.length);
      adjacency.multiplyAdd(1, current, width, next);
      current = next;
    }
    adjacency.multiplyRows(rows, current, width, result);
    for (int row : rows) {
      int at = row * width;
      for (int k = 0; k < width; k++) {
        result[at + k] += x[at + k];
      }
    }
  }

  private float[] target(int stepsLeft, float[] result) {
    return stepsLeft % 2 == 0 ? result : spare;
  }
}
