package org.causal4j.core.data;

import com.google.common.base.Preconditions;
import java.time.Instant;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;

/**
 * A log cut into a part to learn from and a part to test on. The cut of choice is by time: a random
 * one lets a model learn from the future of what it is tested on.
 *
 * <p>Immutable and safe to share between threads.
 *
 * @param train what is learned from
 * @param test what is tested on
 * @param description how it was cut
 */
public record Split(EventLog train, EventLog test, String description) {
  /** Checks that both parts have events. */
  public Split {
    Preconditions.checkArgument(train.size() > 0, "train: has no events (%s)", description);
    Preconditions.checkArgument(test.size() > 0, "test: has no events (%s)", description);
  }

  /**
   * Cuts at an instant: what happened before it is for training.
   *
   * @throws IllegalArgumentException if one part has no events
   */
  public static Split byTime(EventLog log, Instant cut) {
    Preconditions.checkArgument(log.size() > 0, "log: is empty");
    Preconditions.checkArgument(
        cut.isAfter(log.firstTime()) && !cut.isAfter(log.lastTime()),
        "cut: %s is not within the log, %s to %s",
        cut,
        log.firstTime(),
        log.lastTime());
    return new Split(log.before(cut), log.from(cut), "events from " + cut + " on are for testing");
  }

  /**
   * Cuts by time so that about a share of the events, never more, is for testing. Events of one
   * instant stay together.
   *
   * @param testShare above 0 and below 1
   */
  public static Split byTime(EventLog log, double testShare) {
    checkShare(testShare);
    Preconditions.checkArgument(log.size() > 1, "log: has %s events, too few to cut", log.size());
    int row = log.size() - (int) Math.floor(testShare * log.size());
    row = Math.min(row, log.size() - 1);
    while (row < log.size() && log.timeMillis(row) == log.timeMillis(row - 1)) {
      row++;
    }
    Preconditions.checkArgument(
        row < log.size(),
        "testShare: no event is later than those before the last %s of the log",
        testShare);
    return byTime(log, Instant.ofEpochMilli(log.timeMillis(row)));
  }

  /** Draws a share of the events for testing. Known to flatter: it leaks the future. */
  public static Split random(EventLog log, double testShare, Seed seed) {
    checkShare(testShare);
    SplittableRandom random = seed.random();
    boolean[] test = new boolean[log.size()];
    for (int row = 0; row < test.length; row++) {
      test[row] = random.nextDouble() < testShare;
    }
    return of(log, test, "a random share of " + testShare + " is for testing, " + seed);
  }

  /** Draws a share of the users; all of their events are for testing. */
  public static Split byUser(EventLog log, double testShare, Seed seed) {
    checkShare(testShare);
    SplittableRandom random = seed.random();
    boolean[] testUser = new boolean[log.userCount()];
    for (int user = 0; user < testUser.length; user++) {
      testUser[user] = random.nextDouble() < testShare;
    }
    boolean[] test = new boolean[log.size()];
    for (int row = 0; row < test.length; row++) {
      test[row] = testUser[log.user(row)];
    }
    return of(log, test, "users drawn with a share of " + testShare + " are for testing, " + seed);
  }

  /** Cuts at an instant and tests only on items that nobody had touched before it. */
  public static Split coldItems(EventLog log, Instant cut) {
    Split byTime = byTime(log, cut);
    EventLog cold =
        byTime.test.where(
            row -> byTime.train.itemNumber(byTime.test.itemId(byTime.test.item(row))) < 0,
            "items new from " + cut + " on");
    return new Split(byTime.train, cold, "items first seen from " + cut + " on are for testing");
  }

  private static Split of(EventLog log, boolean[] test, String description) {
    return new Split(
        log.where(row -> !test[row], "train: " + description),
        log.where(row -> test[row], "test: " + description),
        description);
  }

  private static void checkShare(double testShare) {
    Preconditions.checkArgument(
        testShare > 0 && testShare < 1, "testShare: %s is not between 0 and 1", testShare);
  }

  @Override
  public String toString() {
    return String.format(
        "%,d events to learn from, %,d to test on: %s", train.size(), test.size(), description);
  }
}
