package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import java.util.function.IntToDoubleFunction;
import org.causal4j.core.CausalException;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.matrix.CsrMatrix;
import org.causal4j.recommend.interaction.InteractionGraph;

/**
 * EASE: the linear item-item model with zero diagonal, in closed form: P = (XᵀX + λI)⁻¹, B = I − P
 * · diag(1/diag P) (Steck, "Embarrassingly shallow autoencoders for sparse data", WWW 2019, eq. 8).
 *
 * <p>Dense: 6 bytes for each pair of items while it is made, 4 afterwards. Costs items³ floating
 * point operations, in single precision, on all threads of the kernels.
 *
 * <p>Immutable and safe to share between threads. The same bits for any number of threads and one
 * kernel provider.
 */
public final class Ease extends ItemItem {
  /** Above it one array does not hold the weights. */
  private static final int MAX_ITEMS = 46_000;

  private final float[] weights;
  private final int items;

  private Ease(InteractionGraph graph, double penalty, float[] weights) {
    super(graph, ImmutableMap.of("penalty", Double.toString(penalty)));
    this.items = graph.items().size();
    this.weights = weights;
  }

  /** With the kernels of choice of this JVM. */
  public static Ease of(InteractionGraph graph, double penalty) {
    return of(graph, penalty, Kernels.automatic());
  }

  /**
   * The model of a graph.
   *
   * @param penalty λ, above 0; some hundreds are usual
   * @throws IllegalArgumentException if the items need more memory than the JVM may take
   * @throws CausalException if the matrix is singular in single precision; a larger penalty helps
   */
  public static Ease of(InteractionGraph graph, double penalty, Kernels kernels) {
    Preconditions.checkArgument(
        penalty > 0 && Double.isFinite(penalty), "penalty: %s is not above 0", penalty);
    int items = graph.items().size();
    long bytes = 6L * items * items;
    long limit = Runtime.getRuntime().maxMemory();
    Preconditions.checkArgument(
        items <= MAX_ITEMS && bytes <= limit,
        "graph: %s items need %s MB for EASE; the JVM may take %s MB, and %s items is the limit",
        items,
        bytes >> 20,
        limit >> 20,
        MAX_ITEMS);
    PositiveDefinite matrix = gram(graph.byUser(), items);
    for (int item = 0; item < items; item++) {
      matrix.add(item, item, (float) penalty);
    }
    matrix.negativeInverse(kernels);
    return new Ease(graph, penalty, weights(matrix, penalty));
  }

  private static PositiveDefinite gram(CsrMatrix byUser, int items) {
    PositiveDefinite gram = new PositiveDefinite(items);
    for (int user = 0; user < byUser.rows(); user++) {
      int[] had = byUser.rowColumns(user);
      for (int a = 0; a < had.length; a++) {
        for (int b = 0; b <= a; b++) {
          gram.add(had[a], had[b], 1);
        }
      }
    }
    return gram;
  }

  /** From −P: B = I − P · diag(1/diag P) is −P_ij / P_jj off the diagonal and 0 on it. */
  private static float[] weights(PositiveDefinite negative, double penalty) {
    int items = negative.size();
    float[] diagonal = new float[items];
    for (int item = 0; item < items; item++) {
      diagonal[item] = -negative.get(item, item);
      if (!(diagonal[item] > 0)) {
        throw new CausalException(
            "EASE: the inverse has "
                + diagonal[item]
                + " on its diagonal; use a larger penalty than "
                + penalty);
      }
    }
    float[] weights = new float[items * items];
    for (int from = 0; from < items; from++) {
      for (int to = 0; to < items; to++) {
        if (from != to) {
          weights[from * items + to] = negative.get(from, to) / diagonal[to];
        }
      }
    }
    return weights;
  }

  @Override
  public String name() {
    return "EASE";
  }

  @Override
  void addWeights(int from, float[] scores) {
    int row = from * items;
    for (int to = 0; to < items; to++) {
      scores[to] += weights[row + to];
    }
  }

  @Override
  IntToDoubleFunction weightsTo(int item) {
    return from -> weights[from * items + item];
  }
}
