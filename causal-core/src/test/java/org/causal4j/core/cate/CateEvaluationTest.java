package org.causal4j.core.cate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.causal4j.core.learn.Learners;
import org.junit.jupiter.api.Test;

class CateEvaluationTest {
  private static final Seed SEED = Seed.of(7);
  private static final Worlds.World WORLD = Worlds.of(3_000, 11, x -> 1 + x[1]);
  private static final CateNuisances NUISANCES = CateNuisances.of(WORLD.data(), Worlds.RIDGE, SEED);

  @Test
  void calibration_ofTheTruth_hasSlopeOne() {
    Calibration calibration =
        CateEvaluation.of(WORLD.truth(), NUISANCES).calibration(0.99).orElseThrow();
    assertThat(calibration.slopeInterval().covers(1)).isTrue();
    assertThat(calibration.averageInterval().covers(1)).isTrue();
    double[] doubled = Arrays.stream(WORLD.truth()).map(e -> 2 * e).toArray();
    assertThat(CateEvaluation.of(doubled, NUISANCES).calibration(0.99).orElseThrow().slope())
        .isCloseTo(calibration.slope() / 2, within(1e-9));
  }

  @Test
  void calibration_ofNoise_hasSlopeZero() {
    SplittableRandom random = new SplittableRandom(5);
    double[] noise = random.doubles(3_000).toArray();
    assertThat(
            CateEvaluation.of(noise, NUISANCES)
                .calibration(0.99)
                .orElseThrow()
                .slopeInterval()
                .covers(0))
        .isTrue();
  }

  @Test
  void calibration_ofAConstant_isEmpty() {
    double[] constant = new double[3_000];
    Arrays.fill(constant, 0.3);
    assertThat(CateEvaluation.of(constant, NUISANCES).calibration(0.95)).isEmpty();
  }

  @Test
  void groups_byTheTruth_riseAndBandsHoldIntervals() {
    CateEvaluation evaluation = CateEvaluation.of(WORLD.truth(), NUISANCES);
    ImmutableList<EffectGroup> groups = evaluation.groups(5, 0.95, SEED);
    assertThat(groups)
        .hasSize(5)
        .isSortedAccordingTo((a, b) -> Double.compare(a.effect(), b.effect()));
    double weighted = 0;
    for (EffectGroup group : groups) {
      assertThat(group.band().low()).isLessThan(group.interval().low());
      assertThat(group.band().covers(group.predicted())).isTrue();
      // √ of the .95^(1/5) quantile of the largest of five independent normal numbers: 2.5683
      assertThat(group.band().width() / group.standardError() / 2).isCloseTo(2.5683, within(0.06));
      weighted += group.effect() * group.units() / 3_000;
    }
    assertThat(weighted).isCloseTo(evaluation.average(0.95).effect(), within(1e-9));
    assertThatThrownBy(() -> evaluation.groups(700, 0.95, SEED)).hasMessageContaining("count: 700");
  }

  @Test
  void rLoss_ofTheTruth_isSmallest() {
    double[] off = Arrays.stream(WORLD.truth()).map(e -> 0.5 * e).toArray();
    assertThat(NUISANCES.rLoss(WORLD.truth())).isLessThan(NUISANCES.rLoss(off));
  }

  @Test
  void rootPehe_knownNumbers_isRootMeanSquare() {
    assertThat(CateEvaluation.rootPehe(new double[] {1, 5}, new double[] {4, 1}))
        .isCloseTo(Math.sqrt(12.5), within(1e-12));
    assertThatThrownBy(() -> CateEvaluation.rootPehe(new double[1], new double[2]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void byRLoss_varyingEffect_prefersModelsThatVary() {
    CateSelection selection =
        CateSelection.byRLoss(
            WORLD.data(),
            ImmutableList.of(
                CateLearners.r(Worlds.RIDGE.withEffect(Learners.mean())),
                CateLearners.r(Worlds.RIDGE),
                CateLearners.t(Worlds.RIDGE.withOutcome(Learners.tree(1, 5)))),
            Worlds.RIDGE,
            SEED);
    assertThat(selection.bestIndex()).isEqualTo(1);
    assertThat(selection.candidates().stream().mapToDouble(CateSelection.Candidate::weight).sum())
        .isCloseTo(1, within(1e-9));
    assertThat(selection.candidates().get(1).weight()).isGreaterThan(0.8);
    double stacked = selection.nuisances().rLoss(selection.outOfFoldOfStack());
    double best = selection.candidates().get(1).rLoss();
    assertThat(stacked).isLessThanOrEqualTo(best * 1.001);
    assertThat(CateEvaluation.rootPehe(selection.stack().effects(WORLD.data().x()), WORLD.truth()))
        .isLessThan(0.2);
    assertThatThrownBy(
            () -> CateSelection.byRLoss(WORLD.data(), ImmutableList.of(), Worlds.RIDGE, SEED))
        .hasMessageContaining("learners: there are none");
  }

  @Test
  void byRLoss_constantEffect_weighsTheConstant() {
    Worlds.World world = Worlds.of(1_000, 21, x -> 1);
    double error =
        CateEvaluation.rootPehe(
            CateLearners.auto(Worlds.RIDGE).fit(world.data(), SEED).effects(world.data().x()),
            world.truth());
    assertThat(error).isLessThan(0.2);
  }
}
