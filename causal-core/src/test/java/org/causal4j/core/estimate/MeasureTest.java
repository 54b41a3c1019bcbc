package org.causal4j.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.learn.Learners;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MeasureTest {
  private static final Contrast T = Contrast.binary("t");

  static List<Estimator> withMeans() {
    return List.of(
        Estimators.regression(),
        Estimators.ipw(),
        Estimators.aipw(),
        Estimators.tmle(),
        Estimators.dmlInteractive().withSplits(3));
  }

  /** 30 of 50 treated and 20 of 80 controls have y = 1. */
  private static Table counts() {
    double[] t = new double[130];
    double[] y = new double[130];
    for (int i = 0; i < 130; i++) {
      t[i] = i < 50 ? 1 : 0;
      y[i] = i < 30 || (i >= 50 && i < 70) ? 1 : 0;
    }
    return Table.of(Column.Continuous.of("t", t), Column.Continuous.of("y", y));
  }

  /** P(y = 1) is .2 + .1 x without and .5 + .1 x with treatment, x being 0 or 1. */
  static Table risks(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[n];
    double[] t = new double[n];
    double[] y = new double[n];
    double[] w = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextInt(2);
      t[i] = random.nextDouble() < .3 + .4 * x[i] ? 1 : 0;
      y[i] = random.nextDouble() < .2 + .1 * x[i] + .3 * t[i] ? 1 : 0;
      w[i] = 1 + x[i];
    }
    return Table.of(
        Column.Continuous.of("x", x),
        Column.Continuous.of("t", t),
        Column.Continuous.of("y", y),
        Column.Continuous.of("w", w));
  }

  /** Katz et al. (1978) and Woolf (1955), times √(n/(n − 1)) of the cluster variance. */
  @Test
  void as_twoByTwoTable_isTheTextbookFormula() {
    EffectEstimate difference =
        Estimators.differenceInMeans()
            .estimate(Design.randomized("t", "y"), counts(), T, Seed.of(1));
    double factor = Math.sqrt(130.0 / 129);
    EffectEstimate ratio = difference.as(Measure.RATIO);
    assertThat(ratio.estimate()).isCloseTo(.6 / .25, within(1e-12));
    double katz = Math.sqrt(1.0 / 30 - 1.0 / 50 + 1.0 / 20 - 1.0 / 80);
    assertThat(ratio.standardError()).isCloseTo(katz * factor, within(1e-12));
    EffectEstimate odds = difference.as(Measure.ODDS_RATIO);
    assertThat(odds.estimate()).isCloseTo(30.0 * 60 / (20 * 20), within(1e-12));
    double woolf = Math.sqrt(1.0 / 30 + 1.0 / 20 + 1.0 / 20 + 1.0 / 60);
    assertThat(odds.standardError()).isCloseTo(woolf * factor, within(1e-12));
    assertThat(odds.interval().low() * odds.interval().high())
        .isCloseTo(Math.pow(odds.estimate(), 2), within(1e-9));
    ArmMeans arms = odds.arms().orElseThrow();
    assertThat(arms.treated().state()).isEqualTo("1");
    assertThat(arms.treated().mean()).isCloseTo(.6, within(1e-12));
    assertThat(arms.control().standardError())
        .isCloseTo(Math.sqrt(.25 * .75 / 80) * factor, within(1e-12));
    assertThat(odds.as(Measure.DIFFERENCE)).isEqualTo(difference);
  }

  @ParameterizedTest
  @MethodSource("withMeans")
  void as_knownRisks_findsRatioAndOddsRatio(Estimator estimator) {
    Table table = risks(4000, 3);
    EffectEstimate difference =
        estimator.estimate(Design.backdoor("t", "y", "x"), table, T, Seed.of(1));
    EffectEstimate ratio = difference.as(Measure.RATIO);
    EffectEstimate odds = difference.as(Measure.ODDS_RATIO);
    // E[Y(1)] = .55, E[Y(0)] = .25
    assertThat(ratio.estimate()).isCloseTo(2.2, within(4 * 2.2 * ratio.standardError()));
    assertThat(odds.estimate()).isCloseTo(11.0 / 3, within(4 * 11 / 3.0 * odds.standardError()));
    assertThat(ratio.standardError()).isBetween(.02, .08);
    ArmMeans arms = difference.arms().orElseThrow();
    assertThat(arms.treated().interval().covers(.55)).isTrue();
    assertThat(arms.treated().mean() - arms.control().mean())
        .isCloseTo(difference.estimate(), within(.002));
    assertThat(ratio.as(Measure.ODDS_RATIO)).isEqualTo(odds);
    assertThat(ratio.as(Measure.DIFFERENCE)).isEqualTo(difference);
    assertThat(ratio.pValue()).isLessThan(1e-6);
    // The influence values tell the same standard error.
    Influence influence = ratio.influence().orElseThrow();
    assertThat(ClusterVariance.standardError(influence.values(), influence.clusters()))
        .isCloseTo(ratio.standardError(), within(.01 * ratio.standardError()));
  }

  /** Of 100 intervals of 95 %, 88 or fewer cover with probability .004. */
  @Test
  void as_manyTables_coversAtItsLevel() {
    int ratios = 0;
    int odds = 0;
    for (int set = 0; set < 100; set++) {
      EffectEstimate effect =
          Estimators.aipw()
              .withFolds(2)
              .withOutcome(Learners.logistic())
              .estimate(Design.backdoor("t", "y", "x"), risks(300, 50 + set), T, Seed.of(set));
      ratios += effect.as(Measure.RATIO).interval().covers(2.2) ? 1 : 0;
      odds += effect.as(Measure.ODDS_RATIO).interval().covers(11.0 / 3) ? 1 : 0;
    }
    assertThat(ratios).isGreaterThan(88);
    assertThat(odds).isGreaterThan(88);
  }

  @Test
  void as_ofTheTreated_comparesTheirMeans() {
    Table table = risks(4000, 4);
    for (Estimand estimand : List.of(Estimand.ATT, Estimand.ATC)) {
      EffectEstimate aipw =
          Estimators.aipw()
              .withEstimand(estimand)
              .estimate(Design.backdoor("t", "y", "x"), table, T, Seed.of(1));
      EffectEstimate ipw =
          Estimators.ipw()
              .withEstimand(estimand)
              .estimate(Design.backdoor("t", "y", "x"), table, T, Seed.of(1));
      assertThat(aipw.arms().orElseThrow().treated().mean())
          .isCloseTo(ipw.arms().orElseThrow().treated().mean(), within(.005));
      assertThat(aipw.arms().orElseThrow().control().mean())
          .isCloseTo(ipw.arms().orElseThrow().control().mean(), within(.005));
      assertThat(aipw.as(Measure.RATIO).standardError())
          .isCloseTo(ipw.as(Measure.RATIO).standardError(), within(.005));
    }
  }

  /** "What If", program 13.3: 5.27 and 1.76 by standardization over the covariates. */
  @Test
  void arms_smoking_areThePublishedMeans() throws IOException {
    Table all = Reference.nhefs();
    Table table = all.where(row -> !all.column("wt82_71").isMissing(row));
    EffectEstimate effect =
        Estimators.regression()
            .withProducts("smokeintensity")
            .estimate(
                Design.backdoor("qsmk", "wt82_71", Reference.nhefsAdjustment(table)),
                table,
                Contrast.binary("qsmk"),
                Seed.of(1));
    ArmMeans arms = effect.arms().orElseThrow();
    assertThat(arms.treated().mean()).isCloseTo(5.273587, within(1e-5));
    assertThat(arms.control().mean()).isCloseTo(1.756213, within(1e-5));
    assertThat(effect.as(Measure.RATIO).estimate()).isCloseTo(3.00282, within(1e-4));
  }

  @Test
  void as_whereThereIsNoRatio_saysWhy() {
    SplittableRandom random = new SplittableRandom(5);
    double[] t = new double[200];
    double[] y = new double[200];
    for (int i = 0; i < 200; i++) {
      t[i] = i % 2;
      y[i] = random.nextGaussian() - 5;
    }
    Table table = Table.of(Column.Continuous.of("t", t), Column.Continuous.of("y", y));
    EffectEstimate effect =
        Estimators.differenceInMeans().estimate(Design.randomized("t", "y"), table, T, Seed.of(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> effect.as(Measure.RATIO))
        .withMessageContaining("positive means");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> effect.as(Measure.ODDS_RATIO))
        .withMessageContaining("0 and 1");
    EffectEstimate matched =
        Estimators.matching()
            .estimate(Design.backdoor("t", "y", "x"), risks(300, 1), T, Seed.of(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> matched.as(Measure.RATIO))
        .withMessageContaining("two means");
  }
}
