package org.causal4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TextMetricsTest {

  @Test
  void width_latin_followsHelvetica() {
    // Adobe Font Metrics of Helvetica: A 667, v 500, e 556
    assertThat(TextMetrics.width("Ave", 1000)).isCloseTo(1723 * 1.03, Offset.offset(1e-6));
  }

  @Test
  void width_chinese_isOneEmEach() {
    assertThat(TextMetrics.width("因果", 1000)).isCloseTo(2000 * 1.03, Offset.offset(1e-6));
  }

  @Property(tries = 300, seed = "11")
  void fit_anyText_isNoWiderThanAsked(
      @ForAll @StringLength(max = 60) String text,
      @ForAll @IntRange(min = 20, max = 300) int width) {
    String fitted = TextMetrics.fit(text, 12, false, width);
    assertThat(TextMetrics.width(fitted, 12)).isLessThanOrEqualTo(width);
    assertThat(fitted.equals(text) || fitted.endsWith("…")).isTrue();
  }

  @Property(tries = 300, seed = "12")
  void wrap_anyText_fitsTheBox(
      @ForAll @StringLength(max = 80) String text,
      @ForAll @IntRange(min = 40, max = 300) int width,
      @ForAll @IntRange(min = 1, max = 3) int lines) {
    List<String> wrapped = TextMetrics.wrap(text, 12, true, width, lines);
    assertThat(wrapped).hasSizeBetween(1, lines);
    assertThat(wrapped).allMatch(line -> TextMetrics.width(line, 12, true) <= width);
  }

  @Test
  void wrap_longProductName_balancesTheLines() {
    assertThat(TextMetrics.wrap("WHITE HANGING HEART T-LIGHT HOLDER", 12, false, 168, 2))
        .containsExactly("WHITE HANGING HEART", "T-LIGHT HOLDER");
  }

  @Test
  void wrap_textThatDoesNotFit_endsInAnEllipsis() {
    List<String> lines =
        TextMetrics.wrap("one two three four five six seven eight nine ten", 12, false, 80, 2);
    assertThat(lines).hasSize(2);
    assertThat(lines.get(1)).endsWith("…");
  }

  @Test
  void wrap_chinese_breaksBetweenCharacters() {
    assertThat(TextMetrics.wrap("草莓陶瓷首饰盒", 12, false, 60, 2)).containsExactly("草莓陶瓷", "首饰盒");
  }
}
