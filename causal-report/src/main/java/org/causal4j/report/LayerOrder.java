package org.causal4j.report;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Step three of a layered drawing: the order within each layer, by barycenter sweeps (Sugiyama,
 * Tagawa and Toda 1981) with exchange of neighbors after each sweep. The number of sweeps is fixed,
 * the best order seen is kept, and ties keep the order of input: the same graph gives the same
 * drawing. Cost: sweeps times edges squared between two layers.
 */
final class LayerOrder {
  private static final int SWEEPS = 24;

  private final int[][] layers;
  private final int[][] before;
  private final int[][] after;
  private final int[] position;

  private LayerOrder(int[][] layers, int[][] before, int[][] after) {
    this.layers = layers;
    this.before = before;
    this.after = after;
    this.position = new int[before.length];
    Arrays.stream(layers).forEach(this::number);
  }

  /**
   * @param layers the vertices of each layer, in a first order
   * @param before neighbors of each vertex in the layer before
   * @param after neighbors of each vertex in the layer after
   */
  static int[][] of(int[][] layers, int[][] before, int[][] after) {
    return new LayerOrder(copy(layers), before, after).sweep();
  }

  private int[][] sweep() {
    exchange();
    int[][] best = copy(layers);
    long fewest = crossings();
    for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
      boolean forward = sweep % 2 == 0;
      for (int i = 1; i < layers.length; i++) {
        int[] layer = layers[forward ? i : layers.length - 1 - i];
        sortByBarycenter(layer, forward ? before : after);
      }
      exchange();
      long crossings = crossings();
      if (crossings < fewest) {
        fewest = crossings;
        best = copy(layers);
      }
    }
    return best;
  }

  private void sortByBarycenter(int[] layer, int[][] neighbors) {
    double[] key = new double[position.length];
    for (int v : layer) {
      key[v] = IntStream.of(neighbors[v]).map(u -> position[u]).average().orElse(position[v]);
    }
    int[] sorted =
        IntStream.of(layer)
            .boxed()
            .sorted(Comparator.comparingDouble(v -> key[v]))
            .mapToInt(Integer::intValue)
            .toArray();
    System.arraycopy(sorted, 0, layer, 0, layer.length);
    number(layer);
  }

  private void exchange() {
    boolean improved = true;
    for (int pass = 0; improved && pass < SWEEPS; pass++) {
      improved = false;
      for (int[] layer : layers) {
        for (int i = 1; i < layer.length; i++) {
          int left = layer[i - 1];
          int right = layer[i];
          if (crossings(left, right) > crossings(right, left)) {
            layer[i - 1] = right;
            layer[i] = left;
            number(layer);
            improved = true;
          }
        }
      }
    }
  }

  /** Crossings among the edges of two vertices of one layer when {@code left} comes first. */
  private long crossings(int left, int right) {
    return inversions(before[left], before[right]) + inversions(after[left], after[right]);
  }

  private long inversions(int[] left, int[] right) {
    long count = 0;
    for (int a : left) {
      for (int b : right) {
        if (position[a] > position[b]) {
          count++;
        }
      }
    }
    return count;
  }

  private long crossings() {
    long count = 0;
    for (int[] layer : layers) {
      for (int i = 0; i < layer.length; i++) {
        for (int j = i + 1; j < layer.length; j++) {
          count += inversions(after[layer[i]], after[layer[j]]);
        }
      }
    }
    return count;
  }

  private void number(int[] layer) {
    for (int i = 0; i < layer.length; i++) {
      position[layer[i]] = i;
    }
  }

  private static int[][] copy(int[][] layers) {
    return Arrays.stream(layers).map(int[]::clone).toArray(int[][]::new);
  }
}
