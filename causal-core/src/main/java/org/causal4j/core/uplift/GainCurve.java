package org.causal4j.core.uplift;

import java.util.Arrays;

/**
 * The gain curve as a polygon: its corners are the ends of blocks of equal score. Exact: areas are
 * sums over corners, values between corners are interpolated.
 */
final class GainCurve {
  private final EffectScores scores;
  private final ScoreBlocks blocks;
  private final double[] fraction; // of the weight in block 0 … b−1, from 0 to 1
  private final double[] gain; // mean of ψ over them, divided by all the weight

  GainCurve(EffectScores scores, ScoreBlocks blocks) {
    this.scores = scores;
    this.blocks = blocks;
    int b = blocks.count();
    fraction = new double[b + 1];
    gain = new double[b + 1];
    for (int i = 0; i < scores.rows(); i++) {
      int at = blocks.of(i) + 1;
      fraction[at] += scores.weight(i);
      gain[at] += scores.weight(i) * scores.psi(i);
    }
    for (int k = 1; k <= b; k++) {
      fraction[k] += fraction[k - 1];
      gain[k] += gain[k - 1];
    }
    double total = fraction[b];
    for (int k = 1; k <= b; k++) {
      fraction[k] /= total;
      gain[k] /= total;
    }
    fraction[b] = 1;
  }

  int corners() {
    return fraction.length;
  }

  double fraction(int corner) {
    return fraction[corner];
  }

  /** Gain if this fraction is targeted; within a block it grows evenly. */
  double at(double q) {
    int k = cornerAtOrAbove(q);
    if (fraction[k] == q) {
      return gain[k];
    }
    double share = (q - fraction[k - 1]) / (fraction[k] - fraction[k - 1]);
    return gain[k - 1] + share * (gain[k] - gain[k - 1]);
  }

  private int cornerAtOrAbove(double q) {
    int found = Arrays.binarySearch(fraction, q);
    // blocks without weight, as in a bootstrap sample, repeat a fraction; any of them will do
    return found >= 0 ? found : -found - 1;
  }

  double total() {
    return gain[gain.length - 1];
  }

  /**
   * For each unit the share of units it would be targeted before, ties counted half, less a half:
   * its mean product with ψ is the area between the gain curve and its chord.
   */
  double[] centeredRanks() {
    double[] ranks = new double[scores.rows()];
    for (int i = 0; i < ranks.length; i++) {
      int b = blocks.of(i);
      ranks[i] = 0.5 - (fraction[b] + fraction[b + 1]) / 2;
    }
    return ranks;
  }

  /** Gain in the middle of each unit's block. */
  double[] middleGains() {
    double[] middle = new double[scores.rows()];
    for (int i = 0; i < middle.length; i++) {
      int b = blocks.of(i);
      middle[i] = (gain[b] + gain[b + 1]) / 2;
    }
    return middle;
  }

  /** For each unit the chance of being targeted when a fraction is. */
  double[] targeted(double q) {
    double[] chance = new double[scores.rows()];
    for (int i = 0; i < chance.length; i++) {
      int b = blocks.of(i);
      double wide = fraction[b + 1] - fraction[b];
      chance[i] = q >= fraction[b + 1] ? 1 : q <= fraction[b] ? 0 : (q - fraction[b]) / wide;
    }
    return chance;
  }

  /**
   * Slope of the curve around a fraction, the effect on units at the cut: over a quarter of
   * n^(−1/5) to either side, so that a single unit does not decide it.
   */
  double slope(double q) {
    double half = Math.pow(scores.rows(), -0.2) / 4;
    double from = Math.max(0, q - half);
    double to = Math.min(1, q + half);
    return (at(to) - at(from)) / (to - from);
  }
}
