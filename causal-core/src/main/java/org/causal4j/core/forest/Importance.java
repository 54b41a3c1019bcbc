package org.causal4j.core.forest;

/** How often features are split by near the root. */
final class Importance {
  private static final int LEVELS = 4;

  private Importance() {}

  static double[] of(Trees trees, int features) {
    double[][] counts = new double[LEVELS][features];
    for (ForestTree tree : trees.trees) {
      count(tree.splits, 0, tree.splits.length, 0, counts);
    }
    double[] shares = new double[features];
    double all = 0;
    for (int level = 0; level < LEVELS; level++) {
      double ofLevel = 0;
      for (double count : counts[level]) {
        ofLevel += count;
      }
      double weight = ofLevel > 0 ? 1 / (ofLevel * (level + 1) * (level + 1)) : 0;
      for (int f = 0; f < features; f++) {
        shares[f] += weight * counts[level][f];
        all += weight * counts[level][f];
      }
    }
    for (int f = 0; f < features && all > 0; f++) {
      shares[f] /= all;
    }
    return shares;
  }

  private static void count(long[] splits, int at, int total, int level, double[][] counts) {
    if (total == 0 || level == LEVELS) {
      return;
    }
    int step = ForestTree.step(splits[at]);
    counts[level][ForestTree.feature(splits[at])]++;
    count(splits, at + 1, step - 1, level + 1, counts);
    count(splits, at + step, total - step, level + 1, counts);
  }
}
