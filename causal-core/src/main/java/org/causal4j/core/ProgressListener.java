package org.causal4j.core;

import java.util.concurrent.CancellationException;

/**
 * Hears how far long work is, and can cancel it. Implementations may be called from several threads
 * and must return fast.
 *
 * <pre>{@code
 * ProgressListener bar = (stage, done, total) -> System.err.printf("%s %d/%d%n", stage, done, total);
 * }</pre>
 */
@FunctionalInterface
public interface ProgressListener {
  /** Hears nothing, cancels nothing. */
  ProgressListener NONE = (stage, done, total) -> {};

  /**
   * Work has come this far.
   *
   * @param stage the work, as "embed items"
   * @param done units finished, 0 at the start
   * @param total units in all, or -1 where it is not known
   */
  void onProgress(String stage, long done, long total);

  /** Whether the work should stop at the next step; never by default. */
  default boolean isCancelled() {
    return false;
  }

  /**
   * Reports progress, then honors a cancellation. Library code calls this between steps.
   *
   * @throws CancellationException if {@link #isCancelled()}
   */
  default void step(String stage, long done, long total) {
    onProgress(stage, done, total);
    if (isCancelled()) {
      String all = total < 0 ? "" : " of " + total;
      throw new CancellationException(stage + " was cancelled after " + done + all);
    }
  }
}
