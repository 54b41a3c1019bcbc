package org.causal4j.core.forest;

import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The effect at a point and its variance, from the leaves the point falls into.
 *
 * <p>With the means over trees of the leaves' means of y, w, wy and w² (outcome and treatment less
 * their expectations) the forest's weights give the estimate τ = (wy − w·y) / (w² − w·w), the
 * solution of the weighted moment conditions E[w (y − c − τ w)] = 0, E[y − c − τ w] = 0 (Athey,
 * Tibshirani and Wager 2019, equations 2 and 3).
 *
 * <p>The variance is that of §4.1 there: groups of trees, little bags, share a half-sample. With
 * each tree's score s (the two moments in its leaf, times the first row of the inverse of their
 * derivative), the variance between half-samples is the mean square of the groups' mean scores less
 * what is due to the groups' small size. That difference may be below zero; as in grf, it is
 * replaced by its posterior mean under a flat prior on variances of 0 and above, the difference
 * being normal around the truth with standard deviation max(between, noise)·√(2 / groups).
 *
 * <p>Where the half-samples have trends, see {@link Trends}, the trees say what these leave: the
 * estimate is the mean trend plus τ, and a tree's score is its own plus how far its half-sample's
 * trend is from the mean.
 */
final class LittleBags {
  /** Numbers of a leaf: means of y, w, w y, w². */
  static final int WIDTH = 4;

  static final int Y = 0;
  static final int W = 1;
  static final int WY = 2;
  static final int WW = 3;

  private static final double FLAT = 1e-9;
  private static final double FAR = -12;
  private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

  private final double meanY;
  private final double meanW;
  private final double varianceW;
  private final double effect;
  private final double intercept;
  private final double trend;

  private double between;
  private double total;
  private int groups;
  private int size;

  /**
   * From the sums over trees of their leaves' means.
   *
   * @param trend mean of the groups' trends, 0 where there are none
   */
  LittleBags(double y, double w, double wy, double ww, int trees, double trend) {
    this.trend = trend;
    int count = Math.max(1, trees);
    meanY = y / count;
    meanW = w / count;
    double square = ww / count;
    double variance = square - meanW * meanW;
    varianceW = variance > FLAT * square ? variance : 0;
    effect = varianceW > 0 ? (wy / count - meanW * meanY) / varianceW : 0;
    intercept = meanY - effect * meanW;
  }

  double effect() {
    return trend + effect;
  }

  /** What a group's trend adds to the scores of its trees. */
  double lift(double ofGroup) {
    return (ofGroup - trend) * varianceW;
  }

  /**
   * The score of a leaf, before it is divided by the variance of the treatment.
   *
   * @param bits bits of the leaf's means, from {@code at}
   */
  double score(int[] bits, int at) {
    double w = Float.intBitsToFloat(bits[at + W]);
    double moment =
        Float.intBitsToFloat(bits[at + WY])
            - Float.intBitsToFloat(bits[at + WW]) * effect
            - w * intercept;
    double level = Float.intBitsToFloat(bits[at + Y]) - w * effect - intercept;
    return moment - meanW * level;
  }

  /** Adds a group by the sum of its trees' scores and the sum of their squares. */
  void addGroup(double sum, double squares, int trees) {
    double mean = sum / trees;
    between += mean * mean;
    total += squares / trees;
    groups++;
    size = trees;
  }

  /** 0 where no tree speaks or its treatment does not vary: then there is no estimate either. */
  double standardError() {
    if (groups == 0 || varianceW == 0) {
      return 0;
    }
    double scale = 1 / (varianceW * varianceW);
    double ofGroups = between / groups * scale;
    double noise = (total / groups * scale - ofGroups) / (size - 1);
    return Math.sqrt(positive(ofGroups, Math.max(0, noise), groups));
  }

  /** Mean of a normal variable around between − noise that is known to be above 0. */
  static double positive(double between, double noise, int groups) {
    double first = between - noise;
    double spread = Math.max(between, noise) * Math.sqrt(2.0 / groups);
    if (spread == 0) {
      return 0;
    }
    double ratio = first / spread;
    if (ratio < FAR) {
      // the first terms of the same ratio where it would be one of two vanishing numbers
      return -spread / ratio * (1 - 2 / (ratio * ratio));
    }
    double density = STANDARD.density(ratio);
    return first + spread * density / STANDARD.cumulativeProbability(ratio);
  }
}
