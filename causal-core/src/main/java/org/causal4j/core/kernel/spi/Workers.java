package org.causal4j.core.kernel.spi;

import com.google.common.base.Preconditions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A budget of threads: the calling thread and up to {@code threads - 1} daemon threads of its own,
 * which start at the first parallel call and end after ten idle seconds. There is nothing to close,
 * and nothing is shared with the common pool, whose size and load belong to the application. With
 * one thread everything runs on the calling thread.
 *
 * <p>The calling thread takes part and never waits for a helper that has not begun, so calls from
 * within a task, or from many threads at once, can't deadlock. Safe to share between threads.
 */
public final class Workers {
  private static final long IDLE_SECONDS = 10;

  private final int threads;
  private final @Nullable ThreadPoolExecutor helpers;

  /**
   * @param threads at least 1
   */
  public Workers(int threads) {
    Preconditions.checkArgument(threads >= 1, "threads: %s is below 1", threads);
    this.threads = threads;
    this.helpers = threads == 1 ? null : newHelpers(threads - 1);
  }

  private static ThreadPoolExecutor newHelpers(int count) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            count,
            count,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            body -> {
              Thread thread = new Thread(body, "causal4j-kernel-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** The number of threads that may work at once, the caller's included. */
  public int threads() {
    return threads;
  }

  /**
   * Runs the tasks {@code 0 .. tasks-1}, each once, in no fixed order, and returns when all are
   * done. Tasks must not depend on each other.
   *
   * @throws RuntimeException whatever a task threw first; tasks not yet begun are then left out
   */
  public void run(int tasks, IntConsumer task) {
    ThreadPoolExecutor executor = helpers;
    if (executor == null || tasks <= 1) {
      for (int t = 0; t < tasks; t++) {
        task.accept(t);
      }
      return;
    }
    Job job = new Job(tasks, task);
    int wanted = Math.min(threads, tasks) - 1;
    for (int h = 0; h < wanted; h++) {
      executor.execute(job);
    }
    job.run();
    job.await();
  }

  private static final class Job implements Runnable {
    private final int tasks;
    private final IntConsumer task;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final CountDownLatch done;

    Job(int tasks, IntConsumer task) {
      this.tasks = tasks;
      this.task = task;
      this.done = new CountDownLatch(tasks);
    }

    @Override
    public void run() {
      for (int t = next.getAndIncrement(); t < tasks; t = next.getAndIncrement()) {
        try {
          if (failure.get() == null) {
            task.accept(t);
          }
        } catch (RuntimeException | Error e) {
          failure.compareAndSet(null, e);
        } finally {
          done.countDown();
        }
      }
    }

    void await() {
      boolean interrupted = false;
      while (true) {
        try {
          done.await();
          break;
        } catch (InterruptedException e) {
          // tasks write into the caller's arrays: it must not return before they are done
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      Throwable thrown = failure.get();
      if (thrown instanceof Error error) {
        throw error;
      }
      if (thrown instanceof RuntimeException exception) {
        throw exception;
      }
    }
  }

  @Override
  public String toString() {
    return "Workers(" + threads + ")";
  }
}
