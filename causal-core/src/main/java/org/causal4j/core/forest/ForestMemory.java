package org.causal4j.core.forest;

import com.google.common.base.Preconditions;

/**
 * What a forest asks of the heap at its highest, computed before anything is allocated: the
 * features as they are given, their codes, the trees with the most leaves that their minimum size
 * allows, those of a trend, the half-samples, the growers' buffers and the numbers of each unit.
 */
final class ForestMemory {
  private static final long MIB = 1L << 20;
  private static final int NUMBERS_A_UNIT = 18;

  private ForestMemory() {}

  static long bytes(long n, int features, CausalForestOptions options) {
    long sample = (long) Math.floor(n * options.sampleFraction());
    long splitting = (long) Math.floor(sample * options.honesty());
    int words = Codes.wordsOf(features);
    long causal = trees(options.trees(), splitting, options.minLeaf(), LittleBags.WIDTH, options);
    long ofTrees =
        causal
            + PackedTrees.packingBytes(causal)
            + Bags.bitBytes(n, options.trees() / options.groupSize());
    int nuisance = options.nuisanceTreesOrDefault();
    long ofNuisances =
        trees(nuisance, splitting, options.minLeaf(), 1, options) + Bags.bitBytes(n, nuisance / 2);
    boolean both = options.trend() == CausalForestOptions.Trend.CHOSEN && n <= Nuisances.STACKED;
    if (both) {
      ofTrees *= 2;
    }
    if (both || options.trend() == CausalForestOptions.Trend.SPLINES) {
      ofTrees += (n + options.trees() / options.groupSize()) * 8 * SmoothBasis.most((int) n);
    }
    long ofThread = TreeGrower.bufferBytes(splitting, words, features) + 12 * n;
    return n * features * 8
        + n * words * 8
        + n * 8 * NUMBERS_A_UNIT
        + Math.max(ofTrees, ofNuisances)
        + options.threads() * ofThread;
  }

  private static long trees(
      long trees, long splitting, int minLeaf, int width, CausalForestOptions options) {
    long leaves = Math.max(1, splitting / minLeaf);
    if (options.maxDepth() > 0 && options.maxDepth() < 31) {
      leaves = Math.min(leaves, 1L << options.maxDepth());
    }
    return trees * (leaves * (8 + 4L * width) + 64);
  }

  static void check(long n, int features, CausalForestOptions options, long limit) {
    long needed = bytes(n, features, options);
    Preconditions.checkArgument(
        needed <= limit,
        "trees: %s trees on %s rows of %s features need up to %s MiB, the heap has %s MiB (-Xmx);"
            + " ask for fewer trees, larger leaves or a depth limit",
        options.trees(),
        n,
        features,
        (needed + MIB - 1) / MIB,
        limit / MIB);
  }
}
