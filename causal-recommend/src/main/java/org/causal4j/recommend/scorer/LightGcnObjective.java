package org.causal4j.recommend.scorer;

import java.util.Arrays;

/**
 * Loss and exact gradient of a batch with respect to E₀. With S = S_K(E₀), E = S/(K+1) and L the
 * mean BPR loss, ∂L/∂E₀ = S_K(∂L/∂S) since Ã is symmetric; the penalty adds its own. Not safe to
 * share between threads: it holds buffers.
 */
final class LightGcnObjective {
  private final LayerSums sums;
  private final NodeLayout layout;
  private final BprLoss bpr;
  private final int layers;
  private final double l2;
  private final float[] smoothed;

  /** Zeros between two batches. */
  private final float[] slopes;

  LightGcnObjective(LayerSums sums, int layers, double l2) {
    this.sums = sums;
    this.layers = layers;
    this.l2 = l2;
    this.layout = sums.layout();
    this.bpr = new BprLoss(layout.width(), layout.offset(), sums.workers());
    this.smoothed = new float[layout.length()];
    this.slopes = new float[smoothed.length];
  }

  /**
   * Returns the loss and overwrites {@code gradient}.
   *
   * @param triples places of user, positive and negative, one after the other
   */
  double gradient(float[] e0, int[] triples, float[] gradient) {
    int[] touched = touched(triples);
    // Below this share of rows the restricted products are the faster ones.
    boolean few = 2L * touched.length < layout.nodes();
    if (few) {
      sums.some(e0, layers, touched, smoothed);
    } else {
      sums.all(e0, layers, smoothed);
    }
    double scale = 1 / ((layers + 1.0) * (layers + 1.0));
    double loss = bpr.addGradient(smoothed, triples, scale, slopes);
    if (few) {
      sums.ofSome(slopes, layers, touched, gradient);
    } else {
      sums.all(slopes, layers, gradient);
    }
    for (int row : touched) {
      int at = layout.offset() + row * layout.width();
      Arrays.fill(slopes, at, at + layout.width(), 0);
    }
    return loss + bpr.addPenalty(e0, triples, l2, gradient);
  }

  private int[] touched(int[] triples) {
    boolean[] marked = new boolean[layout.nodes()];
    int count = 0;
    for (int node : triples) {
      if (!marked[node]) {
        marked[node] = true;
        count++;
      }
    }
    int[] rows = new int[count];
    int used = 0;
    for (int node = 0; used < count; node++) {
      if (marked[node]) {
        rows[used++] = node;
      }
    }
    return rows;
  }
}
