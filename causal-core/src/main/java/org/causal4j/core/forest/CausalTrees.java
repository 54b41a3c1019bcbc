package org.causal4j.core.forest;

import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.causal4j.core.kernel.spi.Workers;
import org.causal4j.core.learn.Features;
import org.jspecify.annotations.Nullable;

/** The trees of a causal forest and the trends beside them, and the effects that they say. */
final class CausalTrees {
  private static final int BLOCK = Trees.BLOCK;
  private static final double[] NONE = new double[0];

  final PackedTrees trees;
  final int groupSize;

  /** The smooth part of the effect; null where the trees say it all. */
  final @Nullable Trends trend;

  private final int count;

  CausalTrees(PackedTrees trees, int groupSize, @Nullable Trends trend) {
    this.trees = trees;
    this.groupSize = groupSize;
    this.trend = trend;
    this.count = trees.count();
  }

  /** The effect at a row of classes, before it is scaled. */
  double effect(byte[] codes, Features x, int row) {
    return start(trees.meansOf(codes), trends(x, row)).effect();
  }

  /** The effect and its variance at a row of classes, before they are scaled. */
  LittleBags bagsOf(byte[] codes, Features x, int row) {
    int[] means = trees.meansOf(codes);
    double[] trends = trends(x, row);
    LittleBags bags = start(means, trends);
    for (int t = 0; t < count; t += groupSize) {
      double lift = trend == null ? 0 : bags.lift(trends[t / groupSize]);
      double sum = 0;
      double squares = 0;
      for (int i = t; i < t + groupSize; i++) {
        double score = lift + bags.score(means, i * LittleBags.WIDTH);
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
    double[] trends = new double[count / groupSize];
    for (int group = 0; group < trends.length; group++) {
      trends[group] = trend.at(group, f);
    }
    return trends;
  }

  /** From the bits of the leaves' means. */
  private LittleBags start(int[] means, double[] trends) {
    double y = 0;
    double w = 0;
    double wy = 0;
    double ww = 0;
    for (int at = 0; at < means.length; at += LittleBags.WIDTH) {
      y += Float.intBitsToFloat(means[at + LittleBags.Y]);
      w += Float.intBitsToFloat(means[at + LittleBags.W]);
      wy += Float.intBitsToFloat(means[at + LittleBags.WY]);
      ww += Float.intBitsToFloat(means[at + LittleBags.WW]);
    }
    double sum = 0;
    for (double one : trends) {
      sum += one;
    }
    double mean = trends.length == 0 ? 0 : sum / trends.length;
    return new LittleBags(y, w, wy, ww, count, mean);
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
          int[] leaf = found == null ? new int[withErrors ? size * count : 0] : found;
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
    int rows = to - from;
    double[] sums = new double[rows * LittleBags.WIDTH];
    double[] trends = new double[rows];
    int[] groups = new int[rows];
    int[] asked = new int[rows];
    int[] leafOfAsked = new int[rows];
    byte[] bytes = codes.bytes(from, to);
    int width = bytes.length / rows;
    Arrays.fill(leaf, -1);
    for (int t = 0; t < count; t++) {
      int[] means = trees.means(t);
      int some = Trees.asked(bags, t / groupSize, from, to, asked);
      trees.leavesOf(t, bytes, width, from, asked, some, leafOfAsked);
      for (int k = 0; k < some; k++) {
        int r = asked[k] - from;
        int at = leafOfAsked[k];
        int sum = r * LittleBags.WIDTH;
        sums[sum + LittleBags.Y] += Float.intBitsToFloat(means[at + LittleBags.Y]);
        sums[sum + LittleBags.W] += Float.intBitsToFloat(means[at + LittleBags.W]);
        sums[sum + LittleBags.WY] += Float.intBitsToFloat(means[at + LittleBags.WY]);
        sums[sum + LittleBags.WW] += Float.intBitsToFloat(means[at + LittleBags.WW]);
        if (t % groupSize == 0) {
          groups[r]++;
          trends[r] += trend(t / groupSize, functions, r);
        }
        if (leaf.length > 0) {
          leaf[t * rows + r] = at;
        }
      }
    }
    LittleBags[] bag = new LittleBags[rows];
    for (int r = 0; r < rows; r++) {
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
    for (int group = 0; leaf.length > 0 && group < count / groupSize; group++) {
      for (int r = 0; r < rows; r++) {
        if (leaf[group * groupSize * rows + r] < 0) {
          continue;
        }
        double lift = trend == null ? 0 : bag[r].lift(trend(group, functions, r));
        double sum = 0;
        double squares = 0;
        for (int t = group * groupSize; t < (group + 1) * groupSize; t++) {
          double score = lift + bag[r].score(trees.means(t), leaf[t * rows + r]);
          sum += score;
          squares += score * score;
        }
        bag[r].addGroup(sum, squares, groupSize);
      }
    }
    for (int r = 0; r < rows; r++) {
      sink.accept(from + r, bag[r].effect(), bag[r].standardError(), groups[r]);
    }
  }
}
