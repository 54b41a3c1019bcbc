package org.causal4j.core.uplift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.causal4j.core.Seed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whether 95 % intervals cover the truth in 95 % of trials; the design was fixed beforehand. */
class UpliftCoverageTest {
  private static final double FALL = 0.1;
  private static final double RISE = 0.3;

  /**
   * X uniform, base rate .3 + .2 x, effect .3 x − .1; units come in pairs of one x and one
   * treatment; propensity .3 + .4 x, known.
   */
  private static UpliftData trial(Seed seed, int pairs) {
    SplittableRandom random = seed.random();
    int n = 2 * pairs;
    double[] score = new double[n];
    int[] treatment = new int[n];
    double[] outcome = new double[n];
    double[] propensity = new double[n];
    int[] cluster = new int[n];
    for (int i = 0; i < n; i++) {
      boolean second = i % 2 == 1;
      double x = second ? score[i - 1] : random.nextDouble();
      score[i] = x;
      propensity[i] = 0.3 + 0.4 * x;
      treatment[i] = second ? treatment[i - 1] : random.nextDouble() < propensity[i] ? 1 : 0;
      double mean = 0.3 + 0.2 * x + treatment[i] * (RISE * x - FALL);
      outcome[i] =
          second && random.nextInt(2) == 0 ? outcome[i - 1] : random.nextDouble() < mean ? 1 : 0;
      cluster[i] = i / 2;
    }
    return UpliftData.of(score, treatment, outcome)
        .withPropensity(propensity)
        .withClusters(cluster);
  }

  private static double truth(double q) {
    // ∫ of the effect from 1 − q to 1
    return RISE * (1 - (1 - q) * (1 - q)) / 2 - FALL * q;
  }

  private static Map<String, Integer> covered(int trials, int pairs, int replicates, Seed seed) {
    Map<String, Integer> covered = new TreeMap<>();
    UpliftOptions options =
        UpliftOptions.defaults().withPoints(10).withReplicates(replicates).withThreads(1);
    for (int k = 0; k < trials; k++) {
      Seed own = seed.derive(k);
      UpliftCurve curve = UpliftCurve.of(trial(own, pairs), options, own);
      count(covered, "qini", curve.qini().interval().covers(RISE / 12));
      count(covered, "auuc", curve.auuc().interval().covers(RISE / 12 + truth(1) / 2));
      count(covered, "ate", curve.ate().interval().covers(truth(1)));
      for (double q : new double[] {0.1, 0.3, 0.7}) {
        count(covered, "gain " + q, curve.gain(q).interval().covers(truth(q)));
      }
      count(
          covered,
          "targeted .3",
          curve.target(0.3).effectOnTargeted().orElseThrow().interval().covers(truth(0.3) / 0.3));
      count(
          covered,
          "slope",
          UpliftCalibration.of(curve, 5).slope().orElseThrow().interval().covers(RISE));
      if (replicates > 0) {
        boolean all =
            curve.points().stream()
                .allMatch(p -> p.band().orElseThrow().covers(truth(p.fraction())) || p.n() == 0);
        count(covered, "band", all);
      }
    }
    return covered;
  }

  private static void count(Map<String, Integer> covered, String what, boolean yes) {
    covered.merge(what, yes ? 1 : 0, Integer::sum);
  }

  @Test
  void intervals_fewTrials_coverTheTruth() {
    Map<String, Integer> covered = covered(300, 400, 0, Seed.of(2026));
    // four standard deviations of a binomial of 300 and .95 are 15
    assertThat(covered)
        .hasSize(8)
        .allSatisfy((what, n) -> assertThat(n).as(what).isGreaterThan(269));
    assertThat(covered.values().stream().mapToInt(Integer::intValue).sum()).isLessThan(8 * 298);
  }

  @Test
  @Tag("nightly")
  void intervals_manyTrials_coverWithin93To97Percent() {
    for (int pairs : new int[] {250, 1000}) {
      Map<String, Integer> covered = covered(2000, pairs, 200, Seed.of(2026));
      assertThat(covered).hasSize(9);
      covered.forEach(
          (what, n) ->
              assertThat(n / 2000.0)
                  .as("%s of %s units: %s", what, 2 * pairs, covered)
                  .isBetween(least(what, pairs), 0.97));
    }
  }

  /** Of 250 pairs the best tenth has some eight untreated ones: docs/uplift.md shows the miss. */
  private static double least(String what, int pairs) {
    return pairs == 250 && what.equals("gain 0.1") ? 0.92 : 0.93;
  }
}
