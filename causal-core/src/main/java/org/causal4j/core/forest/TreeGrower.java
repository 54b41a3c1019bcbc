package org.causal4j.core.forest;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Grows trees, one after the other, in buffers of its own: one grower a thread.
 *
 * <p>The codes and targets of the splitting units are copied into one array and moved in it, so
 * that a node is a contiguous range that is read in order. For each node the targets are relabeled
 * (see {@link #relabel}); a histogram of pseudo-outcomes and counts a feature then gives the best
 * split in one pass. Nodes of less than {@value #FEW} units mark the classes that occur in a bit
 * set and visit only those, so the cost of a node is in proportion to its units down to the leaves:
 * n p log n for a balanced tree.
 */
final class TreeGrower {
  private static final int FEW = 192;
  private static final int BLOCK = 1024;
  private static final int CLASSES = 256;
  private static final double FLAT = 1e-10;

  /** What a tree is grown for, and how. */
  record Rule(boolean causal, int minLeaf, double imbalance, int mtry, int maxDepth) {
    /** Fewest units of a part on either side of the node's mean treatment. */
    int minSide() {
      return Math.max(1, minLeaf / 2);
    }

    /** Numbers a leaf holds. */
    int width() {
      return causal ? LittleBags.WIDTH : 1;
    }
  }

  private final Codes codes;

  /** Outcomes; a caller may change them between trees. */
  final float[] y;

  private final float[] w;
  private final Rule rule;
  private final int words;
  private final int stride;
  private final FeatureDraw draw;

  private long[] rows = new long[0];
  private long[] spare = new long[0];
  private double[] pseudo = new double[0];

  /** 1 in the lower half; 1 in the upper half where the treatment is below the node's mean. */
  private long[] unit = new long[0];

  private double[] sums = new double[CLASSES];
  private long[] counts = new long[CLASSES];
  private final long[] occurs = new long[CLASSES / Long.SIZE];

  private long[] splits = new long[64];
  private int splitCount;

  /** Units of the node whose treatment is below its mean. */
  private int below;

  private double bestGain;
  private int bestFeature;
  private int bestLast;

  /**
   * @param w treatment less its expectation; not read where the rule is not causal
   */
  TreeGrower(Codes codes, float[] y, float[] w, Rule rule) {
    this.codes = codes;
    this.y = y;
    this.w = w;
    this.rule = rule;
    this.words = codes.words;
    this.stride = words + 1;
    this.draw = new FeatureDraw(codes.cuts.length, rule.mtry());
  }

  /** Bytes of the buffers for trees on this many splitting units. */
  static long bufferBytes(long units, int words, int features) {
    return units * (8L * (words + 1) * 2 + 16) + 16L * CLASSES * features;
  }

  /**
   * A tree whose splits are chosen by some units and whose leaves hold the means of others. A part
   * of the tree that no estimating unit falls into is left out.
   *
   * @param units unit numbers, the splitting ones first
   * @param splitting how many of them choose the splits
   * @param count how many there are in all
   */
  ForestTree grow(int[] units, int splitting, int count, SplittableRandom random) {
    load(units, splitting);
    splitCount = 0;
    draw.restart();
    grow(0, splitting, 0, random);
    long[] grown = Arrays.copyOf(splits, splitCount);
    return LeafMeans.of(grown, codes, y, w, units, splitting, count, rule.width());
  }

  private void load(int[] units, int splitting) {
    if (rows.length < splitting * stride) {
      rows = new long[splitting * stride];
      spare = new long[splitting * stride];
      pseudo = new double[splitting];
      unit = new long[splitting];
    }
    for (int k = 0; k < splitting; k++) {
      int from = units[k] * words;
      int at = k * stride;
      for (int word = 0; word < words; word++) {
        rows[at + word] = codes.packed[from + word];
      }
      int low = Float.floatToRawIntBits(y[units[k]]);
      int high = rule.causal() ? Float.floatToRawIntBits(w[units[k]]) : 0;
      rows[at + words] = ((long) high << 32) | (low & 0xFFFFFFFFL);
    }
  }

  /** Grows the part on a range of units; returns the number of its splits. */
  private int grow(int from, int to, int depth, SplittableRandom random) {
    int fewest = 2 * rule.minLeaf();
    boolean deepest = rule.maxDepth() > 0 && depth >= rule.maxDepth();
    if (deepest || to - from < fewest || !relabel(from, to) || !findSplit(from, to, random)) {
      return 0;
    }
    int feature = bestFeature;
    int last = bestLast;
    int middle = partition(from, to, feature, last);
    if (splitCount == splits.length) {
      splits = Arrays.copyOf(splits, 2 * splitCount);
    }
    int own = splitCount++;
    int left = grow(from, middle, depth + 1, random);
    int right = grow(middle, to, depth + 1, random);
    splits[own] = ForestTree.split(feature, last, left + 1, right == 0);
    return left + right + 1;
  }

  /**
   * Pseudo-outcomes of a node: how much each unit moves the node's estimate (Athey, Tibshirani and
   * Wager 2019, equation 8; for a mean, the deviation from it). With w and y centered in the node
   * and τ = Σwy / Σw² they are w (y − τ w), up to a factor that all units share.
   *
   * @return whether there is anything to split by
   */
  private boolean relabel(int from, int to) {
    int n = to - from;
    double meanY = 0;
    double meanW = 0;
    for (int k = from; k < to; k++) {
      long pair = rows[k * stride + words];
      meanY += Float.intBitsToFloat((int) pair);
      meanW += Float.intBitsToFloat((int) (pair >>> 32));
    }
    meanY /= n;
    meanW /= n;
    if (!rule.causal()) {
      for (int k = from; k < to; k++) {
        pseudo[k] = Float.intBitsToFloat((int) rows[k * stride + words]) - meanY;
        unit[k] = 1;
      }
      return true;
    }
    double ww = 0;
    double wy = 0;
    for (int k = from; k < to; k++) {
      long pair = rows[k * stride + words];
      double offW = Float.intBitsToFloat((int) (pair >>> 32)) - meanW;
      ww += offW * offW;
      wy += offW * (Float.intBitsToFloat((int) pair) - meanY);
    }
    if (ww <= FLAT * n) {
      return false;
    }
    double effect = wy / ww;
    below = 0;
    for (int k = from; k < to; k++) {
      long pair = rows[k * stride + words];
      double offW = Float.intBitsToFloat((int) (pair >>> 32)) - meanW;
      double offY = Float.intBitsToFloat((int) pair) - meanY;
      pseudo[k] = offW * (offY - effect * offW);
      int low = offW < 0 ? 1 : 0;
      unit[k] = ((long) low << 32) | 1;
      below += low;
    }
    return true;
  }

  private boolean findSplit(int from, int to, SplittableRandom random) {
    bestGain = 0;
    int look = draw.next(random);
    int n = to - from;
    if (n < FEW) {
      for (int j = 0; j < look; j++) {
        countFew(from, to, draw.feature(j));
        scanFew(draw.feature(j), n);
      }
      return bestGain > 0;
    }
    if (sums.length < look * CLASSES) {
      sums = new double[codes.cuts.length * CLASSES];
      counts = new long[codes.cuts.length * CLASSES];
    }
    for (int start = from; start < to; start += BLOCK) {
      int end = Math.min(to, start + BLOCK);
      for (int j = 0; j < look; j++) {
        count(start, end, draw.feature(j), j * CLASSES);
      }
    }
    for (int j = 0; j < look; j++) {
      scan(draw.feature(j), j * CLASSES, n);
    }
    return bestGain > 0;
  }

  private void count(int from, int to, int feature, int base) {
    int shift = (feature & 7) << 3;
    int at = from * stride + (feature >>> 3);
    for (int k = from; k < to; k++, at += stride) {
      int code = base + ((int) (rows[at] >>> shift) & 0xFF);
      sums[code] += pseudo[k];
      counts[code] += unit[k];
    }
  }

  private void scan(int feature, int base, int n) {
    int fewest = fewest(n);
    int classes = codes.cuts[feature].length + 1;
    double sum = 0;
    long seen = 0;
    for (int code = 0; code + 1 < classes; code++) {
      long here = counts[base + code];
      if (here != 0) {
        seen += here;
        sum += sums[base + code];
        consider(feature, code, sum, seen, n, fewest);
      }
    }
    Arrays.fill(sums, base, base + classes, 0);
    Arrays.fill(counts, base, base + classes, 0);
  }

  private void countFew(int from, int to, int feature) {
    int shift = (feature & 7) << 3;
    int at = from * stride + (feature >>> 3);
    for (int k = from; k < to; k++, at += stride) {
      int code = (int) (rows[at] >>> shift) & 0xFF;
      sums[code] += pseudo[k];
      counts[code] += unit[k];
      occurs[code >>> 6] |= 1L << code;
    }
  }

  private void scanFew(int feature, int n) {
    int fewest = fewest(n);
    double sum = 0;
    long seen = 0;
    for (int group = 0; group < occurs.length; group++) {
      long bits = occurs[group];
      occurs[group] = 0;
      while (bits != 0) {
        int code = (group << 6) + Long.numberOfTrailingZeros(bits);
        bits &= bits - 1;
        seen += counts[code];
        sum += sums[code];
        counts[code] = 0;
        sums[code] = 0;
        consider(feature, code, sum, seen, n, fewest);
      }
    }
  }

  private int fewest(int n) {
    return Math.max(rule.minLeaf(), (int) Math.ceil(rule.imbalance() * n));
  }

  /** The gain is (Σ of the left)² (1/left + 1/right): the pseudo-outcomes of a node sum to zero. */
  private void consider(int feature, int code, double sum, long seen, int n, int fewest) {
    int left = (int) seen;
    int right = n - left;
    if (left < fewest || right < fewest) {
      return;
    }
    if (rule.causal()) {
      int leftBelow = (int) (seen >>> 32);
      int rightBelow = below - leftBelow;
      int least = rule.minSide();
      if (leftBelow < least
          || rightBelow < least
          || left - leftBelow < least
          || right - rightBelow < least) {
        return;
      }
    }
    double gain = sum * sum / ((double) left * right);
    if (gain > bestGain) {
      bestGain = gain;
      bestFeature = feature;
      bestLast = code;
    }
  }

  /** Keeps the order of the units within each part. */
  private int partition(int from, int to, int feature, int last) {
    int word = feature >>> 3;
    int shift = (feature & 7) << 3;
    int l = from * stride;
    int r = 0;
    for (int at = l; at < to * stride; at += stride) {
      if (((int) (rows[at + word] >>> shift) & 0xFF) <= last) {
        for (int i = 0; i < stride; i++) {
          rows[l + i] = rows[at + i];
        }
        l += stride;
      } else {
        for (int i = 0; i < stride; i++) {
          spare[r + i] = rows[at + i];
        }
        r += stride;
      }
    }
    System.arraycopy(spare, 0, rows, l, r);
    return l / stride;
  }
}
