package org.causal4j.core.uplift;

import java.util.Arrays;
import java.util.SplittableRandom;

/** A trial drawn at random: scores with ties, unequal propensities, weights and clusters. */
record Trial(
    double[] score,
    int[] treatment,
    double[] outcome,
    double[] propensity,
    double[] weight,
    int[] cluster) {
  static Trial draw(long seed, int n, int distinct, boolean binary) {
    SplittableRandom random = new SplittableRandom(seed);
    Trial trial =
        new Trial(
            new double[n], new int[n], new double[n], new double[n], new double[n], new int[n]);
    double direction = random.nextInt(3) - 1;
    for (int i = 0; i < n; i++) {
      double x = random.nextDouble();
      trial.score[i] = Math.floor(x * distinct) / distinct - 0.5;
      trial.propensity[i] = 0.2 + 0.6 * random.nextDouble();
      trial.treatment[i] = random.nextDouble() < trial.propensity[i] ? 1 : 0;
      double mean = 0.3 + 0.3 * x + 0.3 * trial.treatment[i] * direction * (x - 0.2);
      trial.outcome[i] =
          binary ? (random.nextDouble() < mean ? 1 : 0) : 10 * mean + random.nextGaussian();
      trial.weight[i] = 0.5 + random.nextInt(3);
      trial.cluster[i] = i / 2;
    }
    trial.treatment[0] = 1;
    trial.treatment[1] = 0;
    return trial;
  }

  UpliftData plain() {
    return UpliftData.of(score, treatment, outcome);
  }

  UpliftData full() {
    return plain().withPropensity(propensity).withWeights(weight).withClusters(cluster);
  }

  double[] same(double value) {
    double[] values = new double[score.length];
    Arrays.fill(values, value);
    return values;
  }
}
