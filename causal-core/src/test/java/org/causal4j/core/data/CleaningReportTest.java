package org.causal4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import org.causal4j.core.data.CleaningReport.Kind;
import org.causal4j.core.data.CleaningReport.Line;
import org.junit.jupiter.api.Test;

class CleaningReportTest {
  private static final CleaningReport READ =
      new CleaningReport(
          1200,
          1190,
          ImmutableList.of(
              new Line(
                  Kind.DROPPED, "no user id", 10, ImmutableList.of("a.csv:3:1 'u' is empty"))));
  private static final CleaningReport CLEANED =
      new CleaningReport(
          1190,
          190,
          ImmutableList.of(
              new Line(Kind.DROPPED, "duplicate", 1000, ImmutableList.of()),
              new Line(Kind.NOTED, "only one user", 190, ImmutableList.of("x", "y"))));

  @Test
  void then_stepThatWentOn_addsUp() {
    CleaningReport both = READ.then(CLEANED);

    assertThat(both.read()).isEqualTo(1200);
    assertThat(both.kept()).isEqualTo(190);
    assertThat(both.dropped()).isEqualTo(1010);
    assertThat(both.count("duplicate")).isEqualTo(1000);
    assertThat(both.count("nothing such")).isZero();
    assertThat(both)
        .hasToString(
            """
            1,200 rows read, 190 kept, 1,010 dropped
              dropped     10  no user id
                              as a.csv:3:1 'u' is empty
              dropped  1,000  duplicate
              noted      190  only one user
                              as x
                              as y""");
  }

  @Test
  void then_stepOfOtherRows_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CLEANED.then(READ))
        .withMessage("next: read 1200 rows, but 190 were kept");
  }

  @Test
  void constructor_rowsThatDoNotAddUp_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CleaningReport(10, 9, ImmutableList.of()))
        .withMessage("read: 10 is not 9 kept and 0 dropped");
  }

  @Test
  void isEmpty_noLines_isTrue() {
    assertThat(new CleaningReport(5, 5, ImmutableList.of()).isEmpty()).isTrue();
    assertThat(READ.isEmpty()).isFalse();
  }
}
