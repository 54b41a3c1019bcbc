package org.causal4j.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.learn.Learners;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Weights of the units: a unit of weight 2 counts as two. */
class WeightsTest {
  private static final Design DESIGN = Design.backdoor("t", "y", "x");

  private record Case(Estimator weighted, Estimator plain) {
    @Override
    public String toString() {
      return plain.name();
    }
  }

  static List<Case> estimators() {
    Aipw aipw =
        Estimators.aipw()
            .withFolds(1)
            .withOutcome(Learners.logistic(0))
            .withPropensity(Learners.logistic(0));
    Tmle tmle =
        Estimators.tmle()
            .withFolds(1)
            .withOutcome(Learners.logistic(0))
            .withPropensity(Learners.logistic(0));
    return List.of(
        new Case(Estimators.regression().withWeights("w"), Estimators.regression()),
        new Case(Estimators.ipw().withWeights("w"), Estimators.ipw()),
        new Case(aipw.withWeights("w"), aipw),
        new Case(aipw.withEstimand(Estimand.ATT).withWeights("w"), aipw.withEstimand(Estimand.ATT)),
        new Case(tmle.withWeights("w"), tmle),
        new Case(Estimators.gEstimation().withWeights("w"), Estimators.gEstimation()));
  }

  private static EffectEstimate fit(Estimator estimator, Table table) {
    return estimator.estimate(DESIGN, table, Contrast.binary("t"), Seed.of(1));
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void withWeights_oneAndTwo_isTheTableWithRowsTwice(Case estimators) {
    Table table = MeasureTest.risks(400, 7);
    double[] w = table.continuous("w").values();
    int[] repeated =
        IntStream.range(0, 400).flatMap(i -> IntStream.range(0, (int) w[i]).map(k -> i)).toArray();
    EffectEstimate weighted = fit(estimators.weighted(), table);
    EffectEstimate copies = fit(estimators.plain(), table.rows(repeated));
    assertThat(weighted.estimate()).isCloseTo(copies.estimate(), within(1e-7));
    // Copies of one unit in one cluster: the same sandwich, but for the factor G/(G − 1).
    Table marked =
        table.with(
            Column.Continuous.of("unit", IntStream.range(0, 400).asDoubleStream().toArray()));
    EffectEstimate clustered = fit(estimators.plain().withClusters("unit"), marked.rows(repeated));
    assertThat(weighted.standardError()).isCloseTo(clustered.standardError(), within(1e-6));
    // The scale does not matter.
    Table scaled =
        table.with(Column.Continuous.of("w", Arrays.stream(w).map(v -> 10 * v).toArray()));
    assertThat(fit(estimators.weighted(), scaled).estimate())
        .isCloseTo(weighted.estimate(), within(1e-9));
  }

  /** Effects 1 + 2x; units of x = 1 are sampled with chance .2, those of x = 0 with 1. */
  @Test
  void withWeights_sampledUnequally_findsTheEffectOfThePopulation() {
    SplittableRandom random = new SplittableRandom(8);
    int n = 6000;
    double[][] columns = new double[4][n];
    int kept = 0;
    while (kept < n) {
      int x = random.nextInt(2);
      if (x == 1 && random.nextDouble() > .2) {
        continue;
      }
      int t = random.nextDouble() < .4 + .2 * x ? 1 : 0;
      columns[0][kept] = x;
      columns[1][kept] = t;
      columns[2][kept] = x + t * (1 + 2 * x) + random.nextGaussian();
      columns[3][kept] = x == 1 ? 5 : 1;
      kept++;
    }
    Table table =
        Table.of(
            Column.Continuous.of("x", columns[0]),
            Column.Continuous.of("t", columns[1]),
            Column.Continuous.of("y", columns[2]),
            Column.Continuous.of("w", columns[3]));
    for (Estimator estimator :
        List.of(
            Estimators.regression().withWeights("w"),
            Estimators.ipw().withWeights("w"),
            Estimators.aipw().withWeights("w"),
            Estimators.dmlInteractive().withSplits(1).withWeights("w"),
            Estimators.tmle().withWeights("w"))) {
      EffectEstimate effect = fit(estimator, table);
      assertThat(effect.estimate())
          .as(estimator.name())
          .isCloseTo(2, within(4 * effect.standardError()));
      assertThat(effect.standardError()).as(estimator.name()).isBetween(.03, .08);
    }
    assertThat(fit(Estimators.aipw(), table).estimate()).isLessThan(1.6);
  }

  @Test
  void withWeights_zeroOrMissing_isRefused() {
    Table table = MeasureTest.risks(100, 1);
    double[] w = table.continuous("w").values();
    for (double bad : new double[] {0, -1, Double.NaN}) {
      w[3] = bad;
      Table broken = table.with(Column.Continuous.of("w", w));
      for (Case estimators : estimators()) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> fit(estimators.weighted(), broken))
            .withMessageContaining("row 3");
      }
    }
  }
}
