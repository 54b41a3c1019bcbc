package org.causal4j.core.forest;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.cate.CateData;
import org.causal4j.core.learn.Features;

/** Simulated data and small forests for the tests. */
final class ForestData {
  static final CausalForestOptions SMALL =
      CausalForestOptions.defaults().withTrees(40).withNuisanceTrees(20);

  private ForestData() {}

  static double[][] uniform(int n, int p, SplittableRandom random) {
    double[][] x = new double[n][p];
    for (double[] row : x) {
      Arrays.setAll(row, c -> random.nextDouble());
    }
    return x;
  }

  static Features features(double[][] x) {
    return Features.ofRows(IntStream.range(0, x[0].length).mapToObj(c -> "x" + c).toList(), x);
  }

  /** Confounded by the third feature; the outcome's noise has deviation .5. */
  static CateData confounded(int n, ToDoubleFunction<double[]> effect, Seed seed) {
    SplittableRandom random = seed.random();
    double[][] x = uniform(n, 4, random);
    int[] treatment = new int[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      treatment[i] = random.nextDouble() < 0.25 + 0.5 * x[i][2] ? 1 : 0;
      y[i] = 2 * x[i][2] + treatment[i] * effect.applyAsDouble(x[i]) + 0.5 * random.nextGaussian();
    }
    return CateData.of(features(x), treatment, y);
  }
}
