package org.causal4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberTextTest {
  @Property(tries = 2000, seed = "13")
  void read_anyDecimal_isCorrectlyRounded(
      @ForAll @LongRange(min = -999_999_999_999_999_999L, max = 999_999_999_999_999_999L)
          long digits,
      @ForAll @IntRange(max = 18) int decimals) {
    String text = BigDecimal.valueOf(digits, decimals).toPlainString();

    assertThat(NumberText.read(text)).isEqualTo(Double.parseDouble(text));
  }

  @Property(tries = 1000, seed = "14")
  void read_anyDouble_isReadBack(@ForAll double value) {
    assertThat(NumberText.read(Double.toString(value))).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "+1", "-1", "1.", ".5", "0.1", "1e3", "-1.5E-3", "000012", "-0"})
  void read_everyForm_isWhatJavaReads(String text) {
    assertThat(NumberText.read(text)).isEqualTo(Double.parseDouble(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        ".",
        "1d",
        "1f",
        "0x1p3",
        "NaN",
        "Infinity",
        "1,5",
        "1 2",
        "1.2.3",
        "--1",
        "1e999",
        "e5",
        "１"
      })
  void read_noNumber_isNone(String text) {
    assertThat(NumberText.read(text)).isEqualTo(NumberText.NONE);
  }
}
