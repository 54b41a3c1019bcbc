package org.causal4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class ProgressListenerTest {
  /** Hears and cancels at once. */
  private static final class Impatient implements ProgressListener {
    private final List<String> heard = new ArrayList<>();

    @Override
    public void onProgress(String stage, long done, long total) {
      heard.add(stage + " " + done + "/" + total);
    }

    @Override
    public boolean isCancelled() {
      return true;
    }
  }

  @Test
  void step_cancelled_reportsFirstAndThenThrows() {
    Impatient listener = new Impatient();

    assertThatThrownBy(() -> listener.step("embed", 3, 10))
        .isInstanceOf(CancellationException.class)
        .hasMessage("embed was cancelled after 3 of 10");
    assertThat(listener.heard).containsExactly("embed 3/10");
  }

  @Test
  void step_cancelledWithUnknownTotal_doesNotSpeakOfIt() {
    assertThatThrownBy(() -> new Impatient().step("read", 3, -1))
        .hasMessage("read was cancelled after 3");
  }

  @Test
  void none_step_goesOn() {
    assertThatCode(() -> ProgressListener.NONE.step("read", 1, 2)).doesNotThrowAnyException();
    assertThat(ProgressListener.NONE.isCancelled()).isFalse();
  }
}
