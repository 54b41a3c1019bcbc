package org.causal4j.core.learn;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.causal4j.core.kernel.spi.Workers;
import org.jspecify.annotations.Nullable;

/**
 * Grows a tree on binned features by second-order gain, (Σg)²/(Σh + λ) of the parts less that of
 * the whole (Chen and Guestrin, "XGBoost", KDD 2016, §2.2); with h = 1 and λ = 0 it is the
 * least-squares tree of CART (Breiman et al., 1984). The histogram of the larger child is that of
 * its parent less that of the smaller. Features are counted in parallel, each by one thread, so the
 * number of threads changes nothing.
 */
final class TreeGrower {
  private static final double FLAT = 1e-9;

  private final Bins bins;
  private final double[] gradient;
  private final double @Nullable [] hessian;
  private final int maxDepth;
  private final int minLeaf;
  private final double lambda;
  private final int tries;
  private final SplittableRandom random;
  private final Workers workers;

  private final int[] order;
  private final int[] spare;
  private double[] packedGradient;
  private double[] packedHessian;

  private int[] feature = new int[64];
  private double[] threshold = new double[64];
  private int[] left = new int[64];
  private int[] right = new int[64];
  private double[] value = new double[64];
  private int nodes;
  private final double[] fitted;

  /**
   * @param order positions (with repeats) of the rows to grow on
   * @param hessian null where it is 1
   * @param tries features looked at for a split
   */
  TreeGrower(
      Bins bins,
      int[] order,
      double[] gradient,
      double @Nullable [] hessian,
      int maxDepth,
      int minLeaf,
      double lambda,
      int tries,
      SplittableRandom random,
      Workers workers) {
    this.bins = bins;
    this.order = order;
    this.gradient = gradient;
    this.hessian = hessian;
    this.maxDepth = maxDepth;
    this.minLeaf = minLeaf;
    this.lambda = lambda;
    this.tries = tries;
    this.random = random;
    this.workers = workers;
    this.spare = new int[order.length];
    this.packedGradient = new double[order.length];
    this.packedHessian = hessian == null ? new double[0] : new double[order.length];
    this.fitted = new double[gradient.length];
  }

  TreeModel grow() {
    grow(0, order.length, 0, null);
    return new TreeModel(
        bins.cuts.length,
        Arrays.copyOf(feature, nodes),
        Arrays.copyOf(threshold, nodes),
        Arrays.copyOf(left, nodes),
        Arrays.copyOf(right, nodes),
        Arrays.copyOf(value, nodes));
  }

  /** What the grown tree predicts at each position. */
  double[] fitted() {
    return fitted;
  }

  private int newNode() {
    if (nodes == feature.length) {
      int size = 2 * nodes;
      feature = Arrays.copyOf(feature, size);
      threshold = Arrays.copyOf(threshold, size);
      left = Arrays.copyOf(left, size);
      right = Arrays.copyOf(right, size);
      value = Arrays.copyOf(value, size);
    }
    feature[nodes] = -1;
    return nodes++;
  }

  /** Sums of gradient, hessian and count by class, feature after feature. */
  private double[][] histograms(int from, int to) {
    for (int k = from; k < to; k++) {
      packedGradient[k] = gradient[order[k]];
      if (hessian != null) {
        packedHessian[k] = hessian[order[k]];
      }
    }
    int p = bins.cuts.length;
    double[][] histograms = new double[p][];
    workers.run(to - from < 4096 ? 1 : p, new Counting(histograms, from, to, to - from < 4096));
    return histograms;
  }

  private final class Counting implements java.util.function.IntConsumer {
    private final double[][] histograms;
    private final int from;
    private final int to;
    private final boolean alone;

    Counting(double[][] histograms, int from, int to, boolean alone) {
      this.histograms = histograms;
      this.from = from;
      this.to = to;
      this.alone = alone;
    }

    @Override
    public void accept(int task) {
      if (alone) {
        for (int c = 0; c < histograms.length; c++) {
          count(c);
        }
      } else {
        count(task);
      }
    }

