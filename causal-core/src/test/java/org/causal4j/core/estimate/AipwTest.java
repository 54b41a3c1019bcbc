package org.causal4j.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Learners;
import org.junit.jupiter.api.Test;

class AipwTest {
  /** Confounded by x; the effect is 1 + x, so ATE 1, and above 1 on the treated. */
  private static final class Data {
    private final Features x;
    private final int[] treatment;
    private final double[] outcome;
    private final int[] clusters;

    Data(int n, int clusterSize, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      double[][] rows = new double[n][1];
      treatment = new int[n];
      outcome = new double[n];
      clusters = new int[n];
      double shared = 0;
      for (int i = 0; i < n; i++) {
        if (i % clusterSize == 0) {
          shared = clusterSize == 1 ? 0 : random.nextGaussian();
        }
        rows[i][0] = random.nextGaussian() + shared;
        treatment[i] = random.nextDouble() < 1 / (1 + Math.exp(-rows[i][0])) ? 1 : 0;
        outcome[i] =
            2 * rows[i][0] + treatment[i] * (1 + rows[i][0]) + 2 * shared + random.nextGaussian();
        clusters[i] = i / clusterSize;
      }
      x = Features.ofRows(List.of("x"), rows);
    }

    EffectEstimate estimate(Aipw aipw) {
      return aipw.estimate(x, treatment, outcome, clusters, Seed.of(1));
    }

    double trueAtt() {
      double sum = 0;
      int treated = 0;
      for (int i = 0; i < treatment.length; i++) {
        sum += treatment[i] * (1 + x.get(i, 0));
        treated += treatment[i];
      }
      return sum / treated;
    }
  }

  @Test
  void estimate_confoundedData_coversTheEffectWhereTheDifferenceDoesNot() {
    Data data = new Data(4000, 1, 2);
    EffectEstimate ate = data.estimate(Estimators.aipw());
    assertThat(ate.interval().covers(1)).isTrue();
    assertThat(ate.estimate()).isCloseTo(1, within(.2));
    EffectEstimate att = data.estimate(Estimators.aipw().withEstimand(Estimand.ATT));
    assertThat(att.interval().covers(data.trueAtt())).isTrue();
    EffectEstimate naive =
        Estimators.differenceInMeans().association(data.treatment, data.outcome, data.clusters);
    assertThat(naive.interval().low()).isGreaterThan(1.5);
    assertThat(ate.overlap().orElseThrow().worstBalanceAfter())
        .isLessThan(ate.overlap().orElseThrow().worstBalanceBefore() / 4);
  }

  @Test
  void estimate_oneNuisanceWrong_isStillRight() {
    Data data = new Data(8000, 1, 3);
    assertThat(data.estimate(Estimators.aipw().withOutcome(Learners.mean())).estimate())
        .isCloseTo(1, within(.25));
    assertThat(data.estimate(Estimators.aipw().withPropensity(Learners.mean())).estimate())
        .isCloseTo(1, within(.25));
  }

  @Test
  void estimate_clusteredData_hasAWiderInterval() {
    Data data = new Data(3000, 10, 4);
    EffectEstimate clustered = data.estimate(Estimators.aipw());
    int[] apart = new int[3000];
    Arrays.setAll(apart, i -> i);
    EffectEstimate independent =
        Estimators.aipw().estimate(data.x, data.treatment, data.outcome, apart, Seed.of(1));
    assertThat(clustered.standardError()).isGreaterThan(independent.standardError());
    assertThat(clustered.clusters()).isEqualTo(300);
  }

  @Test
  void estimate_sameSeed_givesTheSameBits() {
    Data data = new Data(500, 1, 5);
    assertThat(data.estimate(Estimators.aipw()).estimate())
        .isEqualTo(data.estimate(Estimators.aipw()).estimate());
  }

  @Test
  void estimate_repeats_isTheMedianOfTheDrawsAndDependsLessOnTheSeed() {
    Data data = new Data(300, 1, 7);
    double once = spreadOverSeeds(data, Estimators.aipw());
    double often = spreadOverSeeds(data, Estimators.aipw().withRepeats(9));
    assertThat(often).isLessThan(once / 2);
    EffectEstimate repeated = data.estimate(Estimators.aipw().withRepeats(9));
    assertThat(repeated.estimator()).contains("median of 9 draws");
    assertThat(repeated.interval().high() - repeated.estimate())
        .isCloseTo(1.959964 * repeated.standardError(), within(1e-5));
    assertThat(data.estimate(Estimators.aipw().withRepeats(1)).estimate())
        .isEqualTo(data.estimate(Estimators.aipw()).estimate());
    assertThatThrownBy(() -> Estimators.aipw().withRepeats(2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("repeats: 2");
  }

  /**
   * Without cross-fitting every draw is the same, so that the median is it and no error is added.
   */
  @Test
  void estimate_repeatsOfOneFold_changeNothing() {
    Data data = new Data(300, 1, 8);
    EffectEstimate once = data.estimate(Estimators.aipw().withFolds(1));
    EffectEstimate often = data.estimate(Estimators.aipw().withFolds(1).withRepeats(3));
    assertThat(often.estimate()).isEqualTo(once.estimate());
    assertThat(often.standardError()).isCloseTo(once.standardError(), within(1e-15));
  }

  private static double spreadOverSeeds(Data data, Aipw aipw) {
    double[] estimates = new double[12];
    for (int s = 0; s < estimates.length; s++) {
      estimates[s] =
          aipw.estimate(data.x, data.treatment, data.outcome, data.clusters, Seed.of(100 + s))
              .estimate();
    }
    Arrays.sort(estimates);
    return estimates[estimates.length - 1] - estimates[0];
  }

  @Test
  void estimate_badInput_isRefused() {
    Data data = new Data(100, 1, 6);
    assertThatThrownBy(
            () ->
                Estimators.aipw()
                    .estimate(data.x, new int[100], data.outcome, data.clusters, Seed.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("constant");
    assertThatThrownBy(
            () ->
                Estimators.aipw()
                    .estimate(data.x, data.treatment, data.outcome, new int[100], Seed.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cluster");
    assertThatThrownBy(() -> Estimators.aipw().withFolds(0)).hasMessageContaining("folds: 0");
  }

  @Test
  void estimate_table_takesTheStatesOfTheContrast() {
    Table table =
        Table.of(
            Column.Discrete.of("t", List.of("no", "yes", "no", "yes", "no", "yes")),
            Column.Continuous.of("y", 1, 3, 2, 4, 3, 5));
    EffectEstimate difference =
        Estimators.differenceInMeans()
            .estimate(
                Design.randomized("t", "y"), table, Contrast.of("t", "no", "yes"), Seed.of(1));
    assertThat(difference.estimate()).isCloseTo(2, within(1e-12));
    assertThatThrownBy(
            () ->
                Estimators.differenceInMeans()
                    .estimate(
                        Design.backdoor("t", "y"),
                        table,
                        Contrast.of("t", "no", "yes"),
                        Seed.of(1)))
        .hasMessageContaining("randomization");
    assertThat(Estimators.aipw().refuses(Design.frontDoor("t", "y", "m"))).isPresent();
  }

  @Test
  void benjaminiHochberg_handValues() {
    // p(k) m/k from the largest down: .01*4/1=.04, .02*4/2=.04, .03*4/3=.04, .5
    assertThat(MultipleTesting.benjaminiHochberg(new double[] {.5, .01, .03, .02}))
        .containsExactly(new double[] {.5, .04, .04, .04}, within(1e-12));
    assertThatThrownBy(() -> MultipleTesting.benjaminiHochberg(new double[] {Double.NaN}))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
