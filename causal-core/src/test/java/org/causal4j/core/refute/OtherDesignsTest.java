package org.causal4j.core.refute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.Estimators;
import org.junit.jupiter.api.Test;

/** Panels, instruments and numbers: what a refuter can say there, and where it says it can not. */
class OtherDesignsTest {
  private static Refutation one(EffectEstimate estimate, Table table, Refuter refuter) {
    return Refuters.refute(
            estimate,
            table,
            Seed.of(43),
            List.of(refuter),
            RefuteOptions.defaults().withReplicates(40),
            ProgressListener.NONE)
        .get(0);
  }

  /**
   * 40 units at 6 times, half of them treated from the fourth on; with a trend of their own or not.
   */
  private static Table panel(double trendOfTreated) {
    SplittableRandom random = new SplittableRandom(1);
    int n = 240;
    double[] unit = new double[n];
    double[] time = new double[n];
    double[] d = new double[n];
    double[] y = new double[n];
    double[] before = new double[n];
    for (int i = 0; i < n; i++) {
      unit[i] = i / 6;
      time[i] = i % 6;
      boolean treated = unit[i] % 2 == 0;
      d[i] = treated && time[i] >= 3 ? 1 : 0;
      double drift = treated ? trendOfTreated * time[i] : 0;
      y[i] = unit[i] + time[i] + drift + d[i] + 0.5 * random.nextGaussian();
      before[i] = unit[i] + drift + 0.5 * random.nextGaussian();
    }
    return Table.of(
        Column.Continuous.of("u", unit),
        Column.Continuous.of("q", time),
        Column.Continuous.of("t", d),
        Column.Continuous.of("y", y),
        Column.Continuous.of("other", before));
  }

  private static EffectEstimate differences(Table table) {
    return Estimators.differenceInDifferences()
        .estimate(Design.panel("t", "y", "u", "q"), table, Contrast.binary("t"), Seed.of(1));
  }

  @Test
  void refute_parallelPanel_stands() {
    Table table = panel(0);
    EffectEstimate estimate = differences(table);
    for (Refuter refuter :
        List.of(
            Refuters.placeboTreatment(),
            Refuters.dataSubset(),
            Refuters.bootstrap(),
            Refuters.randomCommonCause(),
            Refuters.negativeControlOutcome("other"))) {
      Refutation found = one(estimate, table, refuter);
      assertThat(found.verdict()).as("%s", found).isEqualTo(Refutation.Verdict.STANDS);
    }
    assertThat(one(estimate, table, Refuters.placeboOutcome()).verdict())
        .isEqualTo(Refutation.Verdict.INCONCLUSIVE);
  }

  @Test
  void refute_trendOfTheTreated_negativeControlRefutes() {
    Table table = panel(0.5);
    Refutation found = one(differences(table), table, Refuters.negativeControlOutcome("other"));
    assertThat(found.verdict()).as("%s", found).isEqualTo(Refutation.Verdict.REFUTED);
  }

  @Test
  void refute_instrument_placeboOutcomeFitsAndPlaceboTreatmentDoesNot() {
    SplittableRandom random = new SplittableRandom(2);
    int n = 800;
    double[][] c = new double[4][n];
    for (int i = 0; i < n; i++) {
      double u = random.nextGaussian();
      c[0][i] = random.nextInt(2);
      c[1][i] = random.nextGaussian();
      c[2][i] = 2 * c[0][i] + u + c[1][i];
      c[3][i] = c[2][i] + u + c[1][i] + random.nextGaussian();
    }
    Table table =
        Table.of(
            IntStream.range(0, 4)
                .mapToObj(k -> Column.Continuous.of(List.of("z", "x", "t", "y").get(k), c[k]))
                .toList());
    EffectEstimate estimate =
        Estimators.twoStageLeastSquares()
            .estimate(
                Design.instrument("t", "y", List.of("z"), List.of("x")),
                table,
                Contrast.binary("t"),
                Seed.of(1));
    for (Refuter refuter :
        List.of(
            Refuters.placeboOutcome(),
            Refuters.dataSubset(),
            Refuters.bootstrap(),
            Refuters.randomCommonCause())) {
      Refutation found = one(estimate, table, refuter);
      assertThat(found.verdict()).as("%s", found).isEqualTo(Refutation.Verdict.STANDS);
    }
    Refutation placebo = one(estimate, table, Refuters.placeboTreatment());
    assertThat(placebo.verdict()).isEqualTo(Refutation.Verdict.INCONCLUSIVE);
    assertThat(placebo.reason()).contains("instrument");
    assertThat(one(estimate, table, Refuters.unobservedConfounder(.1, .1)).verdict())
        .isEqualTo(Refutation.Verdict.INCONCLUSIVE);
  }

  @Test
  void refute_partiallyLinearWithANumber_plantsItsEffectPerUnit() {
    SplittableRandom random = new SplittableRandom(3);
    int n = 500;
    double[] x = new double[n];
    double[] t = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextGaussian();
      t[i] = 10 + x[i] + random.nextGaussian();
      y[i] = 0.5 * t[i] + x[i] + random.nextGaussian();
    }
    Table table =
        Table.of(
            Column.Continuous.of("x", x),
            Column.Continuous.of("t", t),
            Column.Continuous.of("y", y));
    EffectEstimate estimate =
        Estimators.dmlPartiallyLinear()
            .withSplits(1)
            .estimate(
                Design.backdoor("t", "y", "x"), table, Contrast.of("t", "10", "12"), Seed.of(1));
    assertThat(estimate.interval().covers(1)).isTrue();
    for (Refuter refuter :
        List.of(Refuters.placeboTreatment(), Refuters.placeboOutcome(), Refuters.dummyOutcome())) {
      Refutation found = one(estimate, table, refuter);
      assertThat(found.verdict()).as("%s", found).isEqualTo(Refutation.Verdict.STANDS);
    }
  }
}
