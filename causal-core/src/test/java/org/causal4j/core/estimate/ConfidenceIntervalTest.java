package org.causal4j.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ConfidenceIntervalTest {
  /** Quantiles of the normal distribution from its tables: 1.959964, 1.644854, 2.575829. */
  @Test
  void normal_knownLevels_haveTheQuantilesOfTheTables() {
    ConfidenceInterval usual = ConfidenceInterval.normal(10, 2, .95);
    assertThat(usual.low()).isCloseTo(10 - 2 * 1.959964, within(1e-5));
    assertThat(usual.high()).isCloseTo(10 + 2 * 1.959964, within(1e-5));
    assertThat(ConfidenceInterval.normal(0, 1, .9).width()).isCloseTo(2 * 1.644854, within(1e-5));
    assertThat(ConfidenceInterval.normal(0, 1, .99).width()).isCloseTo(2 * 2.575829, within(1e-5));
  }

  @Test
  void covers_theEnds_areIncluded() {
    ConfidenceInterval interval = new ConfidenceInterval(1, 2, .95);
    assertThat(interval.covers(1)).isTrue();
    assertThat(interval.covers(2)).isTrue();
    assertThat(interval.covers(Math.nextUp(2.0))).isFalse();
    assertThat(interval.covers(Double.NaN)).isFalse();
    assertThat(interval).hasToString("[1.000, 2.000]");
  }

  @Test
  void normal_noError_isThePoint() {
    assertThat(ConfidenceInterval.normal(3, 0, .95)).isEqualTo(new ConfidenceInterval(3, 3, .95));
  }

  @Test
  void intervals_nonsense_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConfidenceInterval(2, 1, .95))
        .withMessage("low: 2.0 is above high, 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ConfidenceInterval(Double.NaN, 1, .95));
    for (double level : new double[] {0, 1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ConfidenceInterval.normal(0, 1, level))
          .withMessageContaining("level: " + level);
    }
    for (double error : new double[] {-1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ConfidenceInterval.normal(0, error, .95))
          .withMessageContaining("standardError: " + error);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConfidenceInterval.normal(Double.NaN, 1, .95));
  }
}
