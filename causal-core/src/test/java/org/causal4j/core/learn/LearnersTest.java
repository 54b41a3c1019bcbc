package org.causal4j.core.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.junit.jupiter.api.Test;

class LearnersTest {
  private static final int N = 500;
  private static final int[] ALL = IntStream.range(0, N).toArray();

  private static Features features() {
    SplittableRandom random = new SplittableRandom(5);
    double[][] rows = new double[N][2];
    for (double[] row : rows) {
      row[0] = random.nextGaussian();
      row[1] = 3 + 2 * random.nextGaussian();
    }
    return Features.ofRows(List.of("a", "b"), rows);
  }

  @Test
  void ridge_withoutPenalty_recoversALinearFunction() {
    Features x = features();
    double[] y = new double[N];
    Arrays.setAll(y, i -> 1 + 2 * x.get(i, 0) - .5 * x.get(i, 1));
    Predictor fitted = Learners.ridge(0).fit(x, y, ALL, Seed.of(1));
    assertThat(fitted.predict(x, 7)).isCloseTo(y[7], within(1e-9));
  }

  @Test
  void ridge_pureNoise_isShrunkToTheMean() {
    Features x = features();
    SplittableRandom random = new SplittableRandom(6);
    double[] y = new double[N];
    Arrays.setAll(y, i -> random.nextGaussian());
    double mean = Arrays.stream(y).average().orElseThrow();
    Predictor fitted = Learners.ridge().fit(x, y, ALL, Seed.of(1));
    assertThat(fitted.predict(x, 7)).isCloseTo(mean, within(.1));
  }

  /** At the optimum of the likelihood the scores are uncorrelated with every feature. */
  @Test
  void logistic_withoutPenalty_hasNoGradientLeft() {
    Features x = features();
    SplittableRandom random = new SplittableRandom(7);
    double[] y = new double[N];
    Arrays.setAll(
        y,
        i -> random.nextDouble() < 1 / (1 + Math.exp(1 - x.get(i, 0) - .3 * x.get(i, 1))) ? 1 : 0);
    Predictor fitted = Learners.logistic(0).fit(x, y, ALL, Seed.of(1));
    double[] gradient = new double[3];
    for (int i = 0; i < N; i++) {
      double error = y[i] - fitted.predict(x, i);
      gradient[0] += error;
      gradient[1] += error * x.get(i, 0);
      gradient[2] += error * x.get(i, 1);
    }
    for (double part : gradient) {
      assertThat(part).isCloseTo(0, within(1e-3));
    }
  }

  @Test
  void logistic_separatedWithoutPenalty_doesNotConverge() {
    Features x = features();
    double[] y = new double[N];
    Arrays.setAll(y, i -> x.get(i, 0) > 0 ? 1 : 0);
    assertThat(Learners.logistic().fit(x, y, ALL, Seed.of(1)).predict(x, 0)).isBetween(0., 1.);
    assertThatThrownBy(() -> Learners.logistic(0).fit(x, y, ALL, Seed.of(1)))
        .isInstanceOf(NotConvergedException.class)
        .hasMessageContaining("use a penalty above 0");
    assertThatThrownBy(() -> Learners.logistic(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Learners.logistic().fit(x, new double[N], ALL, Seed.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("all 500 rows are 0");
  }

  @Test
  void features_ofTable_markStatesAndMissingCells() {
    Features x =
        Features.of(
            Table.of(
                Column.Discrete.of("c", List.of("u", "v", "u")),
                Column.Continuous.of("d", 1, Double.NaN, 3)),
            List.of("c", "d"));
    assertThat(x.names()).containsExactly("c=v", "d", "d missing");
    assertThat(x.get(1, 0)).isEqualTo(1);
    assertThat(x.get(1, 1)).isEqualTo(2);
    assertThat(x.get(1, 2)).isEqualTo(1);
    assertThat(x.notes()).hasSize(1);
  }
}
