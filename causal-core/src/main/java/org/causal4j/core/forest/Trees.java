package org.causal4j.core.forest;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.spi.Workers;
import org.jspecify.annotations.Nullable;

/** The trees of a forest, group after group, and what they say about many rows at once. */
final class Trees {
  /** Rows whose leaves are looked up tree by tree, so that a tree stays in the cache. */
  private static final int BLOCK = 4096;

  final ForestTree[] trees;
  final int groupSize;

  Trees(ForestTree[] trees, int groupSize) {
    this.trees = trees;
    this.groupSize = groupSize;
  }

  /** Grows a tree with a seed of its own for each number, so that threads change nothing. */
  static Trees grow(
      Codes codes,
      float[] y,
      float[] w,
      TreeGrower.Rule rule,
      Bags bags,
      int groupSize,
      Seed seed,
      Workers workers,
      ProgressListener progress,
      String stage) {
    ForestTree[] trees = new ForestTree[bags.groups() * groupSize];
    ConcurrentLinkedQueue<TreeGrower> idle = new ConcurrentLinkedQueue<>();
    AtomicInteger done = new AtomicInteger();
    progress.step(stage, 0, trees.length);
    workers.run(
        bags.groups(),
        group -> {
          TreeGrower found = idle.poll();
          TreeGrower grower = found == null ? new TreeGrower(codes, y, w, rule) : found;
          Seed own = seed.derive(group);
          int[] half = bags.drawHalf(group, own);
          for (int t = 0; t < groupSize; t++) {
            SplittableRandom random = own.derive(t).random();
            Bags.Sample sample = bags.drawTree(half, random);
            trees[group * groupSize + t] =
                grower.grow(sample.units, sample.splitting, sample.count, random);
            progress.step(stage, done.incrementAndGet(), trees.length);
          }
          idle.add(grower);
        });
    return new Trees(trees, groupSize);
  }

  long bytes() {
    long bytes = 0;
    for (ForestTree tree : trees) {
      bytes += tree.bytes();
    }
    return bytes;
  }

