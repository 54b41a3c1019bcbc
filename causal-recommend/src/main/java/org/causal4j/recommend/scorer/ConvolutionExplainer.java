package org.causal4j.recommend.scorer;

import java.util.List;
import org.causal4j.core.matrix.CsrMatrix;
import org.jspecify.annotations.Nullable;

/**
 * A user's vector without one of its items: the user's own row goes through the layers again, those
 * of all other nodes stay as they are. Immutable.
 *
 * @param adjacencies one a relation
 * @param hidden the vectors of all nodes before each layer, layer 0 first
 * @param weights of each layer, one a relation and, with several relations, one of the node
 * @param biases of each layer
 */
record ConvolutionExplainer(
    List<CsrMatrix> adjacencies,
    List<float[]> hidden,
    List<List<float[]>> weights,
    List<float[]> biases,
    int width,
    boolean concatenates) {

  /**
   * The vector of a user.
   *
   * @param without the node whose edges to the user are left out; −1 for none
   */
  double[] vector(int user, int without) {
    int layers = biases.size();
    double[] own = new double[width];
    for (int k = 0; k < width; k++) {
      own[k] = hidden.get(0)[user * width + k];
    }
    double[] all = new double[concatenates ? width * (layers + 1) : width];
    if (concatenates) {
      System.arraycopy(own, 0, all, 0, width);
    }
    for (int layer = 0; layer < layers; layer++) {
      own = next(layer, user, own, without);
      System.arraycopy(own, 0, all, concatenates ? (layer + 1) * width : 0, width);
    }
    return all;
  }

  private double[] next(int layer, int user, double[] own, int without) {
    float[] before = hidden.get(layer);
    List<float[]> matrices = weights.get(layer);
    double[] result = new double[width];
    for (int r = 0; r < adjacencies.size(); r++) {
      addProduct(sum(adjacencies.get(r), user, before, own, without), matrices.get(r), result);
    }
    if (matrices.size() > adjacencies.size()) {
      addProduct(own, matrices.get(adjacencies.size()), result);
    }
    boolean last = layer == biases.size() - 1;
    for (int k = 0; k < width; k++) {
      result[k] += biases.get(layer)[k];
      result[k] = last ? result[k] : Math.max(0, result[k]);
    }
    return result;
  }

  private double[] sum(
      CsrMatrix a, int user, float[] before, double @Nullable [] own, int without) {
    double[] sum = new double[width];
    for (int e = a.rowStart(user); e < a.rowEnd(user); e++) {
      int node = a.column(e);
      for (int k = 0; k < width && node != without; k++) {
        double value = node == user && own != null ? own[k] : before[node * width + k];
        sum[k] += a.value(e) * value;
      }
    }
    return sum;
  }

  private void addProduct(double[] row, float[] matrix, double[] result) {
    for (int i = 0; i < width; i++) {
      for (int k = 0; k < width; k++) {
        result[k] += row[i] * matrix[i * width + k];
      }
    }
  }
}
