package org.causal4j.recommend.scorer;

import java.util.List;
import org.causal4j.core.Seed;

/**
 * Turns parameters into a vector for each node of a graph, and knows the gradient of a loss. Holds
 * buffers: not safe to share between threads.
 */
interface Encoder {
  /** What is learned, in a fixed order; the arrays are changed by training. */
  List<float[]> parameters();

  /**
   * The loss of a batch; overwrites the gradients, one an array of parameters.
   *
   * @param seed of noise and dropout
   */
  double gradient(PairBatch batch, Seed seed, List<float[]> gradients);

  /** The vectors of all nodes, users first, without noise; overwrites the array. */
  void encode(float[] vectors);

  /** Columns of a vector that {@link #encode} writes. */
  int width();
}
