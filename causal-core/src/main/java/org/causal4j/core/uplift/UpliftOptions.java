package org.causal4j.core.uplift;

import com.google.common.base.Preconditions;

/**
 * How an uplift curve is made.
 *
 * @param level of the intervals, as .95
 * @param points fractions at which the curve is listed, evenly from 0 to 1; where the score has
 *     fewer distinct values, the curve is listed at its corners instead. Areas do not depend on it.
 * @param replicates bootstrap samples for the band around the whole curve; 0 for no band
 * @param threads that work at once; the result does not depend on it
 */
public record UpliftOptions(double level, int points, int replicates, int threads) {
  /** Checks the ranges. */
  public UpliftOptions {
    Preconditions.checkArgument(level > 0 && level < 1, "level: %s is not between 0 and 1", level);
    Preconditions.checkArgument(
        points >= 2 && points <= 10_000, "points: %s is not within 2 to 10,000", points);
    Preconditions.checkArgument(
        replicates == 0 || (replicates >= 50 && replicates <= 100_000),
        "replicates: %s is neither 0 nor within 50 to 100,000",
        replicates);
    Preconditions.checkArgument(threads >= 1, "threads: %s is below 1", threads);
  }

  /** Intervals of 95 %, 100 points, no band around the whole curve, one thread. */
  public static UpliftOptions defaults() {
    return new UpliftOptions(0.95, 100, 0, 1);
  }

  /** With intervals of a level. */
  public UpliftOptions withLevel(double newLevel) {
    return new UpliftOptions(newLevel, points, replicates, threads);
  }

  /** With so many points. */
  public UpliftOptions withPoints(int newPoints) {
    return new UpliftOptions(level, newPoints, replicates, threads);
  }

  /** With a band around the whole curve from so many bootstrap samples. */
  public UpliftOptions withReplicates(int newReplicates) {
    return new UpliftOptions(level, points, newReplicates, threads);
  }

  /** With so many threads. */
  public UpliftOptions withThreads(int newThreads) {
    return new UpliftOptions(level, points, replicates, newThreads);
  }
}
