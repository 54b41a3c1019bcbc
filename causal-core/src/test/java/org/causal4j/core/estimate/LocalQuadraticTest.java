package org.causal4j.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LocalQuadraticTest {
  private static double[] uniform(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return random.doubles(n).map(u -> 4 * u - 2).toArray();
  }

  @Test
  void at_quadratic_isExactWhateverTheWeights() {
    double[] a = uniform(300, 1);
    double[] y = Arrays.stream(a).map(v -> 1 - v + 3 * v * v).toArray();
    double[] w = Arrays.stream(uniform(300, 2)).map(v -> 2.5 + v).toArray();
    LocalQuadratic smooth = new LocalQuadratic(a, y, w);
    for (double at : new double[] {-2, 0, .3, 2}) {
      LocalQuadratic.Fit fit = smooth.at(at, .7);
      assertThat(fit.value()).isCloseTo(1 - at + 3 * at * at, within(1e-9));
      assertThat(fit.curve(at + .2))
          .isCloseTo(1 - at - .2 + 3 * (at + .2) * (at + .2), within(1e-9));
      double mean = 0;
      double pulled = 0;
      for (int i = 0; i < a.length; i++) {
        mean += fit.weight(a[i]) * w[i] * y[i] / a.length;
        pulled += fit.leverage(a[i], w[i]);
      }
      assertThat(mean).isCloseTo(fit.value(), within(1e-9));
      // The trace of the hat matrix: three coefficients.
      assertThat(pulled).isCloseTo(3, within(1e-9));
    }
  }

  @Test
  void at_fewDifferentDoses_reachesSome() {
    double[] a = {0, 0, 0, 1, 1, 2, 2, 3, 3, 4};
    double[] y = Arrays.stream(a).map(v -> v * v).toArray();
    double[] w = new double[a.length];
    Arrays.fill(w, 1);
    LocalQuadratic smooth = new LocalQuadratic(a, y, w);
    assertThat(smooth.at(1.5, .1).value()).isCloseTo(2.25, within(1e-7));
    double[] one = {5, 5, 5};
    assertThat(
            new LocalQuadratic(one, new double[] {1, 2, 3}, new double[] {1, 1, 2})
                .at(5, .1)
                .value())
        .isCloseTo(2.25, within(1e-9));
  }

  /**
   * By hand: on a uniform density of 4 wide with m = a² and noise variance s², ∫σ² = 4 s² (over the
   * 95 % looked at) and Σ m″² = 4 · .95 n.
   */
  @Test
  void bandwidth_quadraticWithNoise_isTheRuleOfThumb() {
    int n = 20_000;
    double[] a = uniform(n, 3);
    SplittableRandom random = new SplittableRandom(4);
    double[] y = Arrays.stream(a).map(v -> v * v + .5 * random.nextGaussian()).toArray();
    double[] w = new double[n];
    Arrays.fill(w, 1);
    double[] density = new double[n];
    Arrays.fill(density, .25);
    double rule = 1.719 * Math.pow(3.8 * .25 / (4 * .95 * n), .2);
    assertThat(new LocalQuadratic(a, y, w).bandwidth(density)).isCloseTo(rule, within(.01 * rule));
    double[] line = Arrays.stream(a).map(v -> 2 * v).toArray();
    assertThat(new LocalQuadratic(a, line, w).bandwidth(density)).isPositive();
  }

  @Test
  void effective_equalWeights_isTheKernelsShare() {
    int n = 40_000;
    double[] w = new double[n];
    Arrays.fill(w, 1);
    LocalQuadratic smooth = new LocalQuadratic(uniform(n, 5), new double[n], w);
    // n f h (∫K)²/∫K² with ∫K² = .6
    double expected = n * .25 * .5 / .6;
    assertThat(smooth.effective(0, .5)).isCloseTo(expected, within(.04 * expected));
  }
}
