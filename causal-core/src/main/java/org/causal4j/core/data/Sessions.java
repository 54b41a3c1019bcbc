package org.causal4j.core.data;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The visits of a log: rows of one user that belong together. Where the log names its sessions
 * (baskets, invoices) these are the visits; else a pause of a user ends one. A session that several
 * users share is a visit of each.
 *
 * <p>One pass over the log, 8 bytes a row and 40 a visit. Immutable and safe to share between
 * threads.
 */
public final class Sessions {
  /** A pause that ends a visit, where the log names no sessions. */
  public static final Duration DEFAULT_GAP = Duration.ofMinutes(30);

  private final int[] visitOfRow;
  private final ImmutableList<Visit> visits;

  private Sessions(int[] visitOfRow, ImmutableList<Visit> visits) {
    this.visitOfRow = visitOfRow;
    this.visits = visits;
  }

  /** One visit. */
  public static final class Visit {
    private final int user;
    private final long startMillis;
    private final int[] allRows;
    private final int from;
    private final int to;

    private Visit(int user, long startMillis, int[] allRows, int from, int to) {
      this.user = user;
      this.startMillis = startMillis;
      this.allRows = allRows;
      this.from = from;
      this.to = to;
    }

    /** Number of the user. */
    public int user() {
      return user;
    }

    /** Time of its first event, in milliseconds since 1970-01-01T00:00Z. */
    public long startMillis() {
      return startMillis;
    }

    /** Its rows in the log, in time order; a copy. */
    public int[] rows() {
      return Arrays.copyOfRange(allRows, from, to);
    }

    /** One of its rows, the 0-th being the first in time. */
    public int row(int index) {
      return allRows[from + Preconditions.checkElementIndex(index, size(), "index")];
    }

    /** Number of rows, at least 1. */
    public int size() {
      return to - from;
    }

    @Override
    public String toString() {
      return "Visit of user "
          + user
          + " with "
          + size()
          + " events from "
          + Instant.ofEpochMilli(startMillis)
          + " on";
    }
  }

  /** The visits of a log, with a pause of {@link #DEFAULT_GAP} where it names none. */
  public static Sessions of(EventLog log) {
    return of(log, DEFAULT_GAP);
  }

  /**
   * The visits of a log.
   *
   * @param gap a longer pause of a user ends a visit, for rows that name no session
   */
  public static Sessions of(EventLog log, Duration gap) {
    Preconditions.checkArgument(!gap.isNegative() && !gap.isZero(), "gap: %s is not above 0", gap);
    Numbering numbering = new Numbering(log, gap.toMillis());
    int[] visitOfRow = numbering.number();
    return new Sessions(visitOfRow, visits(log, visitOfRow, numbering.count));
  }

  /** Numbers the visits in the order of their first rows. */
  private static final class Numbering {
    private final EventColumns rows;
    private final long gapMillis;
    private final int[] openVisit;
    private final long[] lastTime;
    private final int[] visitOfSession;
    private final int[] userOfSession;
    private final Map<Long, Integer> shared = new HashMap<>();
    private final int users;
    private int count;

    Numbering(EventLog log, long gapMillis) {
      this.rows = log.columns();
      this.gapMillis = gapMillis;
      this.users = log.userCount();
      this.openVisit = new int[users];
      this.lastTime = new long[users];
      Arrays.fill(openVisit, -1);
      int sessions = log.sessionCount();
      this.visitOfSession = new int[sessions];
      this.userOfSession = new int[sessions];
      Arrays.fill(userOfSession, -1);
    }

    int[] number() {
      int[] visitOfRow = new int[rows.size()];
      for (int row = 0; row < visitOfRow.length; row++) {
        int session = rows.session(row);
        visitOfRow[row] = session < 0 ? unnamed(row) : named(rows.user[row], session);
      }
      return visitOfRow;
    }

    private int unnamed(int row) {
      int user = rows.user[row];
      long time = rows.time[row];
      if (openVisit[user] < 0 || time - lastTime[user] > gapMillis) {
        openVisit[user] = count++;
      }
      lastTime[user] = time;
      return openVisit[user];
    }

    private int named(int user, int session) {
      if (userOfSession[session] < 0) {
        userOfSession[session] = user;
        visitOfSession[session] = count++;
      }
      return userOfSession[session] == user
          ? visitOfSession[session]
          : shared.computeIfAbsent((long) session * users + user, key -> count++);
    }
  }

  private static ImmutableList<Visit> visits(EventLog log, int[] visitOfRow, int count) {
    int[] starts = new int[count + 1];
    for (int visit : visitOfRow) {
      starts[visit + 1]++;
    }
    for (int visit = 0; visit < count; visit++) {
      starts[visit + 1] += starts[visit];
    }
    int[] rows = new int[visitOfRow.length];
    int[] used = Arrays.copyOf(starts, count);
    for (int row = 0; row < rows.length; row++) {
      rows[used[visitOfRow[row]]++] = row;
    }
    ImmutableList.Builder<Visit> visits = ImmutableList.builderWithExpectedSize(count);
    for (int visit = 0; visit < count; visit++) {
      int first = rows[starts[visit]];
      visits.add(
          new Visit(
              log.user(first), log.timeMillis(first), rows, starts[visit], starts[visit + 1]));
    }
    return visits.build();
  }

  /** All visits, in the order of their first event. */
  public ImmutableList<Visit> visits() {
    return visits;
  }

  /** The place in {@link #visits()} of the visit that a row of the log belongs to. */
  public int visitOf(int row) {
    return visitOfRow[row];
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d visits with %.1f events on average",
        visits.size(),
        visits.isEmpty() ? 0.0 : (double) visitOfRow.length / visits.size());
  }
}
