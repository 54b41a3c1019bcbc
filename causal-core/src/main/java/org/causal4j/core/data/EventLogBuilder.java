package org.causal4j.core.data;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.causal4j.core.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * Gathers events in any order and sorts them by time. Not safe to share between threads; {@link
 * #build()} may be called once.
 */
public final class EventLogBuilder {
  private static final int FIRST_CAPACITY = 1024;

  private final Dictionary users = new Dictionary();
  private final Dictionary items = new Dictionary();
  private final Dictionary actions = new Dictionary();
  private final Dictionary sessions = new Dictionary();
  private int[] user = new int[FIRST_CAPACITY];
  private int[] item = new int[FIRST_CAPACITY];
  private int[] action = new int[FIRST_CAPACITY];
  private int[] session = new int[FIRST_CAPACITY];
  private long[] time = new long[FIRST_CAPACITY];
  private double[] quantity = new double[FIRST_CAPACITY];
  private double[] price = new double[FIRST_CAPACITY];
  private int size;
  private boolean built;
  private @Nullable Provenance source;

  EventLogBuilder() {}

  /** Says where the events come from; without it the log is its own origin. */
  EventLogBuilder source(Provenance from) {
    this.source = from;
    return this;
  }

  /** Adds an event. */
  public EventLogBuilder add(BehaviorEvent event) {
    return add(
        event.user(),
        event.item(),
        event.action(),
        event.time().toEpochMilli(),
        event.session(),
        event.quantity(),
        event.price());
  }

  /**
   * Adds an event from its parts.
   *
   * @param timeMillis milliseconds since 1970-01-01T00:00Z
   * @param sessionId empty where there is none
   * @param howMany NaN where not known
   * @param unitPrice NaN where not known
   */
  public EventLogBuilder add(
      String userId,
      String itemId,
      String what,
      long timeMillis,
      String sessionId,
      double howMany,
      double unitPrice) {
    Preconditions.checkState(!built, "the log is built already");
    Preconditions.checkArgument(!userId.isEmpty(), "user: must not be empty");
    Preconditions.checkArgument(!itemId.isEmpty(), "item: must not be empty");
    Preconditions.checkArgument(!what.isEmpty(), "action: must not be empty");
    if (size == user.length) {
      grow();
    }
    user[size] = users.add(userId);
    item[size] = items.add(itemId);
    action[size] = actions.add(what);
    session[size] = sessionId.isEmpty() ? -1 : sessions.add(sessionId);
    time[size] = timeMillis;
    quantity[size] = howMany;
    price[size] = unitPrice;
    size++;
    return this;
  }

  private void grow() {
    int capacity = (int) Math.min(Integer.MAX_VALUE - 8L, size + (size >> 1) + 1L);
    Preconditions.checkState(capacity > size, "the log is full at %s events", size);
    user = Arrays.copyOf(user, capacity);
    item = Arrays.copyOf(item, capacity);
    action = Arrays.copyOf(action, capacity);
    session = Arrays.copyOf(session, capacity);
    time = Arrays.copyOf(time, capacity);
    quantity = Arrays.copyOf(quantity, capacity);
    price = Arrays.copyOf(price, capacity);
  }

  /** Number of events so far. */
  public int size() {
    return size;
  }

  /** The log, sorted by time and renumbered in that order. */
  public EventLog build() {
    Preconditions.checkState(!built, "the log is built already");
    built = true;
    int[] order = timeOrder();
    Dictionary sortedUsers = new Dictionary();
    Dictionary sortedItems = new Dictionary();
    Dictionary sortedActions = new Dictionary();
    Dictionary sortedSessions = new Dictionary();
    EventColumns columns =
        new EventColumns(
            renumber(user, order, users, sortedUsers),
            renumber(item, order, items, sortedItems),
            renumber(action, order, actions, sortedActions),
            renumber(session, order, sessions, sortedSessions),
            Arrays.stream(order).mapToLong(row -> time[row]).toArray(),
            Arrays.stream(order).mapToDouble(row -> quantity[row]).toArray(),
            Arrays.stream(order).mapToDouble(row -> price[row]).toArray());
    Provenance provenance =
        source != null
            ? source
            : Provenance.of("events", ImmutableMap.of("events", Integer.toString(size)));
    return new EventLog(
        sortedUsers, sortedItems, sortedActions, sortedSessions, columns, provenance);
  }

  private int[] timeOrder() {
    boolean sorted = true;
    for (int row = 1; row < size && sorted; row++) {
      sorted = time[row - 1] <= time[row];
    }
    if (sorted) {
      return IntStream.range(0, size).toArray();
    }
    return IntStream.range(0, size)
        .boxed()
        .sorted(Comparator.comparingLong(row -> time[row]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static int[] renumber(int[] numbers, int[] order, Dictionary from, Dictionary to) {
    int[] renumbered = new int[order.length];
    int[] known = new int[from.size()];
    Arrays.fill(known, -1);
    for (int row = 0; row < order.length; row++) {
      int number = numbers[order[row]];
      if (number >= 0 && known[number] < 0) {
        known[number] = to.add(from.text(number));
      }
      renumbered[row] = number < 0 ? -1 : known[number];
    }
    return renumbered;
  }
}
