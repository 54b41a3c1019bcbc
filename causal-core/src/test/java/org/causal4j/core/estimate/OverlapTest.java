package org.causal4j.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import org.causal4j.core.estimate.Overlap.Verdict;
import org.junit.jupiter.api.Test;

class OverlapTest {
  /** As many treated as controls, all with one weight and a propensity of one half. */
  private static Overlap even(int perArm, int clipped) {
    int[] treatment = new int[2 * perArm];
    Arrays.fill(treatment, 0, perArm, 1);
    double[] halves = new double[2 * perArm];
    Arrays.fill(halves, .5);
    return Overlap.of(halves, treatment, halves, clipped, ImmutableList.of());
  }

  @Test
  void verdict_effectiveUnits_haveTheirBounds() {
    assertThat(even(50, 0).verdict()).isEqualTo(Verdict.GOOD);
    assertThat(even(49, 0).verdict()).isEqualTo(Verdict.WEAK);
    assertThat(even(10, 0).verdict()).isEqualTo(Verdict.WEAK);
    assertThat(even(9, 0).verdict()).isEqualTo(Verdict.NONE);
  }

  @Test
  void verdict_clippedUnits_haveTheirBounds() {
    assertThat(even(50, 2).verdict()).isEqualTo(Verdict.GOOD);
    assertThat(even(50, 3).verdict()).isEqualTo(Verdict.WEAK);
    assertThat(even(50, 10).verdict()).isEqualTo(Verdict.WEAK);
    assertThat(even(50, 11).verdict()).isEqualTo(Verdict.NONE);
  }

  @Test
  void of_fiveUnits_isByHand() {
    Overlap overlap =
        Overlap.of(
            new double[] {0, .2, 1, .04, .06},
            new int[] {1, 1, 1, 0, 0},
            new double[] {1, 2, 3, 1, 1},
            1,
            ImmutableList.of(new CovariateBalance("x", .5, .1)));
    // 0 and .2 and 1: quartiles half way between neighbors
    assertThat(overlap.treatedQuantiles().toArray())
        .containsExactly(new double[] {0, .1, .2, .6, 1}, within(1e-12));
    assertThat(overlap.controlQuantiles().toArray())
        .containsExactly(new double[] {.04, .045, .05, .055, .06}, within(1e-12));
    // classes of .05; a propensity of 1 belongs to the last one
    assertThat(overlap.treatedHistogram().get(0)).isEqualTo(1);
    assertThat(overlap.treatedHistogram().get(4)).isEqualTo(1);
    assertThat(overlap.treatedHistogram().get(19)).isEqualTo(1);
    assertThat(overlap.controlHistogram().get(0)).isEqualTo(1);
    assertThat(overlap.controlHistogram().get(1)).isEqualTo(1);
    // (1 + 2 + 3)² / (1 + 4 + 9)
    assertThat(overlap.effectiveTreated()).isCloseTo(36 / 14.0, within(1e-12));
    assertThat(overlap.effectiveControl()).isCloseTo(2, within(1e-12));
    assertThat(overlap.toString()).contains("overlap NONE").contains("1 clipped");
  }
}
