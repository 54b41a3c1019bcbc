package org.causal4j.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import org.causal4j.core.Seed;
import org.causal4j.core.SharedData;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.junit.jupiter.api.Test;

class DifferenceInMeansTest {
  private static final DifferenceInMeans MEANS = Estimators.differenceInMeans();

  /** Shares of visitors as published with the challenge: .106167, .182757 and .151400. */
  @Test
  void estimate_hillstrom_isThePublishedDifference() throws IOException {
    Table all = Table.readCsv(SharedData.require("data/causal/hillstrom/hillstrom.csv.gz"));
    assertThat(all.rows()).isEqualTo(64_000);
    EffectEstimate mens = hillstrom(all, "Mens E-Mail");
    assertThat(mens.treated()).isEqualTo(21_307);
    assertThat(mens.control()).isEqualTo(21_306);
    assertThat(mens.estimate()).isCloseTo(.182757 - .106167, within(1e-6));
    // binomial: √(p₁(1 − p₁)/n₁ + p₀(1 − p₀)/n₀)
    double error = Math.sqrt(.182757 * (1 - .182757) / 21_307 + .106167 * (1 - .106167) / 21_306);
    assertThat(mens.standardError()).isCloseTo(error, within(1e-6));
    EffectEstimate womens = hillstrom(all, "Womens E-Mail");
    assertThat(womens.treated()).isEqualTo(21_387);
    assertThat(womens.estimate()).isCloseTo(.151400 - .106167, within(1e-6));
  }

  private static EffectEstimate hillstrom(Table all, String mail) {
    Column segment = all.column("segment");
    Table two = all.where(row -> List.of("No E-Mail", mail).contains(segment.text(row)));
    return MEANS.estimate(
        Design.randomized("segment", "visit"),
        two,
        Contrast.of("segment", "No E-Mail", mail),
        Seed.of(1));
  }

  @Test
  void association_ownClusters_hasTheTextbookError() {
    int[] treatment = {1, 1, 1, 0, 0};
    double[] y = {2, 4, 6, 1, 3};
    EffectEstimate estimate = MEANS.association(treatment, y, new int[] {0, 1, 2, 3, 4});
    assertThat(estimate.estimate()).isCloseTo(4 - 2, within(1e-12));
    // squares 8 over 3² and 2 over 2², times 5/4
    assertThat(estimate.standardError())
        .isCloseTo(Math.sqrt((8 / 9.0 + 2 / 4.0) * 5 / 4), within(1e-12));
    assertThat(estimate.n()).isEqualTo(5);
    assertThat(estimate.estimator()).contains("association");
    assertThat(estimate.overlap()).isEmpty();
  }

  /** Sums within clusters: {2, 6} and {4} of the treated, {1, 3} of the controls. */
  @Test
  void association_clusters_addUpBeforeTheyAreSquared() {
    EffectEstimate estimate =
        MEANS.association(
            new int[] {1, 1, 1, 0, 0}, new double[] {2, 4, 6, 2, 4}, new int[] {7, 3, 3, 9, 9});
    // deviations / n: (−2)/3 in 7, (0 + 2)/3 in 3, (1 − 1)/2 in 9
    assertThat(estimate.standardError())
        .isCloseTo(Math.sqrt((4 / 9.0 + 4 / 9.0) * 3 / 2), within(1e-12));
    assertThat(estimate.clusters()).isEqualTo(3);
    assertThat(estimate.toString()).contains("3 clusters");
  }

  @Test
  void association_reversedArms_turnsTheSign() {
    double[] y = {2, 4, 6, 1};
    int[] own = {0, 1, 2, 3};
    EffectEstimate one = MEANS.association(new int[] {1, 0, 1, 0}, y, own);
    EffectEstimate other = MEANS.association(new int[] {0, 1, 0, 1}, y, own);
    assertThat(one.estimate()).isEqualTo(-other.estimate());
    assertThat(one.standardError()).isCloseTo(other.standardError(), within(1e-12));
    assertThat(one.pValue()).isCloseTo(other.pValue(), within(1e-12));
  }

  @Test
  void association_badArrays_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MEANS.association(new int[] {1, 1}, new double[2], new int[] {0, 1}))
        .withMessageContaining("constant, 2 treated and 0 control");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MEANS.association(new int[] {1, 2}, new double[2], new int[] {0, 1}))
        .withMessage("treatment: row 1 is 2, neither 0 nor 1");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                MEANS.association(new int[] {1, 0}, new double[] {1, Double.NaN}, new int[] {0, 1}))
        .withMessage("outcome: row 1 is NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MEANS.association(new int[] {1, 0}, new double[3], new int[] {0, 1}))
        .withMessageContaining("3 outcomes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MEANS.association(new int[0], new double[0], new int[0]));
  }

  @Test
  void estimate_stateOfNeitherArmOrMissingOutcome_isRefused() {
    Table table =
        Table.of(
            Column.Discrete.of("t", List.of("a", "b", "c")),
            Column.Continuous.of("y", 1, Double.NaN, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                MEANS.estimate(
                    Design.randomized("t", "y"), table, Contrast.of("t", "a", "b"), Seed.of(1)))
        .withMessageContaining("row 2 is 'c'");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                MEANS.estimate(
                    Design.randomized("t", "y"),
                    table.rows(0, 1),
                    Contrast.of("t", "a", "b"),
                    Seed.of(1)))
        .withMessage("outcome 'y': 1 cells are missing");
  }

  @Test
  void estimate_contrastOfAnotherColumn_isRefused() {
    Table table =
        Table.of(
            Column.Discrete.of("t", List.of("0", "1", "0", "1")),
            Column.Discrete.of("s", List.of("0", "0", "1", "1")),
            Column.Continuous.of("y", 1, 2, 3, 4));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                MEANS.estimate(
                    Design.randomized("t", "y"), table, Contrast.binary("s"), Seed.of(1)))
        .withMessageContaining("contrast: is of 's', the design of 't'");
  }
}
