package org.causal4j.core.kernel.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkersTest {
  @Test
  void run_tasks_eachRunsOnce() {
    for (int threads : new int[] {1, 2, 5}) {
      AtomicIntegerArray counts = new AtomicIntegerArray(1_000);
      new Workers(threads).run(1_000, counts::incrementAndGet);
      for (int t = 0; t < 1_000; t++) {
        assertThat(counts.get(t)).isEqualTo(1);
      }
      new Workers(threads).run(0, counts::incrementAndGet);
    }
  }

  @Test
  void run_withinATask_doesNotDeadlock() {
    Workers workers = new Workers(2);
    AtomicInteger count = new AtomicInteger();
    workers.run(8, outer -> workers.run(8, inner -> count.incrementAndGet()));
    assertThat(count).hasValue(64);
  }

  @Test
  void run_taskThatThrows_passesItOnAndStaysUsable() {
    for (int threads : new int[] {1, 3}) {
      Workers workers = new Workers(threads);
      assertThatThrownBy(
              () ->
                  workers.run(
                      20,
                      t -> {
                        if (t == 7) {
                          throw new IllegalStateException("task 7");
                        }
                      }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("task 7");
      AtomicInteger count = new AtomicInteger();
      workers.run(20, t -> count.incrementAndGet());
      assertThat(count).hasValue(20);
    }
  }

  @Test
  void run_interruptedCaller_finishesAndStaysInterrupted() {
    AtomicInteger count = new AtomicInteger();
    Thread.currentThread().interrupt();
    new Workers(2).run(50, t -> count.incrementAndGet());
    assertThat(Thread.interrupted()).isTrue();
    assertThat(count).hasValue(50);
  }

  @Test
  void new_noThreads_isRefused() {
    assertThatThrownBy(() -> new Workers(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("threads: 0");
  }
}
