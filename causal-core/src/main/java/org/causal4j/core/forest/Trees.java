package org.causal4j.core.forest;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.spi.Workers;
import org.causal4j.core.learn.Features;
import org.jspecify.annotations.Nullable;

/** The trees of a forest, group after group, and what they say about many rows at once. */
final class Trees {
  /** Rows whose leaves are looked up tree by tree, so that a tree stays in the cache. */
  private static final int BLOCK = 4096;

  private static final double[] NONE = new double[0];

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
  double effect(long[] packed, Features x, int row) {
    int[] leaf = leavesOf(packed);
    return start(leaf, trends(x, row)).effect();
  }

  /** The effect and its variance at a packed row, before they are scaled. */
  LittleBags bagsOf(long[] packed, Features x, int row) {
    int[] leaf = leavesOf(packed);
    double[] trends = trends(x, row);
    LittleBags bags = start(leaf, trends);
    for (int t = 0; t < trees.length; t += groupSize) {
      double lift = trend == null ? 0 : bags.lift(trends[t / groupSize]);
      double sum = 0;
      double squares = 0;
      for (int i = t; i < t + groupSize; i++) {
        double score = lift + bags.score(trees[i].leaves, leaf[i] * LittleBags.WIDTH);
        sum += score;
        squares += score * score;
      }
      bags.addGroup(sum, squares, groupSize);
    }
    return bags;
  }

  /** What the groups' trends say of a row. */
  private double[] trends(Features x, int row) {
    if (trend == null) {
      return NONE;
    }
    double[] f = trend.functions(x, row);
    double[] trends = new double[trees.length / groupSize];
    for (int group = 0; group < trends.length; group++) {
      trends[group] = trend.at(group, f);
    }
    return trends;
  }

  private LittleBags start(int[] leaf, double[] trends) {
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
    double sum = 0;
    for (double one : trends) {
      sum += one;
    }
    double mean = trends.length == 0 ? 0 : sum / trends.length;
    return new LittleBags(y, w, wy, ww, trees.length, mean);
  }

  /** The leaves of a row, walking eight trees at a time: most steps wait for memory. */
  private int[] leavesOf(long[] packed) {
    int[] leaf = new int[trees.length];
    byte[] codes = new byte[8 * packed.length];
    for (int k = 0; k < codes.length; k++) {
      codes[k] = (byte) (packed[k >>> 3] >>> ((k & 7) << 3));
    }
    int t = 0;
    for (; t + 8 <= trees.length; t += 8) {
      eight(codes, t, leaf);
    }
    for (; t < trees.length; t++) {
      leaf[t] = ForestTree.leafOf(trees[t].splits, packed, 0);
    }
    return leaf;
  }

  private void eight(byte[] codes, int t, int[] leaf) {
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
      a = a < 0 ? a : ForestTree.next(s0, codes, a);
      b = b < 0 ? b : ForestTree.next(s1, codes, b);
      c = c < 0 ? c : ForestTree.next(s2, codes, c);
      d = d < 0 ? d : ForestTree.next(s3, codes, d);
      e = e < 0 ? e : ForestTree.next(s4, codes, e);
      f = f < 0 ? f : ForestTree.next(s5, codes, f);
      g = g < 0 ? g : ForestTree.next(s6, codes, g);
      h = h < 0 ? h : ForestTree.next(s7, codes, h);
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
   * @param start the row of {@code x} that is the first of {@code codes}
   * @param bags null where all trees speak for each row, else those that have not seen it
   */
  void effects(
      Features x,
      int start,
      Codes codes,
      int rows,
      @Nullable Bags bags,
      boolean withErrors,
      Workers workers,
      Sink sink) {
    ConcurrentLinkedQueue<int[]> spare = new ConcurrentLinkedQueue<>();
    int size = Math.min(BLOCK, Math.max(1, rows));
    workers.run(
        (rows + BLOCK - 1) / BLOCK,
        block -> {
          int from = block * BLOCK;
          int to = Math.min(rows, from + BLOCK);
          int[] found = spare.poll();
          int[] leaf = found == null ? new int[withErrors ? size * trees.length : 0] : found;
          double[] functions = functions(x, start + from, to - from);
          effects(codes, functions, from, to, bags, leaf, sink);
          spare.add(leaf);
        });
  }

  /** The functions of the trends for some rows, one row after the other. */
  private double[] functions(Features x, int from, int count) {
    if (trend == null) {
      return NONE;
    }
    int size = trend.basis.size();
    double[] functions = new double[count * size];
    for (int r = 0; r < count; r++) {
      trend.basis.write(x, from + r, functions, r * size);
    }
    return functions;
  }

  private double trend(int group, double[] functions, int r) {
    return trend == null ? 0 : trend.at(group, functions, r * trend.basis.size());
  }

  private void effects(
      Codes codes,
      double[] functions,
      int from,
      int to,
      @Nullable Bags bags,
      int[] leaf,
      Sink sink) {
    int count = to - from;
    double[] sums = new double[count * LittleBags.WIDTH];
    double[] trends = new double[count];
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
        if (t % groupSize == 0) {
          groups[r]++;
          trends[r] += trend(t / groupSize, functions, r);
        }
        if (leaf.length > 0) {
          leaf[t * count + r] = at;
        }
      }
    }
    LittleBags[] bag = new LittleBags[count];
    for (int r = 0; r < count; r++) {
      int at = r * LittleBags.WIDTH;
      bag[r] =
          new LittleBags(
              sums[at],
              sums[at + 1],
              sums[at + 2],
              sums[at + 3],
              groups[r] * groupSize,
              trends[r] / Math.max(1, groups[r]));
    }
    for (int group = 0; leaf.length > 0 && group < trees.length / groupSize; group++) {
      for (int r = 0; r < count; r++) {
        if (leaf[group * groupSize * count + r] < 0) {
          continue;
        }
        double lift = trend == null ? 0 : bag[r].lift(trend(group, functions, r));
        double sum = 0;
        double squares = 0;
        for (int t = group * groupSize; t < (group + 1) * groupSize; t++) {
          double score = lift + bag[r].score(trees[t].leaves, leaf[t * count + r]);
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
