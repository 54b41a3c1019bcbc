package org.causal4j.core.cate;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.causal4j.core.learn.Features;
import org.jspecify.annotations.Nullable;

/**
 * Grows a tree on one part of the data such that both parts fill its leaves. The gain of a split is
 * that of Σ_leaves [n τ̂² − (1 + n_split/n_estimate) S²], τ̂ and S² mean and variance of the target
 * in a leaf: the honest criterion of Athey and Imbens ("Recursive partitioning for heterogeneous
 * causal effects", PNAS 113(27), 2016, equation 3) for a target whose mean is the effect. Of a
 * feature at most 64 cuts are tried.
 */
final class HonestGrower {
  private static final int CUTS = 64;

  private final Features x;
  private final CateData data;
  private final double[] target;
  private final CausalTreeOptions options;
  private final double penalty;

  /** A node; a leaf where there is no left one. */
  static final class Node {
    private final double value;
    private int feature = -1;
    private double threshold;
    private @Nullable Node left;
    private @Nullable Node right;

    private Node(double value) {
      this.value = value;
    }

    double value() {
      return value;
    }

    int feature() {
      return feature;
    }

    double threshold() {
      return threshold;
    }

    @Nullable Node left() {
      return left;
    }

    @Nullable Node right() {
      return right;
    }

    /** The node of a row, not deeper than so far. */
    Node at(Features x, int row, int depth) {
      Node node = this;
      for (int d = 0; d < depth; d++) {
        Node next =
            x.get(row, Math.max(0, node.feature)) <= node.threshold ? node.left : node.right;
        if (next == null) {
          return node;
        }
        node = next;
      }
      return node;
    }

    void cut(int depth) {
      if (depth == 0) {
        left = null;
        right = null;
        feature = -1;
      } else if (left != null && right != null) {
        left.cut(depth - 1);
        right.cut(depth - 1);
      }
    }
  }

  /**
   * @param noisy whether the target is the effect and noise, so that the variance of the leaves
   *     counts against a split; else it is what shall be copied
   */
  HonestGrower(
      CateData data,
      double[] target,
      int splitting,
      int estimating,
      boolean noisy,
      CausalTreeOptions options) {
    this.x = data.x();
    this.data = data;
    this.target = target;
    this.options = options;
    this.penalty = noisy ? 1 + (double) splitting / Math.max(1, estimating) : 0;
  }

  Node grow(int[] split, int[] estimate, int depth) {
    Node node = new Node(IntStream.of(split).mapToDouble(i -> target[i]).average().orElse(0));
    if (depth == options.maxDepth()) {
      return node;
    }
    Best best = new Best();
    double whole = worth(split.length, node.value * split.length, squares(split));
    for (int c = 0; c < x.columns(); c++) {
      search(split, estimate, c, whole, best);
    }
    if (best.feature < 0) {
      return node;
    }
    node.feature = best.feature;
    node.threshold = best.threshold;
    node.left = grow(side(split, best, true), side(estimate, best, true), depth + 1);
    node.right = grow(side(split, best, false), side(estimate, best, false), depth + 1);
    return node;
  }

  private static final class Best {
    private int feature = -1;
    private double threshold;
    private double gain;
  }

  private double squares(int[] rows) {
    return IntStream.of(rows).mapToDouble(i -> target[i] * target[i]).sum();
  }

  /** n τ̂² − penalty · S². */
  private double worth(double n, double sum, double squares) {
    double mean = sum / n;
    double variance = n > 1 ? Math.max(0, squares - n * mean * mean) / (n - 1) : 0;
    return n * mean * mean - penalty * variance;
  }

  private int[] side(int[] rows, Best best, boolean left) {
    return Arrays.stream(rows)
        .filter(i -> (x.get(i, best.feature) <= best.threshold) == left)
        .toArray();
  }

  private void search(int[] split, int[] estimate, int column, double whole, Best best) {
    double[] cuts = cuts(split, column);
    if (cuts.length == 0) {
      return;
    }
    // By class between cuts: units, treated, sum and sum of squares; units and treated to estimate.
    double[][] sums = new double[cuts.length + 1][6];
    for (int i : split) {
      double[] s = sums[classOf(cuts, x.get(i, column))];
      s[0]++;
      s[1] += data.treatment(i);
      s[2] += target[i];
      s[3] += target[i] * target[i];
    }
    for (int i : estimate) {
      double[] s = sums[classOf(cuts, x.get(i, column))];
      s[4]++;
      s[5] += data.treatment(i);
    }
    double[] total = new double[6];
    for (double[] s : sums) {
      for (int k = 0; k < 6; k++) {
        total[k] += s[k];
      }
    }
    double[] left = new double[6];
    double[] right = new double[6];
    for (int cut = 0; cut < cuts.length; cut++) {
      for (int k = 0; k < 6; k++) {
        left[k] += sums[cut][k];
        right[k] = total[k] - left[k];
      }
      if (fills(left) && fills(right)) {
        double gain =
            worth(left[0], left[2], left[3]) + worth(right[0], right[2], right[3]) - whole;
        // A gain within rounding of the whole is none.
        if (gain > best.gain + 1e-12 * Math.abs(whole)) {
          best.gain = gain;
          best.feature = column;
          best.threshold = cuts[cut];
        }
      }
    }
  }

  private boolean fills(double[] side) {
    int units = options.minLeaf();
    int arm = options.minArm();
    return side[0] >= units
        && side[4] >= units
        && side[1] >= arm
        && side[0] - side[1] >= arm
        && side[5] >= arm
        && side[4] - side[5] >= arm;
  }

  private double[] cuts(int[] rows, int column) {
    double[] sorted = IntStream.of(rows).mapToDouble(i -> x.get(i, column)).sorted().toArray();
    double[] distinct = Arrays.stream(sorted).distinct().toArray();
    if (distinct.length <= CUTS + 1) {
      return IntStream.range(0, distinct.length - 1)
          .mapToDouble(k -> between(distinct[k], distinct[k + 1]))
          .toArray();
    }
    return IntStream.rangeClosed(1, CUTS)
        .map(k -> (int) ((long) k * sorted.length / (CUTS + 1)))
        .filter(at -> at > 0 && sorted[at] > sorted[at - 1])
        .mapToDouble(at -> between(sorted[at - 1], sorted[at]))
        .distinct()
        .toArray();
  }

  private static double between(double low, double high) {
    double middle = low + (high - low) / 2;
    return middle < high ? middle : low;
  }

  private static int classOf(double[] cuts, double value) {
    int at = Arrays.binarySearch(cuts, value);
    return at >= 0 ? at : -at - 1;
  }
}
