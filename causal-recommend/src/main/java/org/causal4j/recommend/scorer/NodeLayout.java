package org.causal4j.recommend.scorer;

import java.util.Arrays;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.SparseOperator;
import org.causal4j.core.matrix.CsrMatrix;
import org.jspecify.annotations.Nullable;

/**
 * How the vectors of nodes lie in the arrays of a training. Sparse products are faster by a third
 * to a half where nodes that share neighbors lie close to each other ({@link NodeOrder}) and
 * vectors begin on cache lines ({@link SparseOperator#LINE_OFFSET}); what leaves the training is in
 * the order of the graph. Neither changes a bit of a vector: a layout is no part of what a state
 * belongs to.
 */
final class NodeLayout {
  /** Chooses a layout for a graph. */
  interface Choice {
    /** The layout for vectors of a width. */
    NodeLayout of(CsrMatrix adjacency, int width);
  }

  /** Fewer numbers lie in the caches in any order. */
  private static final int LARGE = 1 << 19;

  private final int nodes;
  private final int width;
  private final int offset;
  private final int @Nullable [] order;
  private final int @Nullable [] places;

  private NodeLayout(int nodes, int width, int offset, int @Nullable [] order) {
    this.nodes = nodes;
    this.width = width;
    this.offset = offset;
    this.order = order;
    this.places = order == null ? null : inverse(order);
  }

  private static int[] inverse(int[] order) {
    int[] places = new int[order.length];
    for (int place = 0; place < order.length; place++) {
      places[order[place]] = place;
    }
    return places;
  }

  /** The order of the graph, from the start of the arrays. */
  static NodeLayout plain(int nodes, int width) {
    return new NodeLayout(nodes, width, 0, null);
  }

  /**
   * Another order, from where cache lines begin.
   *
   * @param order the node that stands at each place
   */
  static NodeLayout ordered(int[] order, int width) {
    return new NodeLayout(order.length, width, SparseOperator.LINE_OFFSET, order.clone());
  }

  /** An order that is fast to multiply with, where the size makes it worth while. */
  static NodeLayout of(CsrMatrix adjacency, int width) {
    return (long) adjacency.rows() * width < LARGE
        ? plain(adjacency.rows(), width)
        : ordered(NodeOrder.of(adjacency), width);
  }

  int nodes() {
    return nodes;
  }

  int width() {
    return width;
  }

  /** Where the first vector begins. */
  int offset() {
    return offset;
  }

  /** Length of an array with a vector for each node. */
  int length() {
    return offset + nodes * width;
  }

  /** The place of a node: its vector is the one of this number. */
  int place(int node) {
    return places == null ? node : places[node];
  }

  /** The matrix over places. */
  SparseOperator operator(CsrMatrix adjacency, Kernels kernels) {
    return order == null ? kernels.sparse(adjacency) : kernels.sparse(adjacency, order);
  }

  /** A copy of vectors in the order of the graph, as they lie here. */
  float[] inward(float[] vectors) {
    float[] moved = new float[length()];
    for (int node = 0; node < nodes; node++) {
      System.arraycopy(vectors, node * width, moved, offset + place(node) * width, width);
    }
    return moved;
  }

  /** A copy of vectors that lie as here, in the order of the graph. */
  float[] outward(float[] vectors) {
    if (order == null) {
      return Arrays.copyOfRange(vectors, offset, offset + nodes * width);
    }
    float[] moved = new float[nodes * width];
    for (int node = 0; node < nodes; node++) {
      System.arraycopy(vectors, offset + place(node) * width, moved, node * width, width);
    }
    return moved;
  }
}
