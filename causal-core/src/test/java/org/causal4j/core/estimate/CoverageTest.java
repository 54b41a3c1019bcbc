package org.causal4j.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.kernel.spi.Workers;
import org.causal4j.core.learn.Learners;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Do 95 % intervals hold the true effect in 95 % of data sets? A short version; the whole table, of
 * 2,000 data sets a design, is {@code CoverageStudy}'s and stands in {@code docs/coverage.md}.
 */
class CoverageTest {
  private static final long BASE = 4711;

  private static List<CoverageRun.Line> lines(
      Simulation simulation, List<String> estimators, long base, int sets, int threads) {
    List<CoverageRun.Line> lines = Collections.synchronizedList(new ArrayList<>());
    new Workers(threads)
        .run(
            sets,
            task -> lines.addAll(CoverageRun.run(simulation, estimators, 2000, base, 1 + task)));
    return lines;
  }

  /**
   * With a true coverage of 95 % fewer than 34 of 40 intervals would hold the truth with a chance
   * of .3 %; with half the standard error about 27 do.
   */
  private static void check(CoverageTable.Row row) {
    assertThat(row.coverage() * row.replications()).as("%s", row).isGreaterThanOrEqualTo(34);
    assertThat(row.errorRatio()).as("%s", row).isBetween(0.7, 1.5);
  }

  @Test
  void intervals_nonlinearConfounding_holdTheTruth() {
    List<CoverageRun.Line> lines =
        lines(Simulation.NIE_WAGER_A, List.of("aipw", "tmle"), BASE, 40, 2);
    CoverageTable table = CoverageTable.of(lines);
    assertThat(table.rows()).hasSize(2).allSatisfy(CoverageTest::check);
    CoverageTable wrong =
        CoverageTable.of(lines.stream().map(line -> line.withErrorTimes(0.5)).toList());
    assertThat(wrong.rows())
        .as("half the standard error is found out")
        .allSatisfy(row -> assertThat(row.coverage() * row.replications()).isLessThan(34));
  }

  @Test
  void intervals_panels_holdTheTruth() {
    for (Simulation panel :
        List.of(Simulation.PANEL_UNITS, Simulation.PANEL_REGIONS, Simulation.PANEL_COVARIATE)) {
      assertThat(CoverageTable.of(lines(panel, List.of("did"), BASE, 40, 2)).rows())
          .hasSize(1)
          .allSatisfy(CoverageTest::check);
    }
  }

  @Test
  void run_sharedModels_giveWhatThePublicCallsGive() {
    Simulation simulation = Simulation.NIE_WAGER_D;
    List<CoverageRun.Line> lines = CoverageRun.run(simulation, CoverageRun.ADJUSTING, 400, BASE, 3);
    Seed seed = CoverageRun.seed(simulation, BASE, 3);
    Table table = simulation.draw(400, seed.derive("data"));
    List<Estimator> fresh =
        List.of(
            Estimators.aipw()
                .withOutcome(Learners.splines())
                .withPropensity(Learners.logisticSplines()),
            Estimators.tmle()
                .withOutcome(Learners.splines())
                .withPropensity(Learners.logisticSplines()),
            Estimators.dmlInteractive()
                .withSplits(3)
                .withOutcome(Learners.splines())
                .withPropensity(Learners.logisticSplines()),
            Estimators.dmlPartiallyLinear()
                .withSplits(3)
                .withOutcome(Learners.splines())
                .withTreatment(Learners.logisticSplines()));
    for (int k = 0; k < fresh.size(); k++) {
      EffectEstimate expected =
          fresh
              .get(k)
              .estimate(simulation.design(), table, simulation.contrast(), seed.derive("analysis"));
      assertThat(lines.get(k).estimate()).isEqualTo(expected.estimate());
      assertThat(lines.get(k).standardError()).isEqualTo(expected.standardError());
      assertThat(CoverageRun.Line.parse(lines.get(k).text())).isEqualTo(lines.get(k));
    }
  }

  @Test
  void table_anyOrderAndThreads_sameNumbers() {
    List<String> did = List.of("did");
    List<CoverageRun.Line> one = new ArrayList<>(lines(Simulation.PANEL_UNITS, did, BASE, 12, 1));
    List<CoverageRun.Line> four = new ArrayList<>(lines(Simulation.PANEL_UNITS, did, BASE, 12, 4));
    Collections.reverse(one);
    CoverageTable.Row a = CoverageTable.of(one).row(Simulation.PANEL_UNITS, "did");
    CoverageTable.Row b = CoverageTable.of(four).row(Simulation.PANEL_UNITS, "did");
    assertThat(a.bias()).isEqualTo(b.bias());
    assertThat(a.rmse()).isEqualTo(b.rmse());
    assertThat(a.errorRatio()).isEqualTo(b.errorRatio());
  }

  /**
   * 93 to 97 %, and binomial noise of three standard deviations of 500 data sets, 2.9 points,
   * beside it. Kang and Schafer's design is measured with the others, and not among these: it is
   * known to miss, and {@code docs/coverage.md} says by how much.
   */
  @Test
  @Tag("nightly")
  void intervals_everyDesign_holdTheTruth() {
    for (Simulation simulation : Simulation.values()) {
      if (simulation != Simulation.KANG_SCHAFER) {
        CoverageTable table =
            CoverageTable.of(lines(simulation, CoverageRun.estimators(simulation), 2026, 500, 2));
        assertThat(table.rows())
            .allSatisfy(row -> assertThat(row.coverage()).as("%s", row).isBetween(0.901, 0.999));
      }
    }
  }
}
