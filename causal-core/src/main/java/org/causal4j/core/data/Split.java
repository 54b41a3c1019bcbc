package org.causal4j.core.data;

import com.google.common.base.Preconditions;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;

/**
 * A log cut into a part to learn from and a part to test on. The cut of choice is {@link
 * #byTime(EventLog, double)}: a random one lets a model learn from the future of what it is tested
 * on.
 *
 * <p>After a cut by time no event to learn from is at or after the cut, none to test on is before
 * it, and together they are the log. Immutable and safe to share between threads.
 *
 * @param train what is learned from
 * @param test what is tested on
 * @param cut the time of the first event that may be tested on; empty where the cut is not by time
 * @param dividedVisits how many visits ({@link Sessions#of(EventLog)}) have events on both sides
 * @param description how it was cut
 */
public record Split(
    EventLog train, EventLog test, Optional<Instant> cut, long dividedVisits, String description) {
  /** How far a cut may move to spare visits, as a share of the events to test on. */
  private static final double NEAR = 0.1;

  private static final double FAR = 0.5;

  /** Checks that both parts have events. */
  public Split {
    Preconditions.checkArgument(train.size() > 0, "train: has no events (%s)", description);
    Preconditions.checkArgument(test.size() > 0, "test: has no events (%s)", description);
    Preconditions.checkArgument(dividedVisits >= 0, "dividedVisits: %s is below 0", dividedVisits);
  }

  /**
   * Cuts at an instant: what happened before it is for training. The instant is kept as it is, also
   * where it divides visits; {@link #dividedVisits()} says how many.
   *
   * @throws IllegalArgumentException if one part would have no events; the message names the dates
   */
  public static Split byTime(EventLog log, Instant cut) {
    Preconditions.checkArgument(log.size() > 0, "log: is empty");
    Preconditions.checkArgument(
        cut.isAfter(log.firstTime()) && !cut.isAfter(log.lastTime()),
        "cut: %s leaves nothing to learn from or nothing to test on; the events go from %s to %s",
        cut,
        log.firstTime(),
        log.lastTime());
    return at(log, cut, openVisits(log));
  }

  /**
   * Cuts by time so that about a share of the events is for testing. Events of one instant stay
   * together, and so do visits where that is possible: the cut moves to the nearest moment at which
   * no visit goes on, by at most half of the events to test on. In a log that never rests it stays
   * within a tenth of them and divides as few visits as it can ({@link #dividedVisits()}).
   *
   * @param testShare above 0 and below 1
   * @throws IllegalArgumentException if all events are of one instant
   */
  public static Split byTime(EventLog log, double testShare) {
    checkShare(testShare);
    Preconditions.checkArgument(log.size() > 1, "log: has %s events, too few to cut", log.size());
    Preconditions.checkArgument(
        log.firstTime().isBefore(log.lastTime()),
        "log: all events are at %s, so that no cut by time leaves some to test on",
        log.firstTime());
    int[] open = openVisits(log);
    long wanted = Math.round(testShare * log.size());
    int target = (int) Math.min(log.size() - 1, Math.max(1, log.size() - wanted));
    long smaller = Math.min(target, log.size() - target);
    int row = nearest(log, open, target, Math.round(FAR * smaller), 0);
    if (row < 0) {
      long near = Math.round(NEAR * smaller);
      int least = Integer.MAX_VALUE;
      for (int r = 1; r < log.size(); r++) {
        if (isBoundary(log, r) && Math.abs((long) r - target) <= near) {
          least = Math.min(least, open[r]);
        }
      }
      row = nearest(log, open, target, near, least);
    }
    if (row < 0) {
      row = nearest(log, open, target, log.size(), Integer.MAX_VALUE);
    }
    return at(log, Instant.ofEpochMilli(log.timeMillis(row)), open);
  }

  private static boolean isBoundary(EventLog log, int row) {
    return log.timeMillis(row - 1) < log.timeMillis(row);
  }

  /** The row nearest to {@code target} before which the log can be cut, -1 if none is so near. */
  private static int nearest(EventLog log, int[] open, int target, long distance, int mostOpen) {
    for (long d = 0; d <= distance; d++) {
      for (long row = target - d; row <= target + d; row += Math.max(1, 2 * d)) {
        if (row > 0 && row < log.size()) {
          int r = (int) row;
          if (open[r] <= mostOpen && isBoundary(log, r)) {
            return r;
          }
        }
      }
    }
    return -1;
  }

  /** For each row how many visits have rows both before it and from it on. */
  private static int[] openVisits(EventLog log) {
    int[] open = new int[log.size() + 1];
    for (Sessions.Visit visit : Sessions.of(log).visits()) {
      open[visit.row(0) + 1]++;
      open[visit.row(visit.size() - 1) + 1]--;
    }
    for (int row = 1; row <= log.size(); row++) {
      open[row] += open[row - 1];
    }
    return open;
  }

  private static Split at(EventLog log, Instant cut, int[] open) {
    EventLog train = log.before(cut);
    int divided = open[train.size()];
    String visits =
        divided == 0 ? "" : String.format(Locale.ROOT, ", dividing %,d visits", divided);
    return new Split(
        train,
        log.from(cut),
        Optional.of(cut),
        divided,
        "events from " + cut + " on are for testing" + visits);
  }

  /**
   * Draws each event for testing with a probability. Known to flatter: it leaks the future.
   *
   * @throws IllegalArgumentException if one part would have no events
   */
  public static Split random(EventLog log, double testShare, Seed seed) {
    checkShare(testShare);
    SplittableRandom random = seed.random();
    boolean[] test = new boolean[log.size()];
    for (int row = 0; row < test.length; row++) {
      test[row] = random.nextDouble() < testShare;
    }
    return of(log, test, "a random share of " + testShare + " is for testing, " + seed);
  }

  /**
   * Draws each user with a probability; all events of those drawn are for testing.
   *
   * @throws IllegalArgumentException if one part would have no users
   */
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

  /**
   * Cuts at an instant and tests only on items that nobody had touched before it. Later events with
   * other items are in neither part.
   *
   * @throws IllegalArgumentException if there is no such item; the message names the dates
   */
  public static Split coldItems(EventLog log, Instant cut) {
    Split byTime = byTime(log, cut);
    EventLog train = byTime.train;
    EventLog test = byTime.test;
    boolean[] cold = new boolean[test.itemCount()];
    for (int item = 0; item < cold.length; item++) {
      cold[item] = train.itemNumber(test.itemId(item)) < 0;
    }
    return new Split(
        train,
        test.where(row -> cold[test.item(row)], "items new from " + cut + " on"),
        Optional.of(cut),
        byTime.dividedVisits,
        "items first seen between " + cut + " and " + log.lastTime() + " are for testing");
  }

  private static Split of(EventLog log, boolean[] test, String description) {
    long divided = 0;
    for (Sessions.Visit visit : Sessions.of(log).visits()) {
      int tested = 0;
      for (int i = 0; i < visit.size(); i++) {
        tested += test[visit.row(i)] ? 1 : 0;
      }
      divided += tested > 0 && tested < visit.size() ? 1 : 0;
    }
    return new Split(
        log.where(row -> !test[row], "train: " + description),
        log.where(row -> test[row], "test: " + description),
        Optional.empty(),
        divided,
        description);
  }

  private static void checkShare(double testShare) {
    Preconditions.checkArgument(
        testShare > 0 && testShare < 1, "testShare: %s is not between 0 and 1", testShare);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d events to learn from, %,d to test on: %s",
        train.size(),
        test.size(),
        description);
  }
}
