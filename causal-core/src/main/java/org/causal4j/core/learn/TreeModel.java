package org.causal4j.core.learn;

import com.google.common.base.Preconditions;

/** A binary tree: a row goes left where its feature is not above the threshold. */
final class TreeModel implements Predictor {
  private final int columns;
  private final int[] feature;
  private final double[] threshold;
  private final int[] left;
  private final int[] right;
  private final double[] value;

  /** A node is a leaf where its feature is −1. */
  TreeModel(
      int columns, int[] feature, double[] threshold, int[] left, int[] right, double[] value) {
    this.columns = columns;
    this.feature = feature;
    this.threshold = threshold;
    this.left = left;
    this.right = right;
    this.value = value;
  }

  @Override
  public double predict(Features x, int row) {
    Preconditions.checkArgument(
        x.columns() == columns, "x: has %s columns, the model %s", x.columns(), columns);
    return at(x, row);
  }

  double at(Features x, int row) {
    int node = 0;
    while (feature[node] >= 0) {
      node = x.at(row, feature[node]) <= threshold[node] ? left[node] : right[node];
    }
    return value[node];
  }

  int leaves() {
    int leaves = 0;
    for (int f : feature) {
      leaves += f < 0 ? 1 : 0;
    }
    return leaves;
  }
}
