package org.causal4j.core.learn;

import java.util.Arrays;
import org.causal4j.core.kernel.spi.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Grows the trees of a boosting by second-order gain, (Σg)²/(Σh + λ) of the parts less that of the
 * whole (Chen and Guestrin, "XGBoost", KDD 2016, §2.2). The sums by class are whole numbers: g and
 * h are rounded to multiples of a small unit, and the count of rows shares a word with g. So a sum
 * is the same in whatever order it is taken, which lets threads share the rows, and the sums of the
 * larger child are exactly those of its parent less those of the smaller one. Leaves are means of
 * what was not rounded.
 */
final class BoostedTree {
  private static final double FLAT = 1e-9;
  private static final int SHARED_ROWS = 4096;
  private static final int FEW = 64;
  private static final int MANY = 256;
  private static final int HESSIAN_BITS = 62;
  // Bits below the root mean square of g; with fewer, g gets a word of its own.
  private static final int FINE = 6;

  private final Bins bins;
  private final long[][] codes;
  private final BoostingOptions options;
  private final Workers workers;
  private final int p;
  private final int stride;
  private final int countBits;

  private final int[] order;
  private final int[] spare;
  private final double[] gradient;
  private final double @Nullable [] hessian;
  private final long[] word;
  private final long[] packed;
  private final long[] packedSecond;
  private long @Nullable [] second;
  private boolean countApart;
  private double unit;
  private final double hessianUnit;

  /**
   * @param hessian null where it is 1
   */
  BoostedTree(
      Bins bins,
      double[] gradient,
      double @Nullable [] hessian,
      BoostingOptions options,
      Workers workers) {
    this.bins = bins;
    this.codes = bins.byEight(workers);
    this.gradient = gradient;
    this.hessian = hessian;
    this.options = options;
    this.workers = workers;
    this.p = bins.cuts.length;
    this.stride = bins.mostClasses() <= FEW ? FEW : MANY;
    int n = gradient.length;
    this.countBits = 32 - Integer.numberOfLeadingZeros(n);
    this.order = new int[n];
    this.spare = new int[n];
    this.word = new long[n];
    this.packed = new long[n];
    this.packedSecond = new long[n];
    this.second = hessian == null ? null : new long[n];
    this.hessianUnit = Math.scalb(1.0, countBits - HESSIAN_BITS);
  }

  /** Grows a tree to the present g and h, and adds its values, times the rate, to the scores. */
  void grow(TreeModel.Builder trees, double[] score) {
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    round();
    grow(trees, trees.root(), 0, order.length, 0, null, score);
  }

  private void round() {
    double largest = 0;
    double squares = 0;
    for (double g : gradient) {
      largest = Math.max(largest, Math.abs(g));
      squares += g * g;
    }
    int bits = 62 - 2 * countBits;
    double typical = Math.sqrt(squares / gradient.length);
    countApart = hessian == null && Math.scalb(largest, FINE - bits) > typical;
    if (countApart) {
      bits = 62 - countBits;
      if (second == null) {
        second = new long[word.length];
        Arrays.fill(second, 1);
      }
    } else if (hessian == null) {
      second = null;
    }
    unit = largest == 0 ? 1 : Math.scalb(largest, -bits);
    long one = countApart ? 0 : 1L << (64 - countBits);
    for (int i = 0; i < word.length; i++) {
      word[i] = one + (long) Math.rint(gradient[i] / unit);
    }
    long[] rounded = second;
    if (hessian != null && rounded != null) {
      for (int i = 0; i < rounded.length; i++) {
        rounded[i] = (long) (hessian[i] / hessianUnit);
      }
    }
  }

