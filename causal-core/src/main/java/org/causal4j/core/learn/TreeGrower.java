package org.causal4j.core.learn;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Grows a least-squares tree (CART; Breiman, Friedman, Olshen and Stone, 1984) on binned features:
 * splits by the gain (Σy)²/n of the parts less that of the whole. Where a node has fewer rows than
 * a feature has classes, only the classes that occur are looked at, so that a node costs its rows
 * and not its classes.
 */
final class TreeGrower {
  private static final int CLASSES = 256;

  private final Bins bins;
  private final double[] target;
  private final int maxDepth;
  private final int minLeaf;
  private final int tries;
  private final SplittableRandom random;
  private final int[] looked;

  private final int[] order;
  private final int[] times;
  private final int[] spare;
  private final int[] spareTimes;
  private final double[] packed;
  private final double[] sum = new double[CLASSES];
  private final int[] count = new int[CLASSES];
  private final long[] occurs = new long[CLASSES / Long.SIZE];

  private double bestGain;
  private int bestFeature;
  private int bestCut;

  /**
   * @param times how often each position is to be taken
   * @param tries features looked at for a split
   */
  TreeGrower(
      Bins bins,
      int[] times,
      double[] target,
      int maxDepth,
      int minLeaf,
      int tries,
      SplittableRandom random) {
    this.bins = bins;
    this.target = target;
    this.maxDepth = maxDepth;
    this.minLeaf = minLeaf;
    this.tries = Math.min(tries, bins.cuts.length);
    this.random = random;
    this.looked = new int[bins.cuts.length];
    Arrays.setAll(looked, c -> c);
    int taken = 0;
    for (int often : times) {
      taken += often > 0 ? 1 : 0;
    }
    this.order = new int[taken];
    this.times = new int[taken];
    this.spare = new int[taken];
    this.spareTimes = new int[taken];
    this.packed = new double[taken];
    int at = 0;
    for (int i = 0; i < times.length; i++) {
      if (times[i] > 0) {
        this.times[at] = times[i];
        order[at++] = i;
      }
    }
  }

  TreeModel.Builder grow() {
    TreeModel.Builder tree = new TreeModel.Builder(bins.cuts.length);
    grow(tree, tree.root(), 0, order.length, 0);
    return tree;
  }

  private void grow(TreeModel.Builder tree, int node, int from, int to, int depth) {
    double total = 0;
    int n = 0;
    for (int k = from; k < to; k++) {
      packed[k] = times[k] * target[order[k]];
      total += packed[k];
      n += times[k];
    }
    if (depth < maxDepth && n >= 2 * minLeaf && isSplit(from, to, total, n)) {
      int child = tree.inner(node, bestFeature, bins.cuts[bestFeature][bestCut]);
      int middle = partition(from, to, bins.codes[bestFeature], bestCut);
      grow(tree, child, from, middle, depth + 1);
      grow(tree, child + 1, middle, to, depth + 1);
      return;
    }
    tree.leaf(node, total / n);
  }

  private boolean isSplit(int from, int to, double total, int n) {
    double whole = total * total / n;
    bestGain = 1e-10 * Math.max(1e-300, whole);
    bestFeature = -1;
    for (int k = 0; k < tries; k++) {
      if (tries < looked.length) {
        int drawn = k + random.nextInt(looked.length - k);
        int held = looked[k];
        looked[k] = looked[drawn];
        looked[drawn] = held;
      }
      int feature = looked[k];
      if (bins.classes(feature) == 2) {
        lookAtTwo(feature, from, to, total, n, whole);
      } else if (to - from < bins.classes(feature)) {
        lookAtFew(feature, from, to, total, n, whole);
      } else {
        lookAtMany(feature, from, to, total, n, whole);
      }
    }
    return bestFeature >= 0;
  }

  /**
   * Sums of the one class in registers: in an array each addition would wait for the one before.
   */
  private void lookAtTwo(int feature, int from, int to, double total, int n, double whole) {
    byte[] codes = bins.codes[feature];
    double right = 0;
    int rows = 0;
    for (int k = from; k < to; k++) {
      int code = codes[order[k]];
      right += code * packed[k];
      rows += code * times[k];
    }
    consider(feature, 0, total - right, n - rows, total, n, whole);
  }

  private void lookAtMany(int feature, int from, int to, double total, int n, double whole) {
    int classes = bins.classes(feature);
    byte[] codes = bins.codes[feature];
    for (int k = from; k < to; k++) {
      int code = codes[order[k]] & 0xFF;
      sum[code] += packed[k];
      count[code] += times[k];
    }
    double left = 0;
    int rows = 0;
    for (int code = 0; code < classes; code++) {
      left += sum[code];
      rows += count[code];
      sum[code] = 0;
      count[code] = 0;
      consider(feature, code, left, rows, total, n, whole);
    }
  }

  private void lookAtFew(int feature, int from, int to, double total, int n, double whole) {
    byte[] codes = bins.codes[feature];
    for (int k = from; k < to; k++) {
      int code = codes[order[k]] & 0xFF;
      sum[code] += packed[k];
      count[code] += times[k];
      occurs[code >> 6] |= 1L << code;
    }
    double left = 0;
    int rows = 0;
    for (int part = 0; part < occurs.length; part++) {
      for (long rest = occurs[part]; rest != 0; rest &= rest - 1) {
        int code = (part << 6) + Long.numberOfTrailingZeros(rest);
        left += sum[code];
        rows += count[code];
        sum[code] = 0;
        count[code] = 0;
        consider(feature, code, left, rows, total, n, whole);
      }
      occurs[part] = 0;
    }
  }

  private void consider(
      int feature, int cut, double left, int rows, double total, int n, double whole) {
    if (rows < minLeaf || n - rows < minLeaf) {
      return;
    }
    double right = total - left;
    double gain = left * left / rows + right * right / (n - rows) - whole;
    if (gain > bestGain) {
      bestGain = gain;
      bestFeature = feature;
      bestCut = cut;
    }
  }

  /** Keeps the order of the rows within each side. */
  private int partition(int from, int to, byte[] codes, int cut) {
    int l = from;
    int r = 0;
    for (int k = from; k < to; k++) {
      int position = order[k];
      int often = times[k];
      // 1 where the class is above the cut: no branch that could be guessed wrong
      int right = (cut - (codes[position] & 0xFF)) >>> 31;
      order[l] = position;
      times[l] = often;
      spare[r] = position;
      spareTimes[r] = often;
      l += 1 - right;
      r += right;
    }
    System.arraycopy(spare, 0, order, l, r);
    System.arraycopy(spareTimes, 0, times, l, r);
    return l;
  }
}
