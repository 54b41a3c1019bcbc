package org.causal4j.core.forest;

import java.util.SplittableRandom;

/**
 * The features looked at for a split: min(max(Poisson(m), 1), p) of them, so that each has a chance
 * to be looked at alone (Athey, Tibshirani and Wager 2019, §2.3 and Specification 1).
 */
final class FeatureDraw {
  private static final int PIECE = 64;

  private final int[] order;
  private final int mean;

  FeatureDraw(int features, int mean) {
    this.order = new int[features];
    this.mean = mean;
    restart();
  }

  /** Forgets all draws, so that a tree depends on its own seed alone. */
  void restart() {
    for (int f = 0; f < order.length; f++) {
      order[f] = f;
    }
  }

  /** Draws; returns how many. */
  int next(SplittableRandom random) {
    int p = order.length;
    int look = Math.min(p, Math.max(1, poisson(random)));
    for (int j = 0; j < look && j < p - 1; j++) {
      int other = random.nextInt(j, p);
      int held = order[j];
      order[j] = order[other];
      order[other] = held;
    }
    return look;
  }

  int feature(int j) {
    return order[j];
  }

  /** Sums of products of uniforms: Knuth, The Art of Computer Programming 2, §3.4.1, in pieces. */
  private int poisson(SplittableRandom random) {
    int drawn = 0;
    for (int left = mean; left > 0; left -= PIECE) {
      double end = Math.exp(-Math.min(left, PIECE));
      double product = random.nextDouble();
      while (product > end) {
        drawn++;
        product *= random.nextDouble();
      }
    }
    return drawn;
  }
}
