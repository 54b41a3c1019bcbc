package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.causal4j.core.kernel.spi.Workers;
import org.causal4j.core.matrix.CsrMatrix;
import org.causal4j.recommend.interaction.InteractionGraph;

/**
 * Item-based nearest neighbors: the weight between two items is the cosine of their users, |U₁ ∩
 * U₂| / (√(|U₁| |U₂|) + shrinkage), kept for the nearest neighbors of each item (Sarwar et al.,
 * "Item-based collaborative filtering", WWW 2001; shrinkage after Bell and Koren, KDD 2007). Of
 * neighbors that are equally near, those with the lower number are kept.
 *
 * <p>Immutable and safe to share between threads. 16 bytes a neighbor; costs Σ over users of
 * items².
 */
public final class ItemKnn extends ItemItem {
  private final CsrMatrix neighbors;
  private final CsrMatrix reversed;

  private ItemKnn(InteractionGraph graph, Options options) {
    super(
        graph,
        ImmutableMap.of(
            "neighbors",
            Integer.toString(options.neighbors()),
            "shrinkage",
            Double.toString(options.shrinkage())));
    this.neighbors = neighbors(graph, options);
    this.reversed = neighbors.transpose();
  }

  /**
   * How many neighbors count.
   *
   * @param neighbors kept of each item
   * @param shrinkage draws the cosine of items with few users towards 0
   */
  public record Options(int neighbors, double shrinkage) {
    /** Checks the limits. */
    public Options {
      Preconditions.checkArgument(neighbors >= 1, "neighbors: %s is below 1", neighbors);
      Preconditions.checkArgument(shrinkage >= 0, "shrinkage: %s is below 0", shrinkage);
    }

    /** 100 neighbors, shrinkage 10. */
    public static Options defaults() {
      return new Options(100, 10);
    }

    /** With another number of neighbors. */
    public Options withNeighbors(int count) {
      return new Options(count, shrinkage);
    }

    /** With another shrinkage. */
    public Options withShrinkage(double amount) {
      return new Options(neighbors, amount);
    }
  }

  /** The neighbors of the items of a graph. */
  public static ItemKnn of(InteractionGraph graph, Options options) {
    return new ItemKnn(graph, options);
  }

  private static CsrMatrix neighbors(InteractionGraph graph, Options options) {
    int items = graph.items().size();
    int[][] columns = new int[items][];
    float[][] values = new float[items][];
    new Workers(Runtime.getRuntime().availableProcessors())
        .run(
            items,
            item -> {
              double[] cosines = cosines(graph, item, options.shrinkage());
              int[] nearest =
                  IntStream.range(0, items)
                      .filter(other -> cosines[other] > 0)
                      .boxed()
                      .sorted(Comparator.comparingDouble(other -> -cosines[other]))
                      .limit(options.neighbors())
                      .mapToInt(Integer::intValue)
                      .sorted()
                      .toArray();
              columns[item] = nearest;
              values[item] = new float[nearest.length];
              for (int i = 0; i < nearest.length; i++) {
                values[item][i] = (float) cosines[nearest[i]];
              }
            });
    int[] pointers = new int[items + 1];
    for (int item = 0; item < items; item++) {
      pointers[item + 1] = pointers[item] + columns[item].length;
    }
    int[] indexes = new int[pointers[items]];
    float[] weights = new float[pointers[items]];
    for (int item = 0; item < items; item++) {
      System.arraycopy(columns[item], 0, indexes, pointers[item], columns[item].length);
      System.arraycopy(values[item], 0, weights, pointers[item], columns[item].length);
    }
    return CsrMatrix.copyOf(items, pointers, indexes, weights);
  }

  private static double[] cosines(InteractionGraph graph, int item, double shrinkage) {
    double[] common = new double[graph.items().size()];
    for (int user : graph.byItem().rowColumns(item)) {
      for (int e = graph.byUser().rowStart(user); e < graph.byUser().rowEnd(user); e++) {
        common[graph.byUser().column(e)]++;
      }
    }
    common[item] = 0;
    double own = graph.byItem().rowLength(item);
    for (int other = 0; other < common.length; other++) {
      if (common[other] > 0) {
        common[other] /= Math.sqrt(own * graph.byItem().rowLength(other)) + shrinkage;
      }
    }
    return common;
  }

  @Override
  public String name() {
    return "ItemKNN";
  }

  @Override
  void addWeights(int from, float[] scores) {
    // A neighbor list belongs to the item that is scored, so weights run against its direction.
    for (int e = reversed.rowStart(from); e < reversed.rowEnd(from); e++) {
      scores[reversed.column(e)] += reversed.value(e);
    }
  }

  @Override
  IntToDoubleFunction weightsTo(int item) {
    int[] near = neighbors.rowColumns(item);
    int start = neighbors.rowStart(item);
    return from -> {
      int at = Arrays.binarySearch(near, from);
      return at >= 0 ? neighbors.value(start + at) : 0;
    };
  }
}
