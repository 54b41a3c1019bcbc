package org.causal4j.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Design;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SimulationTest {
  /** By 400,000 draws; the standard error of either mean is below .003. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.MATCH_ALL, names = "NIE.*")
  void truth_nieWager_agreesWithMonteCarlo(Simulation simulation) {
    SplittableRandom random = new SplittableRandom(1);
    double effect = 0;
    double weighted = 0;
    double weight = 0;
    int n = 400_000;
    double[] x = new double[6];
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < 6; c++) {
        x[c] = simulation == Simulation.NIE_WAGER_A ? random.nextDouble() : random.nextGaussian();
      }
      double e = simulation.propensity(x);
      effect += simulation.effect(x) / n;
      weighted += e * (1 - e) * simulation.effect(x);
      weight += e * (1 - e);
    }
    assertThat(effect).isCloseTo(simulation.truth(Estimand.ATE), within(0.01));
    assertThat(weighted / weight).isCloseTo(simulation.truth(Estimand.COEFFICIENT), within(0.01));
  }

  /** Kang and Schafer 2007, §1.4: half are seen; their mean is 200, that of all 210. */
  @Test
  void draw_kangSchafer_hasThePublishedMeans() {
    Table table = Simulation.KANG_SCHAFER.draw(200_000, Seed.of(2));
    double[] t = table.continuous("t").values();
    double[] y = table.continuous("y").values();
    double all = 0;
    double treated = 0;
    double sum = 0;
    for (int i = 0; i < t.length; i++) {
      all += y[i] / t.length;
      treated += t[i];
      sum += t[i] * y[i];
    }
    assertThat(all).isCloseTo(210, within(0.3));
    assertThat(treated / t.length).isCloseTo(0.5, within(0.005));
    assertThat(sum / treated).isCloseTo(200, within(0.3));
  }

  @ParameterizedTest
  @EnumSource(Simulation.class)
  void draw_sameSeed_sameTable(Simulation simulation) {
    Table one = simulation.draw(400, Seed.of(3));
    assertThat(one.rows()).isEqualTo(400);
    assertThat(simulation.draw(400, Seed.of(3)).continuous("y").values())
        .isEqualTo(one.continuous("y").values());
    assertThat(simulation.draw(400, Seed.of(4)).continuous("y").values())
        .isNotEqualTo(one.continuous("y").values());
  }

  /** Without adjustment the answer is far off: the designs are confounded. */
  @ParameterizedTest
  @EnumSource(names = {"NIE_WAGER_A", "NIE_WAGER_C", "NIE_WAGER_D", "KANG_SCHAFER"})
  void draw_rawDifference_isFarFromTheTruth(Simulation simulation) {
    Table table = simulation.draw(20_000, Seed.of(5));
    EffectEstimate raw =
        Estimators.differenceInMeans()
            .estimate(Design.randomized("t", "y"), table, simulation.contrast(), Seed.of(1));
    assertThat(Math.abs(raw.estimate() - simulation.truth(Estimand.ATE)))
        .isGreaterThan(8 * raw.standardError());
  }
}
