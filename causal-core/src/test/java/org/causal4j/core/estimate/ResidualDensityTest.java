package org.causal4j.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ResidualDensityTest {
  /** Out to three deviations, where a kernel of Silverman's width is off by 16 %. */
  @Test
  void at_normalNumbers_isNormalFarOut() {
    SplittableRandom random = new SplittableRandom(1);
    double[] e = new double[6000];
    for (int i = 0; i < e.length; i++) {
      e[i] = random.nextGaussian();
    }
    ResidualDensity density = new ResidualDensity(e);
    for (double v = -3; v <= 3; v += .25) {
      double truth = Math.exp(-v * v / 2) / Math.sqrt(2 * Math.PI);
      assertThat(density.at(v) / truth).as("at %s", v).isCloseTo(1, within(.12));
      assertThat(density.slope(v)).as("slope at %s", v).isCloseTo(-v, within(.35));
    }
    assertThat(density.at(20)).isZero();
  }

  /** A gamma of shape 4 and scale 1/2, whose density is 0 below 0. */
  @Test
  void at_skewedNumbers_followsThemAndSumsToOne() {
    for (long seed = 2; seed < 12; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      double[] e = new double[3000];
      for (int i = 0; i < e.length; i++) {
        for (int k = 0; k < 4; k++) {
          e[i] -= Math.log(1 - random.nextDouble()) / 2;
        }
      }
      ResidualDensity density = new ResidualDensity(e);
      double sum = 0;
      for (double v = -3; v < 15; v += .01) {
        sum += .01 * density.at(v);
      }
      assertThat(sum).isCloseTo(1, within(.005));
      for (double v = .5; v <= 4; v += .25) {
        double truth = 16 * v * v * v * Math.exp(-2 * v) / 6;
        assertThat(density.at(v)).as("at %s", v).isCloseTo(truth, within(.05));
        double step = 1e-4;
        assertThat(density.slope(v))
            .isCloseTo(
                (Math.log(density.at(v + step)) - Math.log(density.at(v - step))) / (2 * step),
                within(1e-3));
      }
      assertThat(density.at(-.4)).isLessThan(.01);
    }
  }

  @Test
  void at_oneValue_isFinite() {
    ResidualDensity density = new ResidualDensity(new double[] {2, 2, 2, 2});
    assertThat(density.at(2)).isPositive().isFinite();
    assertThat(density.slope(2)).isFinite();
  }
}
