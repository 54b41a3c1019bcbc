package org.causal4j.core.refute;

import com.google.common.base.Preconditions;

/**
 * How hard a refuter tries.
 *
 * @param replicates refits of a refuter that repeats, at least 20
 * @param errorRate chance with which a refuter may speak against an estimate that has no fault,
 *     above 0 and below .5
 * @param threads that refit at once; the result does not depend on it
 */
public record RefuteOptions(int replicates, double errorRate, int threads) {
  /** Checks the ranges. */
  public RefuteOptions {
    Preconditions.checkArgument(replicates >= 20, "replicates: %s is below 20", replicates);
    Preconditions.checkArgument(
        errorRate > 0 && errorRate < 0.5, "errorRate: %s is not above 0 and below .5", errorRate);
    Preconditions.checkArgument(threads >= 1, "threads: %s is below 1", threads);
  }

  /** 100 refits, an error rate of .05, one thread. */
  public static RefuteOptions defaults() {
    return new RefuteOptions(100, 0.05, 1);
  }

  /** With this many refits. */
  public RefuteOptions withReplicates(int newReplicates) {
    return new RefuteOptions(newReplicates, errorRate, threads);
  }

  /** With this error rate a refuter. */
  public RefuteOptions withErrorRate(double newErrorRate) {
    return new RefuteOptions(replicates, newErrorRate, threads);
  }

  /** With this many threads. */
  public RefuteOptions withThreads(int newThreads) {
    return new RefuteOptions(replicates, errorRate, newThreads);
  }
}
