package org.causal4j.core.data;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * The visits of a log: rows of one user that belong together. Where the log names its sessions
 * (baskets, invoices) these are the visits; else a pause of a user ends one.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class Sessions {
  /** A pause that ends a visit, where the log names no sessions. */
  public static final Duration DEFAULT_GAP = Duration.ofMinutes(30);

  private final ImmutableList<Visit> visits;

  private Sessions(ImmutableList<Visit> visits) {
    this.visits = visits;
  }

  /** One visit. */
  public static final class Visit {
    private final int user;
    private final long startMillis;
    private final int[] rows;

    private Visit(int user, long startMillis, int[] rows) {
      this.user = user;
      this.startMillis = startMillis;
      this.rows = rows;
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
      return rows.clone();
    }

    /** Number of rows. */
    public int size() {
      return rows.length;
    }

    @Override
    public String toString() {
      return "Visit of user " + user + " with " + rows.length + " events";
    }
  }

  /** The visits of a log, with a pause of {@link #DEFAULT_GAP} where it names none. */
  public static Sessions of(EventLog log) {
    return of(log, DEFAULT_GAP);
  }

  /**
   * The visits of a log.
   *
   * @param gap the pause that ends a visit of a user, for rows that name no session
   */
  public static Sessions of(EventLog log, Duration gap) {
    Preconditions.checkArgument(!gap.isNegative() && !gap.isZero(), "gap: %s is not above 0", gap);
    int[][] rowsOfUser = rowsByUser(log);
    List<Visit> visits = new ArrayList<>();
    for (int user = 0; user < rowsOfUser.length; user++) {
      addVisits(log, user, rowsOfUser[user], gap.toMillis(), visits);
    }
    visits.sort(
        Comparator.comparingLong(Visit::startMillis).thenComparingInt(visit -> visit.rows[0]));
    return new Sessions(ImmutableList.copyOf(visits));
  }

  private static int[][] rowsByUser(EventLog log) {
    int[] counts = new int[log.userCount()];
    for (int row = 0; row < log.size(); row++) {
      counts[log.user(row)]++;
    }
    int[][] rows = new int[counts.length][];
    Arrays.setAll(rows, user -> new int[counts[user]]);
    int[] used = new int[counts.length];
    for (int row = 0; row < log.size(); row++) {
      int user = log.user(row);
      rows[user][used[user]++] = row;
    }
    return rows;
  }

  private static void addVisits(
      EventLog log, int user, int[] rows, long gapMillis, List<Visit> visits) {
    Map<Integer, List<Integer>> named = new LinkedHashMap<>();
    List<Integer> unnamed = new ArrayList<>();
    for (int row : rows) {
      int session = log.session(row);
      if (session >= 0) {
        named.computeIfAbsent(session, key -> new ArrayList<>()).add(row);
      } else {
        unnamed.add(row);
      }
    }
    named.values().forEach(members -> visits.add(visit(log, user, members)));
    int from = 0;
    for (int i = 1; i <= unnamed.size(); i++) {
      int at = i;
      IntPredicate pause =
          k -> log.timeMillis(unnamed.get(k)) - log.timeMillis(unnamed.get(k - 1)) > gapMillis;
      if (at == unnamed.size() || pause.test(at)) {
        visits.add(visit(log, user, unnamed.subList(from, at)));
        from = at;
      }
    }
  }

  private static Visit visit(EventLog log, int user, List<Integer> rows) {
    return new Visit(
        user, log.timeMillis(rows.get(0)), rows.stream().mapToInt(Integer::intValue).toArray());
  }

  /** All visits, in the order of their first event. */
  public ImmutableList<Visit> visits() {
    return visits;
  }

  @Override
  public String toString() {
    return visits.size() + " visits";
  }
}
