package org.causal4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class AxisTest {

  @Test
  void ticks_percentages_areTidy() {
    Axis axis = Axis.around(0, 0.1874, 5);
    assertThat(axis.ticks().stream().map(axis::label).toList())
        .isEqualTo(List.of("0.00", "0.05", "0.10", "0.15", "0.20"));
  }

  @Test
  void ticks_aroundZero_holdZeroExactly() {
    assertThat(Axis.around(-0.31, 0.72, 5).ticks()).contains(0.0);
  }

  @Property(tries = 500, seed = "21")
  void around_anyRange_isCoveredByFewTicks(
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double a,
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double b) {
    double low = Math.min(a, b);
    double high = Math.max(a, b);
    Axis axis = Axis.around(low, high, 5);
    double slack = 1e-6 * axis.step();
    assertThat(axis.low()).isLessThanOrEqualTo(low + slack);
    assertThat(axis.high()).isGreaterThanOrEqualTo(high - slack);
    assertThat(axis.ticks()).hasSizeBetween(2, 8);
    assertThat(axis.ticks().stream().map(axis::label).distinct()).hasSameSizeAs(axis.ticks());
  }

  @Test
  void around_onePoint_hasRoom() {
    Axis axis = Axis.around(3, 3, 5);
    assertThat(axis.low()).isLessThan(3);
    assertThat(axis.high()).isGreaterThan(3);
  }

  @Test
  void place_beyondTheScale_staysAtItsEnd() {
    Axis axis = Axis.exactly(-1, 1, 4);
    assertThat(axis.place(5, 0, 100)).isEqualTo(100);
    assertThat(axis.place(-5, 0, 100)).isEqualTo(0);
    assertThat(axis.place(0, 0, 100)).isEqualTo(50);
  }

  @Test
  void around_notANumber_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Axis.around(Double.NaN, 1, 5));
  }
}
