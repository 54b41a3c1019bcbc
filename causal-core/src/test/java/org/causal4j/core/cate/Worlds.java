package org.causal4j.core.cate;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Learners;

/** Simulated data whose effects are known: a to d normal, a confounds, noise 1. */
final class Worlds {
  static final List<String> NAMES = List.of("a", "b", "c", "d");

  /** Fast learners. */
  static final CateOptions RIDGE =
      CateOptions.defaults().withBase(Learners.ridge()).withPropensity(Learners.logistic());

  private Worlds() {}

  record World(CateData data, List<Double> effects) {
    double[] truth() {
      return effects.stream().mapToDouble(Double::doubleValue).toArray();
    }
  }

  static World of(int n, long seed, ToDoubleFunction<double[]> effect) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] x = new double[n][4];
    int[] t = new int[n];
    double[] y = new double[n];
    List<Double> effects = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < 4; c++) {
        x[i][c] = random.nextGaussian();
      }
      t[i] = random.nextDouble() < 1 / (1 + Math.exp(-x[i][0])) ? 1 : 0;
      double tau = effect.applyAsDouble(x[i]);
      effects.add(tau);
      y[i] = x[i][0] + x[i][1] + t[i] * tau + random.nextGaussian();
    }
    return new World(CateData.of(Features.ofRows(NAMES, x), t, y), effects);
  }
}