  private void grow(
      TreeModel.Builder trees,
      int node,
      int from,
      int to,
      int depth,
      long @Nullable [][] given,
      double[] score) {
    if (depth < options.depth() && to - from >= 2 * options.minLeaf() && p > 0) {
      long[][] sums = given == null ? sums(from, to) : given;
      Split split = best(sums, to - from);
      if (split != null) {
        int middle = partition(from, to, split);
        long[][] ofLeft = null;
        long[][] ofRight = null;
        if (depth + 1 < options.depth()) {
          boolean leftSmaller = middle - from <= to - middle;
          long[][] small = leftSmaller ? sums(from, middle) : sums(middle, to);
          for (int group = 0; group < sums.length; group++) {
            subtract(sums[group], small[group]);
          }
          ofLeft = leftSmaller ? small : sums;
          ofRight = leftSmaller ? sums : small;
        }
        int left = trees.inner(node, split.feature, bins.cuts[split.feature][split.cut]);
        grow(trees, left, from, middle, depth + 1, ofLeft, score);
        grow(trees, left + 1, middle, to, depth + 1, ofRight, score);
        return;
      }
    }
    double value = value(from, to);
    trees.leaf(node, options.rate() * value);
    for (int k = from; k < to; k++) {
      score[order[k]] += options.rate() * value;
    }
  }

  private static void subtract(long[] from, long[] what) {
    for (int k = 0; k < from.length; k++) {
      from[k] -= what[k];
    }
  }

  private double value(int from, int to) {
    double g = 0;
    double h = 0;
    for (int k = from; k < to; k++) {
      g += gradient[order[k]];
      h += hessian == null ? 1 : hessian[order[k]];
    }
    double under = h + options.penalty();
    return under > 0 ? g / under : 0;
  }

  /**
   * The sums of the words by class, an array for each eight features; of two words a row where
   * there are two, side by side.
   */
  private long[][] sums(int from, int to) {
    long[] seconds = second;
    for (int k = from; k < to; k++) {
      packed[k] = word[order[k]];
    }
    if (seconds != null) {
      for (int k = from; k < to; k++) {
        packedSecond[k] = seconds[order[k]];
      }
    }
    long[][] sums = new long[codes.length][];
    if (to - from < SHARED_ROWS) {
      for (int group = 0; group < sums.length; group++) {
        sums[group] = sums(group, from, to);
      }
    } else {
      workers.run(sums.length, group -> sums[group] = sums(group, from, to));
    }
    return sums;
  }

  private long[] sums(int group, int from, int to) {
    int features = Math.min(8, p - 8 * group);
    if (stride == FEW && features > 4) {
      return second == null
          ? countEight(codes[group], from, to)
          : countEightPairs(codes[group], from, to);
    }
    long[] sums = new long[features * stride * (second == null ? 1 : 2)];
    countSome(sums, codes[group], features, from, to);
    return sums;
  }

  /** With a size that the compiler knows, so that no place in the array needs a check. */
  private long[] countEight(long[] code, int from, int to) {
    long[] sums = new long[8 * FEW];
    for (int k = from; k < to; k++) {
      long of = code[order[k]];
      int low = (int) of;
      int high = (int) (of >>> 32);
      long first = packed[k];
      sums[low & 63] += first;
      sums[FEW + ((low >> 8) & 63)] += first;
      sums[2 * FEW + ((low >> 16) & 63)] += first;
      sums[3 * FEW + ((low >> 24) & 63)] += first;
      sums[4 * FEW + (high & 63)] += first;
      sums[5 * FEW + ((high >> 8) & 63)] += first;
      sums[6 * FEW + ((high >> 16) & 63)] += first;
      sums[7 * FEW + ((high >> 24) & 63)] += first;
    }
    return sums;
  }

  private long[] countEightPairs(long[] code, int from, int to) {
    long[] sums = new long[16 * FEW];
    for (int k = from; k < to; k++) {
      // Doubled classes: the bits between two of them are free.
      long of = code[order[k]] << 1;
      int low = (int) of;
      int high = (int) (of >>> 32);
      long first = packed[k];
      long other = packedSecond[k];
      int a = low & 126;
      int b = 2 * FEW + ((low >> 8) & 126);
      int c = 4 * FEW + ((low >> 16) & 126);
      int d = 6 * FEW + ((low >> 24) & 126);
      int e = 8 * FEW + (high & 126);
      int f = 10 * FEW + ((high >> 8) & 126);
      int g = 12 * FEW + ((high >> 16) & 126);
      int h = 14 * FEW + ((high >> 24) & 126);
      sums[a] += first;
      sums[a + 1] += other;
      sums[b] += first;
      sums[b + 1] += other;
      sums[c] += first;
      sums[c + 1] += other;
      sums[d] += first;
      sums[d + 1] += other;
      sums[e] += first;
      sums[e + 1] += other;
      sums[f] += first;
      sums[f + 1] += other;
      sums[g] += first;
      sums[g + 1] += other;
      sums[h] += first;
      sums[h + 1] += other;
    }
    return sums;
  }

