package org.causal4j.core.forest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.causal4j.core.Seed;
import org.causal4j.core.cate.CateData;
import org.causal4j.core.estimate.EffectEstimate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Coverage of 95 % intervals on three confounded or curved designs with known effects; data set k
 * has the seed 20261124 derived by k. Over R data sets an ATE interval of true coverage .95 covers
 * in fewer than the asked share with a chance below .001. All designs of Nie and Wager and of Wager
 * and Athey, at n = 2,000, are in the benchmark {@code effect.ForestCoverage}.
 */
class ForestCoverageTest {
  private record Design(
      ToDoubleFunction<double[]> propensity,
      ToDoubleFunction<double[]> base,
      ToDoubleFunction<double[]> effect,
      double average) {}

  /** Nie and Wager's A. */
  private static final Design WAVE =
      new Design(
          x -> Math.max(0.1, Math.min(Math.sin(Math.PI * x[0] * x[1]), 0.9)),
          x -> Math.sin(Math.PI * x[0] * x[1]) + 2 * Math.pow(x[2] - 0.5, 2) + x[3] + 0.5 * x[4],
          x -> (x[0] + x[1]) / 2,
          0.5);

  /** Wager and Athey's equation 27: confounding and no effect. */
  private static final Design NULL =
      new Design(x -> (1 + 20 * x[0] * Math.pow(1 - x[0], 3)) / 4, x -> 2 * x[0] - 1, x -> 0, 0);

  /** A randomized experiment with an effect that is linear in one feature. */
  private static final Design LINE = new Design(x -> 0.5, x -> x[1], x -> 2 * x[0], 1);

  @Test
  void intervals_fewDataSets_coverMostly() {
    check(WAVE, 8, 600, 60, 0.5, 0.85);
    check(NULL, 8, 600, 60, 0.5, 0.85);
    check(LINE, 8, 600, 60, 0.5, 0.85);
  }

  @Test
  @Tag("nightly")
  void intervals_manyDataSets_coverAsTheySay() {
    check(WAVE, 200, 2000, 500, 0.9, 0.85);
    check(NULL, 200, 2000, 500, 0.9, 0.85);
    check(LINE, 200, 2000, 500, 0.9, 0.85);
  }

  private static void check(
      Design design, int sets, int n, int trees, double ofAverage, double ofEffects) {
    double average = 0;
    double effects = 0;
    for (int k = 0; k < sets; k++) {
      Seed seed = Seed.of(20261124).derive(k);
      CausalForest forest =
          CausalForest.fit(
              draw(design, n, seed.derive("data")),
              CausalForestOptions.defaults().withTrees(trees),
              seed.derive("forest"));
      EffectEstimate ate = forest.averageEffect();
      average += ate.interval().covers(design.average) ? 1.0 / sets : 0;
      double[][] fresh = ForestData.uniform(100, 5, seed.derive("asked").random());
      var estimates = forest.estimates(ForestData.features(fresh), 0.95);
      for (int i = 0; i < 100; i++) {
        boolean covered = estimates.get(i).interval().covers(design.effect.applyAsDouble(fresh[i]));
        effects += covered ? 0.01 / sets : 0;
      }
    }
    assertThat(average).as("ATE").isGreaterThanOrEqualTo(ofAverage);
    assertThat(effects).as("effects").isGreaterThanOrEqualTo(ofEffects);
  }

  private static CateData draw(Design design, int n, Seed seed) {
    SplittableRandom random = seed.random();
    double[][] x = ForestData.uniform(n, 5, random);
    int[] treatment = new int[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      treatment[i] = random.nextDouble() < design.propensity.applyAsDouble(x[i]) ? 1 : 0;
      y[i] =
          design.base.applyAsDouble(x[i])
              + (treatment[i] - 0.5) * design.effect.applyAsDouble(x[i])
              + random.nextGaussian();
    }
    return CateData.of(ForestData.features(x), treatment, y);
  }
}
