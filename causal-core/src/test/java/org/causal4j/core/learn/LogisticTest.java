package org.causal4j.core.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.Seed;
import org.junit.jupiter.api.Test;

class LogisticTest {
  private static Features column(double... values) {
    double[][] rows = new double[values.length][];
    for (int i = 0; i < values.length; i++) {
      rows[i] = new double[] {values[i]};
    }
    return Features.ofRows(List.of("x"), rows);
  }

  private static Predictor fit(Learner learner, Features x, double... y) {
    return learner.fit(x, y, IntStream.range(0, y.length).toArray(), Seed.of(1));
  }

  /** A saturated model fits the shares: 1 of 4 where x is 0, 2 of 3 where it is 1. */
  @Test
  void fit_oneIndicatorWithoutPenalty_predictsTheShares() {
    Features x = column(0, 0, 0, 0, 1, 1, 1);
    Predictor fitted = fit(Learners.logistic(0), x, 1, 0, 0, 0, 1, 1, 0);
    assertThat(fitted.predict(x, 0)).isCloseTo(1 / 4.0, within(1e-6));
    assertThat(fitted.predict(x, 4)).isCloseTo(2 / 3.0, within(1e-6));
  }

  /** At the optimum Σ(p − y) z + penalty β = 0, z standardized, intercept free. */
  @Test
  void fit_withPenalty_hasNoGradientLeft() {
    double[] z = {-1, -1, 1, 1}; // mean 0, deviation 1: standardized already
    Features x = column(z);
    double[] y = {0, 1, 1, 1};
    Predictor fitted = fit(Learners.logistic(2), x, y);
    double logit = Math.log(fitted.predict(x, 2) / (1 - fitted.predict(x, 2)));
    double below = Math.log(fitted.predict(x, 0) / (1 - fitted.predict(x, 0)));
    double slope = (logit - below) / 2;
    double free = 0;
    double penalized = 2 * slope;
    for (int i = 0; i < 4; i++) {
      free += fitted.predict(x, i) - y[i];
      penalized += (fitted.predict(x, i) - y[i]) * z[i];
    }
    assertThat(free).isCloseTo(0, within(1e-3));
    assertThat(penalized).isCloseTo(0, within(1e-3));
  }

  @Test
  void fit_separatedWithoutPenalty_doesNotConverge() {
    Features x = column(-2, -1, 1, 2);
    assertThatThrownBy(() -> fit(Learners.logistic(0), x, 0, 0, 1, 1))
        .isInstanceOf(NotConvergedException.class)
        .hasMessageContaining("penalty above 0");
  }

  /** Only the rows at x = 1 are all of one kind: their logit has no finite optimum. */
  @Test
  void fit_partlySeparatedWithoutPenalty_doesNotConverge() {
    Features x = column(0, 0, 0, 0, 1, 1, 1);
    assertThatThrownBy(() -> fit(Learners.logistic(0), x, 1, 0, 0, 1, 1, 1, 1))
        .isInstanceOf(NotConvergedException.class);
  }

  @Test
  void fit_separatedWithPenalty_staysWithinZeroAndOne() {
    Features x = column(-2, -1, 1, 2);
    Predictor fitted = fit(Learners.logistic(1), x, 0, 0, 1, 1);
    assertThat(fitted.predict(x, 0)).isStrictlyBetween(0.01, 0.5);
    assertThat(fitted.predict(x, 3)).isStrictlyBetween(0.5, 0.99);
  }

  @Test
  void fit_columnTwice_predictsAsWithOne() {
    Features twice =
        Features.ofRows(
            List.of("a", "b"), new double[][] {{0, 0}, {0, 0}, {1, 2}, {1, 2}, {1, 2}, {3, 6}});
    double[] y = {0, 1, 0, 1, 1, 1};
    Features once = column(0, 0, 1, 1, 1, 3);
    assertThat(fit(Learners.logistic(0), twice, y).predict(twice, 2))
        .isCloseTo(fit(Learners.logistic(0), once, y).predict(once, 2), within(1e-5));
  }

  @Test
  void fit_constantOrNeitherZeroNorOne_isRefused() {
    Features x = column(1, 2, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fit(Learners.logistic(), x, 1, 1, 1))
        .withMessage("y: all 3 rows are 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fit(Learners.logistic(), x, 1, 0.5, 0))
        .withMessage("y: row 1 is 0.5, neither 0 nor 1");
  }
}