  private void countSome(long[] sums, long[] code, int features, int from, int to) {
    for (int c = 0; c < features; c++) {
      int shift = 8 * c;
      int base = c * stride;
      if (second == null) {
        for (int k = from; k < to; k++) {
          sums[base + ((int) (code[order[k]] >>> shift) & 0xFF)] += packed[k];
        }
      } else {
        for (int k = from; k < to; k++) {
          int cell = (base + ((int) (code[order[k]] >>> shift) & 0xFF)) << 1;
          sums[cell] += packed[k];
          sums[cell + 1] += packedSecond[k];
        }
      }
    }
  }

  private static final class Split {
    private final int feature;
    private final int cut;

    Split(int feature, int cut) {
      this.feature = feature;
      this.cut = cut;
    }
  }

  private @Nullable Split best(long[][] sums, int count) {
    double lambda = options.penalty();
    int minLeaf = options.minLeaf();
    int words = second == null ? 1 : 2;
    long allFirst = 0;
    long allSecond = 0;
    for (int k = 0; k < words * bins.classes(0); k += words) {
      allFirst += sums[0][k];
      allSecond += sums[0][k + words - 1];
    }
    double g = gradientOf(allFirst);
    double h = hessianOf(allSecond, count);
    double whole = g * g / (h + lambda);
    double bestGain = 1e-10 * Math.max(1e-300, Math.abs(whole));
    int bestFeature = -1;
    int bestCut = -1;
    for (int c = 0; c < p; c++) {
      long[] ofGroup = sums[c >> 3];
      int base = words * (c & 7) * stride;
      int cuts = bins.cuts[c].length;
      long leftFirst = 0;
      long leftSecond = 0;
      for (int cut = 0; cut < cuts; cut++) {
        leftFirst += ofGroup[base + words * cut];
        leftSecond += ofGroup[base + words * cut + words - 1];
        int rows = (int) (countApart ? leftSecond : countOf(leftFirst));
        if (rows < minLeaf) {
          continue;
        }
        if (count - rows < minLeaf) {
          break;
        }
        double gl = gradientOf(leftFirst);
        double hl = hessianOf(leftSecond, rows);
        if (hl + lambda < FLAT || h - hl + lambda < FLAT) {
          continue;
        }
        double gain = gl * gl / (hl + lambda) + (g - gl) * (g - gl) / (h - hl + lambda) - whole;
        if (gain > bestGain) {
          bestGain = gain;
          bestFeature = c;
          bestCut = cut;
        }
      }
    }
    return bestFeature < 0 ? null : new Split(bestFeature, bestCut);
  }

  /** The low bits, with their sign. */
  private double gradientOf(long first) {
    return unit * (countApart ? first : first << countBits >> countBits);
  }

  private long countOf(long first) {
    return (first - (first << countBits >> countBits)) >>> (64 - countBits);
  }

  private double hessianOf(long sum, int rows) {
    return hessian == null ? rows : sum * hessianUnit;
  }

  /** Keeps the order of the rows within each side. */
  private int partition(int from, int to, Split split) {
    byte[] codes = bins.codes[split.feature];
    int l = from;
    int r = 0;
    for (int k = from; k < to; k++) {
      int position = order[k];
      // 1 where the class is above the cut: no branch that could be guessed wrong
      int right = (split.cut - (codes[position] & 0xFF)) >>> 31;
      order[l] = position;
      spare[r] = position;
      l += 1 - right;
      r += right;
    }
    System.arraycopy(spare, 0, order, l, r);
    return l;
  }
}
