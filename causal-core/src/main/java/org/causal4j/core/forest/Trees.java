package org.causal4j.core.forest;

import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.spi.Workers;
import org.jspecify.annotations.Nullable;

/**
 * The trees of a forest as they have grown, group after group, and the means of a regression
 * forest.
 */
final class Trees {
  /** Rows whose leaves are looked up tree by tree, so that a tree stays in the cache. */
  static final int BLOCK = 4096;

  final ForestTree[] trees;
  final int groupSize;

  /** The smooth part of the effect; null where the trees say it all. */
  final @Nullable Trends trend;

  Trees(ForestTree[] trees, int groupSize, @Nullable Trends trend) {
    this.trees = trees;
    this.groupSize = groupSize;
    this.trend = trend;
  }

  /**
   * Grows a tree with a seed of its own for each number, so that threads change nothing.
   *
   * @param trend fits the trends that the trees of each half-sample leave to it, or null
   */
  static Trees grow(
      Codes codes,
      float[] y,
      float[] w,
      @Nullable TrendFit trend,
      TreeGrower.Rule rule,
      Bags bags,
      int groupSize,
      Seed seed,
      Workers workers,
      ProgressListener progress,
      String stage) {
    ForestTree[] trees = new ForestTree[bags.groups() * groupSize];
    double[] slopes = new double[trend == null ? 0 : bags.groups() * trend.size()];
    ConcurrentLinkedQueue<TreeGrower> idle = new ConcurrentLinkedQueue<>();
    AtomicInteger done = new AtomicInteger();
    progress.step(stage, 0, trees.length);
    workers.run(
        bags.groups(),
        group -> {
          TreeGrower found = idle.poll();
          TreeGrower grower =
              found == null ? new TreeGrower(codes, trend == null ? y : y.clone(), w, rule) : found;
          Seed own = seed.derive(group);
          int[] half = bags.drawHalf(group, own);
          if (trend != null) {
            int at = group * trend.size();
            trend.slopesOf(bags, group, slopes, at);
            trend.leave(bags, group, slopes, at, y, w, grower.y);
          }
          for (int t = 0; t < groupSize; t++) {
            SplittableRandom random = own.derive(t).random();
            Bags.Sample sample = bags.drawTree(half, random);
            trees[group * groupSize + t] =
                grower.grow(sample.units, sample.splitting, sample.count, random);
            progress.step(stage, done.incrementAndGet(), trees.length);
          }
          idle.add(grower);
        });
    return new Trees(trees, groupSize, trend == null ? null : new Trends(trend.basis, slopes));
  }

  /** These trees as rows go down them; they are taken out of here. */
  CausalTrees packed(int features) {
    return new CausalTrees(new PackedTrees(trees, features), groupSize, trend);
  }

  /**
   * The mean of a regression forest for each row by the trees that have not seen it; the mean of
   * all leaves' means where every half-sample holds it.
   */
  double[] outOfBagMeans(Codes codes, int rows, Bags bags, Workers workers) {
    double[] means = new double[rows];
    double fallback = fallback();
    workers.run(
        (rows + BLOCK - 1) / BLOCK,
        block -> {
          int from = block * BLOCK;
          int to = Math.min(rows, from + BLOCK);
          int[] count = new int[to - from];
          int[] asked = new int[to - from];
          int[] leaf = new int[to - from];
          for (int t = 0; t < trees.length; t++) {
            ForestTree tree = trees[t];
            int some = asked(bags, t / groupSize, from, to, asked);
            tree.leavesOf(codes.packed, codes.words, asked, some, leaf);
            for (int k = 0; k < some; k++) {
              means[asked[k]] += tree.leaves[leaf[k]];
              count[asked[k] - from]++;
            }
          }
          for (int r = from; r < to; r++) {
            means[r] = count[r - from] > 0 ? means[r] / count[r - from] : fallback;
          }
        });
    return means;
  }

  /** The rows that a group speaks for. */
  static int asked(@Nullable Bags bags, int group, int from, int to, int[] asked) {
    int some = 0;
    for (int r = from; r < to; r++) {
      if (bags == null || !bags.inBag(group, r)) {
        asked[some++] = r;
      }
    }
    return some;
  }

  private double fallback() {
    double sum = 0;
    for (ForestTree tree : trees) {
      double ofTree = 0;
      for (float mean : tree.leaves) {
        ofTree += mean;
      }
      sum += ofTree / tree.leaves.length;
    }
    return sum / trees.length;
  }
}
