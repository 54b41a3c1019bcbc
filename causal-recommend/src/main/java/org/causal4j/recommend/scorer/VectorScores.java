package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.Transpose;
import org.causal4j.core.matrix.FloatMatrix;
import org.causal4j.recommend.interaction.InteractionGraph;

/** Scores that are inner products of the vectors of users and items. Immutable. */
final class VectorScores {
  private final InteractionGraph graph;
  private final float[] vectors;
  private final int width;
  private final Kernels kernels;

  private VectorScores(InteractionGraph graph, float[] vectors, int width, Kernels kernels) {
    this.graph = graph;
    this.vectors = vectors;
    this.width = width;
    this.kernels = kernels.withThreads(1);
  }

  /**
   * Scores of some vectors.
   *
   * @param vectors users first, then items; kept and, where asked for, changed
   * @param normalized whether the vectors of items are brought to length 1
   */
  static VectorScores of(
      InteractionGraph graph, float[] vectors, int width, boolean normalized, Kernels kernels) {
    if (normalized) {
      for (int at = graph.users().size() * width; at < vectors.length; at += width) {
        double squares = 0;
        for (int k = at; k < at + width; k++) {
          squares += (double) vectors[k] * vectors[k];
        }
        for (int k = at; k < at + width && squares > 0; k++) {
          vectors[k] = (float) (vectors[k] / Math.sqrt(squares));
        }
      }
    }
    return new VectorScores(graph, vectors, width, kernels);
  }

  float[] rawVectors() {
    return vectors;
  }

  FloatMatrix vectors() {
    return FloatMatrix.copyOf(vectors.length / width, width, vectors);
  }

  double score(int user, int item) {
    Preconditions.checkElementIndex(user, graph.users().size(), "user");
    return product(vectors, user, item);
  }

  /** The product of a row of another array, in the order of items, and the vector of an item. */
  double itemProduct(float[] rows, int row, int item) {
    return product(rows, row, item);
  }

  /** The product of a vector and that of an item. */
  double itemProduct(double[] vector, int item) {
    Preconditions.checkElementIndex(item, graph.items().size(), "item");
    int at = (graph.users().size() + item) * width;
    double sum = 0;
    for (int k = 0; k < width; k++) {
      sum += vector[k] * vectors[at + k];
    }
    return sum;
  }

  private double product(float[] rows, int row, int item) {
    Preconditions.checkElementIndex(item, graph.items().size(), "item");
    int at = (graph.users().size() + item) * width;
    double sum = 0;
    for (int k = 0; k < width; k++) {
      sum += (double) rows[row * width + k] * vectors[at + k];
    }
    return sum;
  }

  void scoreAll(int user, float[] scores) {
    Preconditions.checkElementIndex(user, graph.users().size(), "user");
    gemm(1, vectors, user * width, scores);
  }

  void scoreAll(int[] users, float[] scores) {
    float[] rows = new float[users.length * width];
    for (int i = 0; i < users.length; i++) {
      Preconditions.checkElementIndex(users[i], graph.users().size(), "user");
      System.arraycopy(vectors, users[i] * width, rows, i * width, width);
    }
    gemm(users.length, rows, 0, scores);
  }

  private void gemm(int count, float[] rows, int offset, float[] scores) {
    int items = graph.items().size();
    Preconditions.checkArgument(
        scores.length == (long) count * items,
        "scores: has %s places for %s users and %s items",
        scores.length,
        count,
        items);
    int first = graph.users().size() * width;
    kernels.gemm(
        Transpose.RIGHT, count, items, width, 1, rows, offset, vectors, first, 0, scores, 0);
  }
}
