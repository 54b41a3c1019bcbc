package org.causal4j.core.learn;

import com.google.common.base.Preconditions;
import java.util.Arrays;

/**
 * Binary trees whose values are added: a row goes left where its feature is not above the split.
 * The children of a node stand side by side.
 */
final class TreeModel {
  private final int columns;
  private final int[] roots;
  private final int[] feature;
  private final double[] split;
  private final int[] left;

  private TreeModel(int columns, int[] roots, int[] feature, double[] split, int[] left) {
    this.columns = columns;
    this.roots = roots;
    this.feature = feature;
    this.split = split;
    this.left = left;
  }

  /** The sum of the trees at a row. */
  double sum(Features x, int row) {
    Preconditions.checkArgument(
        x.columns() == columns, "x: has %s columns, the model %s", x.columns(), columns);
    int start = x.start(row);
    int stride = x.stride(row);
    double sum = 0;
    for (int root : roots) {
      int node = root;
      int on = feature[node];
      while (on >= 0) {
        node = left[node] + (x.at(start, stride, on) <= split[node] ? 0 : 1);
        on = feature[node];
      }
      sum += split[node];
    }
    return sum;
  }

  /** Collects the nodes of one tree after another. */
  static final class Builder {
    private final int columns;
    private int[] roots = new int[16];
    private int trees;
    private int[] feature = new int[64];
    private double[] split = new double[64];
    private int[] left = new int[64];
    private int nodes;

    Builder(int columns) {
      this.columns = columns;
    }

    /** Begins a tree and returns its root. */
    int root() {
      if (trees == roots.length) {
        roots = Arrays.copyOf(roots, 2 * trees);
      }
      roots[trees++] = nodes;
      return add(1);
    }

    private int add(int count) {
      if (nodes + count > feature.length) {
        feature = Arrays.copyOf(feature, 2 * feature.length);
        split = Arrays.copyOf(split, feature.length);
        left = Arrays.copyOf(left, feature.length);
      }
      int first = nodes;
      nodes += count;
      return first;
    }

    void leaf(int node, double value) {
      feature[node] = -1;
      split[node] = value;
    }

    /** Makes a node an inner one and returns its left child; the right one comes after it. */
    int inner(int node, int on, double threshold) {
      int child = add(2);
      feature[node] = on;
      split[node] = threshold;
      left[node] = child;
      return child;
    }

    /** Adds the trees of another one after these. */
    void append(Builder other) {
      for (int t = 0; t < other.trees; t++) {
        if (trees == roots.length) {
          roots = Arrays.copyOf(roots, 2 * trees);
        }
        roots[trees++] = nodes + other.roots[t];
      }
      int size = nodes + other.nodes;
      if (size > feature.length) {
        int room = Math.max(size, 2 * feature.length);
        feature = Arrays.copyOf(feature, room);
        split = Arrays.copyOf(split, room);
        left = Arrays.copyOf(left, room);
      }
      System.arraycopy(other.feature, 0, feature, nodes, other.nodes);
      System.arraycopy(other.split, 0, split, nodes, other.nodes);
      for (int k = 0; k < other.nodes; k++) {
        left[nodes + k] = nodes + other.left[k];
      }
      nodes = size;
    }

    TreeModel build() {
      return new TreeModel(
          columns,
          Arrays.copyOf(roots, trees),
          Arrays.copyOf(feature, nodes),
          Arrays.copyOf(split, nodes),
          Arrays.copyOf(left, nodes));
    }
  }
}