    private void count(int c) {
      double[] h = new double[3 * bins.classes(c)];
      byte[] codes = bins.codes[c];
      if (hessian == null) {
        for (int k = from; k < to; k++) {
          int at = 3 * (codes[order[k]] & 0xFF);
          h[at] += packedGradient[k];
          h[at + 2] += 1;
        }
        for (int at = 0; at < h.length; at += 3) {
          h[at + 1] = h[at + 2];
        }
      } else {
        for (int k = from; k < to; k++) {
          int at = 3 * (codes[order[k]] & 0xFF);
          h[at] += packedGradient[k];
          h[at + 1] += packedHessian[k];
          h[at + 2] += 1;
        }
      }
      histograms[c] = h;
    }
  }

  private int grow(int from, int to, int depth, double @Nullable [][] given) {
    int node = newNode();
    double g = 0;
    double h = 0;
    for (int k = from; k < to; k++) {
      g += gradient[order[k]];
      h += hessian == null ? 1 : hessian[order[k]];
    }
    value[node] = h + lambda > 0 ? g / (h + lambda) : 0;
    Split split = null;
    double[][] histograms = null;
    if (depth < maxDepth && to - from >= 2 * minLeaf && bins.cuts.length > 0) {
      histograms = given == null ? histograms(from, to) : given;
      split = best(histograms, g, h, to - from);
    }
    if (split == null || histograms == null) {
      for (int k = from; k < to; k++) {
        fitted[order[k]] = value[node];
      }
      return node;
    }
    int middle = partition(from, to, split);
    feature[node] = split.feature;
    threshold[node] = bins.cuts[split.feature][split.cut];
    double[][] ofLeft = null;
    double[][] ofRight = null;
    if (depth + 1 < maxDepth) {
      boolean leftSmaller = middle - from <= to - middle;
      double[][] small = leftSmaller ? histograms(from, middle) : histograms(middle, to);
      for (int c = 0; c < small.length; c++) {
        for (int b = 0; b < small[c].length; b++) {
          histograms[c][b] -= small[c][b];
        }
      }
      ofLeft = leftSmaller ? small : histograms;
      ofRight = leftSmaller ? histograms : small;
    }
    int l = grow(from, middle, depth + 1, ofLeft);
    int r = grow(middle, to, depth + 1, ofRight);
    left[node] = l;
    right[node] = r;
    return node;
  }

  private static final class Split {
    private final int feature;
    private final int cut;

    Split(int feature, int cut) {
      this.feature = feature;
      this.cut = cut;
    }
  }

  private @Nullable Split best(double[][] histograms, double g, double h, int count) {
    int p = histograms.length;
    int[] looked = new int[p];
    Arrays.setAll(looked, c -> c);
    int look = Math.min(p, tries);
    if (look < p) {
      CvFolds.shuffle(looked, random);
    }
    double whole = g * g / (h + lambda);
    double bestGain = 1e-10 * Math.max(1e-300, Math.abs(whole));
    Split best = null;
    for (int k = 0; k < look; k++) {
      double[] histogram = histograms[looked[k]];
      double gl = 0;
      double hl = 0;
      double nl = 0;
      for (int cut = 0; cut + 1 < histogram.length / 3; cut++) {
        gl += histogram[3 * cut];
        hl += histogram[3 * cut + 1];
        nl += histogram[3 * cut + 2];
        double nr = count - nl;
        boolean flat = hl + lambda < FLAT || h - hl + lambda < FLAT;
        if (nl < minLeaf || nr < minLeaf || flat) {
          continue;
        }
        double gain = gl * gl / (hl + lambda) + (g - gl) * (g - gl) / (h - hl + lambda) - whole;
        if (gain > bestGain) {
          bestGain = gain;
          best = new Split(looked[k], cut);
        }
      }
    }
    return best;
  }

  /** Keeps the order of the rows within each side. */
  private int partition(int from, int to, Split split) {
    byte[] codes = bins.codes[split.feature];
    int l = from;
    int r = 0;
    for (int k = from; k < to; k++) {
      int position = order[k];
      if ((codes[position] & 0xFF) <= split.cut) {
        order[l++] = position;
      } else {
        spare[r++] = position;
      }
    }
    System.arraycopy(spare, 0, order, l, r);
    return l;
  }
}
