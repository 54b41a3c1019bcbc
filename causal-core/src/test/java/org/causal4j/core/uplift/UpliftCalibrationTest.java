package org.causal4j.core.uplift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.junit.jupiter.api.Test;

class UpliftCalibrationTest {
  /** Effect x on outcome, score x times a factor. */
  private static UpliftCurve curve(double factor, int n) {
    SplittableRandom random = new SplittableRandom(1);
    double[] score = new double[n];
    int[] treatment = new int[n];
    double[] outcome = new double[n];
    for (int i = 0; i < n; i++) {
      double x = random.nextDouble();
      score[i] = factor * x;
      treatment[i] = random.nextInt(2);
      outcome[i] = x * treatment[i] + random.nextGaussian() / 2;
    }
    return UpliftCurve.of(UpliftData.of(score, treatment, outcome), Seed.of(1));
  }

  @Test
  void calibration_trueEffects_hasSlopeOneAndNoError() {
    UpliftCalibration calibration = UpliftCalibration.of(curve(1, 20_000), 10);
    assertThat(calibration.slope().orElseThrow().interval().covers(1)).isTrue();
    assertThat(calibration.slope().orElseThrow().standardError()).isBetween(0.005, 0.05);
    assertThat(calibration.intercept().orElseThrow().interval().covers(0)).isTrue();
    assertThat(calibration.meanError().interval().covers(0)).isTrue();
    assertThat(calibration.squaredError().orElseThrow().interval().covers(0)).isTrue();
    assertThat(calibration.bins()).hasSize(10);
    double shares = calibration.bins().stream().mapToDouble(CalibrationBin::share).sum();
    assertThat(shares).isCloseTo(1, within(1e-12));
    assertThat(calibration.bins().stream().mapToInt(CalibrationBin::n).sum()).isEqualTo(20_000);
    for (CalibrationBin bin : calibration.bins()) {
      assertThat(bin.observed().orElseThrow().estimate())
          .isCloseTo(bin.predicted(), within(4 * bin.observed().orElseThrow().standardError()));
    }
  }

  @Test
  void calibration_tripledEffects_saysSo() {
    UpliftCalibration calibration = UpliftCalibration.of(curve(3, 20_000), 10);
    assertThat(calibration.slope().orElseThrow().interval().covers(1.0 / 3)).isTrue();
    // mean of 3x − x, and of its square: 1 and 4/3
    assertThat(calibration.meanError().interval().covers(1)).isTrue();
    assertThat(calibration.squaredError().orElseThrow().estimate()).isCloseTo(4 / 3.0, within(0.1));
    assertThat(calibration.error().orElseThrow()).isCloseTo(Math.sqrt(4 / 3.0), within(0.05));
  }

  @Test
  void calibration_binsOfEqualScores_areNotParted() {
    Trial t = Trial.draw(8, 300, 4, true);
    UpliftCalibration calibration = UpliftCalibration.of(UpliftCurve.of(t.full(), Seed.of(1)), 10);
    assertThat(calibration.bins()).hasSize(4);
    assertThat(calibration.bins()).allMatch(bin -> bin.lowest() == bin.highest());
  }

  @Test
  void calibration_equalScoresOrAnEmptyArm_hasNoSlopeOrError() {
    Trial t = Trial.draw(8, 300, 4, true);
    UpliftCalibration flat =
        UpliftCalibration.of(UpliftCurve.of(t.plain().withScore(t.same(0.1)), Seed.of(1)), 5);
    assertThat(flat.slope()).isEmpty();
    assertThat(flat.bins()).hasSize(1);
    double[] arms = Arrays.stream(t.treatment()).asDoubleStream().toArray();
    UpliftCalibration apart =
        UpliftCalibration.of(UpliftCurve.of(t.plain().withScore(arms), Seed.of(1)), 5);
    assertThat(apart.bins()).allMatch(bin -> bin.observed().isEmpty());
    assertThat(apart.squaredError()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UpliftCalibration.of(UpliftCurve.of(t.plain(), Seed.of(1)), 1))
        .withMessage("bins: 1 is not within 2 to 100");
  }
}
