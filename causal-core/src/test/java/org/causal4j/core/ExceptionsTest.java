package org.causal4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ExceptionsTest {
  @Test
  void dataFormat_linesAndColumns_arePrintedAsCompilersDo() {
    assertThat(new DataFormatException("a.csv", 3, 2, "is bad")).hasMessage("a.csv:3:2: is bad");
    assertThat(new DataFormatException("a.csv", 3, 0, "is bad")).hasMessage("a.csv:3: is bad");
    assertThat(new DataFormatException("a.csv", 0, 0, "is bad")).hasMessage("a.csv: is bad");
  }

  @Test
  void dataFormat_withCause_keepsPlaceAndCause() {
    Exception cause = new IllegalStateException("why");
    DataFormatException e = new DataFormatException("a.csv", 3, 2, "is bad", cause);

    assertThat(e).isInstanceOf(CausalException.class).hasCause(cause);
    assertThat(e.source()).isEqualTo("a.csv");
    assertThat(e.line()).isEqualTo(3);
    assertThat(e.column()).isEqualTo(2);
  }

  @Test
  void dataFormat_negativePlace_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DataFormatException("a.csv", -1, 0, "is bad"))
        .withMessage("line: -1 is below 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new DataFormatException("a.csv", 1, -2, "is bad"))
        .withMessage("column: -2 is below 0");
  }

  @Test
  void notConverged_says_whatHowFarAndWhatToDo() {
    NotConvergedException e = new NotConvergedException("EM", 100, 0.25, "raise maxIterations");

    assertThat(e)
        .isInstanceOf(CausalException.class)
        .hasMessage("EM did not converge: residual 0.25 after 100 iterations; raise maxIterations");
    assertThat(e.iterations()).isEqualTo(100);
    assertThat(e.residual()).isEqualTo(0.25);
  }

  @Test
  void causal_withCause_keepsIt() {
    Exception cause = new IllegalStateException("why");

    assertThat(new CausalException("what", cause)).hasMessage("what").hasCause(cause);
  }
}
