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
 * <p>Dense: 8 bytes for each pair of items while it is made, 4 afterwards. Costs 2 items³ floating
 * point operations, in single precision.
 */
public final class Ease extends ItemItem {
  /** Above it the two matrices would need more than 3.2 GB. */
  private static final int MAX_ITEMS = 20_000;

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
   * @throws IllegalArgumentException if the items are too many for dense matrices
   */
  public static Ease of(InteractionGraph graph, double penalty, Kernels kernels) {
    Preconditions.checkArgument(
        penalty > 0 && Double.isFinite(penalty), "penalty: %s is not above 0", penalty);
    int items = graph.items().size();
    Preconditions.checkArgument(
        items <= MAX_ITEMS,
        "graph: %s items need %s MB for EASE; the limit is %s items",
        items,
        (8L * items * items) >> 20,
        MAX_ITEMS);
    float[] matrix = gram(graph.byUser(), items);
    for (int item = 0; item < items; item++) {
      matrix[item * items + item] += (float) penalty;
    }
    PositiveDefinite.invert(matrix, items, kernels);
    toWeights(matrix, items);
    return new Ease(graph, penalty, matrix);
  }

  private static float[] gram(CsrMatrix byUser, int items) {
    float[] gram = new float[Math.multiplyExact(items, items)];
    for (int user = 0; user < byUser.rows(); user++) {
      int[] had = byUser.rowColumns(user);
      for (int a : had) {
        int row = a * items;
        for (int b : had) {
          gram[row + b]++;
        }
      }
    }
    return gram;
  }

  private static void toWeights(float[] inverse, int items) {
    float[] diagonal = new float[items];
    for (int item = 0; item < items; item++) {
      diagonal[item] = inverse[item * items + item];
      if (!(diagonal[item] > 0)) {
        throw new CausalException(
            "EASE: the inverse has " + diagonal[item] + " on its diagonal; use a larger penalty");
      }
    }
    for (int from = 0; from < items; from++) {
      for (int to = 0; to < items; to++) {
        int at = from * items + to;
        inverse[at] = from == to ? 0 : -inverse[at] / diagonal[to];
      }
    }
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
