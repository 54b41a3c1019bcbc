package org.causal4j.core.forest;

/**
 * The honest half of a tree: what the estimating units say about each leaf, and the tree without
 * the parts that none of them falls into.
 */
final class LeafMeans {
  private final long[] from;
  private final int[] before;
  private final long[] to;
  private int kept;

  private LeafMeans(long[] from, int[] before, int leavesLeft) {
    this.from = from;
    this.before = before;
    this.to = new long[leavesLeft - 1];
  }

  static ForestTree of(
      long[] splits,
      Codes codes,
      float[] y,
      float[] w,
      int[] units,
      int start,
      int end,
      int width) {
    int leaves = splits.length + 1;
    int[] count = new int[leaves];
    double[] sums = new double[leaves * width];
    for (int k = start; k < end; k++) {
      int unit = units[k];
      int leaf = ForestTree.leafOf(splits, codes.packed, unit * codes.words);
      count[leaf]++;
      int at = leaf * width;
      double outcome = y[unit];
      sums[at] += outcome;
      if (width == LittleBags.WIDTH) {
        double treatment = w[unit];
        sums[at + LittleBags.W] += treatment;
        sums[at + LittleBags.WY] += treatment * outcome;
        sums[at + LittleBags.WW] += treatment * treatment;
      }
    }
    int[] before = new int[leaves + 1];
    for (int leaf = 0; leaf < leaves; leaf++) {
      before[leaf + 1] = before[leaf] + (count[leaf] > 0 ? 1 : 0);
    }
    int left = before[leaves];
    float[] means = new float[left * width];
    for (int leaf = 0; leaf < leaves; leaf++) {
      for (int i = 0; i < width && count[leaf] > 0; i++) {
        means[before[leaf] * width + i] = (float) (sums[leaf * width + i] / count[leaf]);
      }
    }
    if (left == leaves) {
      return new ForestTree(splits, means);
    }
    LeafMeans pruning = new LeafMeans(splits, before, left);
    pruning.copy(0, 0, splits.length);
    return new ForestTree(pruning.to, means);
  }

  /** Copies the part of {@code total} splits from {@code at}; returns how many are kept. */
  private int copy(int at, int leaf, int total) {
    if (total == 0) {
      return 0;
    }
    long split = from[at];
    int step = ForestTree.step(split);
    boolean leftHas = before[leaf + step] > before[leaf];
    boolean rightHas = before[leaf + total + 1] > before[leaf + step];
    if (!leftHas) {
      return copy(at + step, leaf + step, total - step);
    }
    if (!rightHas) {
      return copy(at + 1, leaf, step - 1);
    }
    int own = kept++;
    int left = copy(at + 1, leaf, step - 1);
    int right = copy(at + step, leaf + step, total - step);
    to[own] =
        ForestTree.split(
            ForestTree.feature(split), ForestTree.lastLeft(split), left + 1, right == 0);
    return left + right + 1;
  }
}
