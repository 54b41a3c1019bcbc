package org.causal4j.core.learn;

import java.util.SplittableRandom;
import org.causal4j.core.Seed;

/** Folds of equal size in random order. */
final class CvFolds {
  private CvFolds() {}

  static int[] assign(int n, int folds, Seed seed) {
    int[] fold = new int[n];
    for (int i = 0; i < n; i++) {
      fold[i] = i % folds;
    }
    shuffle(fold, seed.random());
    return fold;
  }

  static void shuffle(int[] values, SplittableRandom random) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int held = values[i];
      values[i] = values[j];
      values[j] = held;
    }
  }
}
