package org.causal4j.recommend.effect;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.causal4j.core.data.EventLog;
import org.causal4j.core.data.Sessions;

/**
 * The visits of a log by user and time, with the distinct items of each: those that count as a
 * cause, those that count as an effect, and all.
 *
 * <p>Visits of user {@code u} are {@code from(u) .. to(u)-1}, in time order.
 */
final class Visits {
  private final int[] firstOfUser;
  private final int[] user;
  private final long[] time;
  private final int[][] causes;
  private final int[][] effects;
  private final int[][] touched;
  private final long lastTime;
  private final long firstTime;

  private Visits(
      int[] firstOfUser,
      int[] user,
      long[] time,
      int[][] causes,
      int[][] effects,
      int[][] touched,
      long firstTime,
      long lastTime) {
    this.firstOfUser = firstOfUser;
    this.user = user;
    this.time = time;
    this.causes = causes;
    this.effects = effects;
    this.touched = touched;
    this.firstTime = firstTime;
    this.lastTime = lastTime;
  }

  /** The visits of a log; an action that is empty stands for every action. */
  static Visits of(EventLog log, String causeAction, String effectAction) {
    List<Sessions.Visit> all = Sessions.of(log).visits();
    int[] order =
        IntStream.range(0, all.size())
            .boxed()
            .sorted(
                (a, b) -> {
                  int byUser = Integer.compare(all.get(a).user(), all.get(b).user());
                  if (byUser != 0) {
                    return byUser;
                  }
                  int byTime = Long.compare(all.get(a).startMillis(), all.get(b).startMillis());
                  return byTime != 0 ? byTime : Integer.compare(a, b);
                })
            .mapToInt(Integer::intValue)
            .toArray();
    int[] firstOfUser = new int[log.userCount() + 1];
    int[] user = new int[order.length];
    long[] time = new long[order.length];
    int[][] causes = new int[order.length][];
    int[][] effects = new int[order.length][];
    int[][] touched = new int[order.length][];
    for (int v = 0; v < order.length; v++) {
      Sessions.Visit visit = all.get(order[v]);
      user[v] = visit.user();
      firstOfUser[visit.user() + 1] = v + 1;
      time[v] = visit.startMillis();
      touched[v] = items(log, visit, "");
      causes[v] = causeAction.isEmpty() ? touched[v] : items(log, visit, causeAction);
      effects[v] = effectAction.equals(causeAction) ? causes[v] : items(log, visit, effectAction);
    }
    for (int u = 1; u < firstOfUser.length; u++) {
      firstOfUser[u] = Math.max(firstOfUser[u], firstOfUser[u - 1]);
    }
    return new Visits(
        firstOfUser,
        user,
        time,
        causes,
        effects,
        touched,
        log.firstTime().toEpochMilli(),
        log.lastTime().toEpochMilli());
  }

  private static int[] items(EventLog log, Sessions.Visit visit, String action) {
    return Arrays.stream(visit.rows())
        .filter(row -> action.isEmpty() || log.action(row).equals(action))
        .map(log::item)
        .sorted()
        .distinct()
        .toArray();
  }

  /**
   * The same visits with time running backwards: what came last comes first. An effect that is
   * found here can't be one.
   */
  Visits reversed() {
    int count = count();
    int[] reversedUser = new int[count];
    long[] reversedTime = new long[count];
    int[][] reversedCauses = new int[count][];
    int[][] reversedEffects = new int[count][];
    int[][] reversedTouched = new int[count][];
    for (int u = 0; u < users(); u++) {
      for (int v = from(u); v < to(u); v++) {
        int mirrored = from(u) + to(u) - 1 - v;
        reversedUser[mirrored] = u;
        reversedTime[mirrored] = firstTime + lastTime - time[v];
        reversedCauses[mirrored] = causes[v];
        reversedEffects[mirrored] = effects[v];
        reversedTouched[mirrored] = touched[v];
      }
    }
    return new Visits(
        firstOfUser,
        reversedUser,
        reversedTime,
        reversedCauses,
        reversedEffects,
        reversedTouched,
        firstTime,
        lastTime);
  }

  int users() {
    return firstOfUser.length - 1;
  }

  int count() {
    return user.length;
  }

  int from(int u) {
    return firstOfUser[u];
  }

  int to(int u) {
    return firstOfUser[u + 1];
  }

  int user(int visit) {
    return user[visit];
  }

  long time(int visit) {
    return time[visit];
  }

  long firstTime() {
    return firstTime;
  }

  long lastTime() {
    return lastTime;
  }

  boolean isCause(int visit, int item) {
    return Arrays.binarySearch(causes[visit], item) >= 0;
  }

  boolean isEffect(int visit, int item) {
    return Arrays.binarySearch(effects[visit], item) >= 0;
  }

  /** The distinct items of the causing action, ascending; not for writing. */
  int[] causes(int visit) {
    return causes[visit];
  }

  /** The distinct items of the affected action, ascending; not for writing. */
  int[] effects(int visit) {
    return effects[visit];
  }

  /** The distinct items of any action, ascending; not for writing. */
  int[] touched(int visit) {
    return touched[visit];
  }
}