  long leafCount() {
    long leaves = 0;
    for (ForestTree tree : trees) {
      leaves += tree.leafCount();
    }
    return leaves;
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
  private static int asked(@Nullable Bags bags, int group, int from, int to, int[] asked) {
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

  /** The effect of a causal forest at a packed row, before it is scaled. */
  double effect(long[] packed) {
    return start(leavesOf(packed)).effect();
  }

  /** The effect and its variance at a packed row, before they are scaled. */
  LittleBags bagsOf(long[] packed) {
    int[] leaf = leavesOf(packed);
    LittleBags bags = start(leaf);
    for (int t = 0; t < trees.length; t += groupSize) {
      double sum = 0;
      double squares = 0;
      for (int i = t; i < t + groupSize; i++) {
        double score = bags.score(trees[i].leaves, leaf[i] * LittleBags.WIDTH);
        sum += score;
        squares += score * score;
      }
      bags.addGroup(sum, squares, groupSize);
    }
    return bags;
  }

  private LittleBags start(int[] leaf) {
    double y = 0;
    double w = 0;
    double wy = 0;
    double ww = 0;
    for (int t = 0; t < trees.length; t++) {
      float[] means = trees[t].leaves;
      int at = leaf[t] * LittleBags.WIDTH;
      y += means[at + LittleBags.Y];
      w += means[at + LittleBags.W];
      wy += means[at + LittleBags.WY];
      ww += means[at + LittleBags.WW];
    }
    return new LittleBags(y, w, wy, ww, trees.length);
  }

  /** The leaves of a row, walking eight trees at a time: most steps wait for memory. */
  private int[] leavesOf(long[] packed) {
    int[] leaf = new int[trees.length];
    int t = 0;
    for (; t + 8 <= trees.length; t += 8) {
      eight(packed, t, leaf);
    }
    for (; t < trees.length; t++) {
      leaf[t] = ForestTree.leafOf(trees[t].splits, packed, 0);
    }
    return leaf;
  }

  private void eight(long[] packed, int t, int[] leaf) {
    long[] s0 = trees[t].splits;
    long[] s1 = trees[t + 1].splits;
    long[] s2 = trees[t + 2].splits;
    long[] s3 = trees[t + 3].splits;
    long[] s4 = trees[t + 4].splits;
    long[] s5 = trees[t + 5].splits;
    long[] s6 = trees[t + 6].splits;
    long[] s7 = trees[t + 7].splits;
    long a = ForestTree.start(s0);
    long b = ForestTree.start(s1);
    long c = ForestTree.start(s2);
    long d = ForestTree.start(s3);
    long e = ForestTree.start(s4);
    long f = ForestTree.start(s5);
    long g = ForestTree.start(s6);
    long h = ForestTree.start(s7);
    while ((a & b & c & d & e & f & g & h) >= 0) {
      a = a < 0 ? a : ForestTree.next(s0, packed, 0, a);
      b = b < 0 ? b : ForestTree.next(s1, packed, 0, b);
      c = c < 0 ? c : ForestTree.next(s2, packed, 0, c);
      d = d < 0 ? d : ForestTree.next(s3, packed, 0, d);
      e = e < 0 ? e : ForestTree.next(s4, packed, 0, e);
      f = f < 0 ? f : ForestTree.next(s5, packed, 0, f);
      g = g < 0 ? g : ForestTree.next(s6, packed, 0, g);
      h = h < 0 ? h : ForestTree.next(s7, packed, 0, h);
    }
    leaf[t] = ForestTree.leaf(a);
    leaf[t + 1] = ForestTree.leaf(b);
    leaf[t + 2] = ForestTree.leaf(c);
    leaf[t + 3] = ForestTree.leaf(d);
    leaf[t + 4] = ForestTree.leaf(e);
    leaf[t + 5] = ForestTree.leaf(f);
    leaf[t + 6] = ForestTree.leaf(g);
    leaf[t + 7] = ForestTree.leaf(h);
  }

  /** Hears the effect and its standard error for a row. */
  interface Sink {
    void accept(int row, double effect, double standardError, int groups);
  }

  /**
   * Effects of a causal forest for many rows.
   *
   * @param bags null where all trees speak for each row, else those that have not seen it
   */
  void effects(
      Codes codes, int rows, @Nullable Bags bags, boolean withErrors, Workers workers, Sink sink) {
    ConcurrentLinkedQueue<int[]> spare = new ConcurrentLinkedQueue<>();
    int size = Math.min(BLOCK, Math.max(1, rows));
    workers.run(
        (rows + BLOCK - 1) / BLOCK,
        block -> {
          int from = block * BLOCK;
          int to = Math.min(rows, from + BLOCK);
          int[] found = spare.poll();
          int[] leaf = found == null ? new int[withErrors ? size * trees.length : 0] : found;
          effects(codes, from, to, bags, leaf, sink);
          spare.add(leaf);
        });
  }

  private void effects(Codes codes, int from, int to, @Nullable Bags bags, int[] leaf, Sink sink) {
    int count = to - from;
    double[] sums = new double[count * LittleBags.WIDTH];
    int[] groups = new int[count];
    int[] asked = new int[count];
    int[] leafOfAsked = new int[count];
    Arrays.fill(leaf, -1);
    for (int t = 0; t < trees.length; t++) {
      ForestTree tree = trees[t];
      float[] means = tree.leaves;
      int some = asked(bags, t / groupSize, from, to, asked);
      tree.leavesOf(codes.packed, codes.words, asked, some, leafOfAsked);
      for (int k = 0; k < some; k++) {
        int r = asked[k] - from;
        int at = leafOfAsked[k] * LittleBags.WIDTH;
        int sum = r * LittleBags.WIDTH;
        sums[sum + LittleBags.Y] += means[at + LittleBags.Y];
        sums[sum + LittleBags.W] += means[at + LittleBags.W];
        sums[sum + LittleBags.WY] += means[at + LittleBags.WY];
        sums[sum + LittleBags.WW] += means[at + LittleBags.WW];
        groups[r] += t % groupSize == 0 ? 1 : 0;
        if (leaf.length > 0) {
          leaf[t * count + r] = at;
        }
      }
    }
    LittleBags[] bag = new LittleBags[count];
    for (int r = 0; r < count; r++) {
      int at = r * LittleBags.WIDTH;
      bag[r] =
          new LittleBags(sums[at], sums[at + 1], sums[at + 2], sums[at + 3], groups[r] * groupSize);
    }
    for (int group = 0; leaf.length > 0 && group < trees.length / groupSize; group++) {
      for (int r = 0; r < count; r++) {
        if (leaf[group * groupSize * count + r] < 0) {
          continue;
        }
        double sum = 0;
        double squares = 0;
        for (int t = group * groupSize; t < (group + 1) * groupSize; t++) {
          double score = bag[r].score(trees[t].leaves, leaf[t * count + r]);
          sum += score;
          squares += score * score;
        }
        bag[r].addGroup(sum, squares, groupSize);
      }
    }
    for (int r = 0; r < count; r++) {
      sink.accept(from + r, bag[r].effect(), bag[r].standardError(), groups[r]);
    }
  }
}
