package org.causal4j.report;

import com.google.common.primitives.Ints;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Step four of a layered drawing: where in its layer each vertex lies. Every layer in turn is moved
 * as near as its order and distances allow to the weighted mean of the neighbors: a least-squares
 * problem under order, solved exactly by pooling adjacent violators (Ayer et al., "An empirical
 * distribution function for sampling with incomplete information", 1955). Long edges weigh more, so
 * that they come out straight. Vertices of a layer never overlap.
 */
final class LayerPlacement {
  private static final int ROUNDS = 40;

  private final int[][] layers;
  private final int[][] before;
  private final int[][] after;
  private final boolean[] bend;
  private final double[] size;
  private final double nodeGap;
  private final double bendGap;
  private final int[] layerOf;

  /**
   * @param layers the vertices of each layer, in order
   * @param before neighbors of each vertex in the layer before
   * @param after neighbors of each vertex in the layer after
   * @param bend which vertices are mere bends of long edges
   * @param size extent of each vertex within its layer
   * @param nodeGap distance of two nodes
   * @param bendGap distance of a bend to its neighbors
   */
  LayerPlacement(
      int[][] layers,
      int[][] before,
      int[][] after,
      boolean[] bend,
      double[] size,
      double nodeGap,
      double bendGap) {
    this.layers = layers;
    this.before = before;
    this.after = after;
    this.bend = bend;
    this.size = size;
    this.nodeGap = nodeGap;
    this.bendGap = bendGap;
    this.layerOf = new int[size.length];
    for (int l = 0; l < layers.length; l++) {
      for (int v : layers[l]) {
        layerOf[v] = l;
      }
    }
  }

  /** The middle of each vertex; the least edge of all is at 0. */
  double[] centers() {
    double[] center = new double[size.length];
    for (int[] layer : layers) {
      for (int i = 1; i < layer.length; i++) {
        center[layer[i]] = center[layer[i - 1]] + distance(layer[i - 1], layer[i]);
      }
    }
    for (int round = 0; round < ROUNDS; round++) {
      boolean forward = round % 2 == 0;
      boolean bothSides = round >= ROUNDS / 3;
      for (int i = 0; i < layers.length; i++) {
        int[] layer = layers[forward ? i : layers.length - 1 - i];
        place(layer, center, bothSides || forward, bothSides || !forward);
      }
    }
    straighten(center);
    double least = Double.POSITIVE_INFINITY;
    for (int v = 0; v < size.length; v++) {
      least = Math.min(least, center[v] - size[v] / 2);
    }
    for (int v = 0; v < size.length; v++) {
      center[v] -= least;
    }
    return center;
  }

  /**
   * Bends of one edge, whose squares were spread over all of its length, get one common place as
   * far as their neighbors leave room: a few turns instead of a staircase.
   */
  private void straighten(double[] center) {
    double[] low = new double[size.length];
    double[] high = new double[size.length];
    for (int v = 0; v < size.length; v++) {
      if (bend[v] && !bend[before[v][0]]) {
        List<Integer> chain = new ArrayList<>();
        for (int u = v; bend[u]; u = after[u][0]) {
          chain.add(u);
          room(u, center, low, high);
        }
        align(chain, center, low, high);
      }
    }
  }

  /** Between where a vertex may lie while its neighbors stay. */
  private void room(int v, double[] center, double[] low, double[] high) {
    low[v] = Double.NEGATIVE_INFINITY;
    high[v] = Double.POSITIVE_INFINITY;
    int[] layer = layers[layerOf[v]];
    int at = Ints.indexOf(layer, v);
    if (at > 0) {
      low[v] = center[layer[at - 1]] + distance(layer[at - 1], v);
    }
    if (at < layer.length - 1) {
      high[v] = center[layer[at + 1]] - distance(v, layer[at + 1]);
    }
  }

  private static void align(List<Integer> chain, double[] center, double[] low, double[] high) {
    int first = 0;
    while (first < chain.size()) {
      double from = low[chain.get(first)];
      double to = high[chain.get(first)];
      double sum = center[chain.get(first)];
      int end = first + 1;
      while (end < chain.size()
          && Math.max(from, low[chain.get(end)]) <= Math.min(to, high[chain.get(end)])) {
        from = Math.max(from, low[chain.get(end)]);
        to = Math.min(to, high[chain.get(end)]);
        sum += center[chain.get(end)];
        end++;
      }
      double common = Math.max(from, Math.min(to, sum / (end - first)));
      for (int i = first; end - first > 1 && i < end; i++) {
        center[chain.get(i)] = common;
      }
      first = end;
    }
  }

  private void place(int[] layer, double[] center, boolean lookBack, boolean lookAhead) {
    double[] wish = new double[layer.length];
    double[] weight = new double[layer.length];
    double offset = 0;
    double[] offsets = new double[layer.length];
    for (int i = 0; i < layer.length; i++) {
      int v = layer[i];
      if (i > 0) {
        offset += distance(layer[i - 1], v);
      }
      offsets[i] = offset;
      double sum = 0;
      double total = 0;
      if (lookBack) {
        for (int u : before[v]) {
          sum += weight(u, v) * center[u];
          total += weight(u, v);
        }
      }
      if (lookAhead) {
        for (int u : after[v]) {
          sum += weight(u, v) * center[u];
          total += weight(u, v);
        }
      }
      wish[i] = (total == 0 ? center[v] : sum / total) - offset;
      weight[i] = total == 0 ? 0.1 : total;
    }
    double[] placed = increasing(wish, weight);
    for (int i = 0; i < layer.length; i++) {
      center[layer[i]] = placed[i] + offsets[i];
    }
  }

  private double weight(int u, int v) {
    return bend[u] && bend[v] ? 8 : bend[u] || bend[v] ? 2 : 1;
  }

  private double distance(int left, int right) {
    double gap = bend[left] || bend[right] ? bendGap : nodeGap;
    return (size[left] + size[right]) / 2 + gap;
  }

  /** The non-decreasing sequence nearest to {@code wish} in weighted squares. */
  static double[] increasing(double[] wish, double[] weight) {
    int n = wish.length;
    double[] mean = new double[n];
    double[] mass = new double[n];
    int[] start = new int[n + 1];
    int blocks = 0;
    for (int i = 0; i < n; i++) {
      mean[blocks] = wish[i];
      mass[blocks] = weight[i];
      start[blocks] = i;
      blocks++;
      while (blocks > 1 && mean[blocks - 2] > mean[blocks - 1]) {
        double together = mass[blocks - 2] + mass[blocks - 1];
        mean[blocks - 2] =
            (mean[blocks - 2] * mass[blocks - 2] + mean[blocks - 1] * mass[blocks - 1]) / together;
        mass[blocks - 2] = together;
        blocks--;
      }
    }
    start[blocks] = n;
    double[] out = new double[n];
    for (int b = 0; b < blocks; b++) {
      Arrays.fill(out, start[b], start[b + 1], mean[b]);
    }
    return out;
  }
}
