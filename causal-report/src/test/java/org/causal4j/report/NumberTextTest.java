package org.causal4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {

  @ParameterizedTest
  @CsvSource({"0,0", "1,1", "-1.5,-1.5", "0.005,0.01", "12.3,12.3", "-0.001,0", "1234.567,1234.57"})
  void coordinate_anyNumber_isShort(double value, String text) {
    assertThat(NumberText.coordinate(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0.12345,3,0.123",
    "-0.5,0,−1",
    "1234567.891,1,'1,234,567.9'",
    "999.5,0,'1,000'",
    "-0.0001,2,0.00"
  })
  void fixed_anyNumber_isRoundedHalfUpAndGrouped(double value, int decimals, String text) {
    assertThat(NumberText.fixed(value, decimals)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.12,1,+0.1", "-0.12,1,−0.1", "0.001,1,0.0", "0,0,0"})
  void signed_anyNumber_showsPlusAboveZeroOnly(double value, int decimals, String text) {
    assertThat(NumberText.signed(value, decimals)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "0.5,0.5", "123456,'123,456'", "0.00012345,0.000123", "-2.50,−2.5", "100,100"})
  void brief_anyNumber_hasThreeDigitsAtMost(double value, String text) {
    assertThat(NumberText.brief(value)).isEqualTo(text);
  }

  @Test
  void fixed_germanLocale_keepsThePoint() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertThat(NumberText.fixed(1234.5, 1)).isEqualTo("1,234.5");
      assertThat(NumberText.coordinate(0.5)).isEqualTo("0.5");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void count_largestLong_isExact() {
    assertThat(NumberText.count(Long.MAX_VALUE)).isEqualTo("9,223,372,036,854,775,807");
  }

  @Test
  void fixed_notANumber_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NumberText.fixed(Double.NaN, 2))
        .withMessage("value: NaN is not finite");
  }
}
