package org.causal4j.core.data;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
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
  private long[] time = new long[FIRST_CAPACITY];
  // Empty until an event has one.
  private int[] session = {};
  private double[] quantity = {};
  private double[] price = {};
  private int size;
  private boolean sorted = true;
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
    Preconditions.checkArgument(!userId.isEmpty(), "user: must not be empty");
    Preconditions.checkArgument(!itemId.isEmpty(), "item: must not be empty");
    Preconditions.checkArgument(!what.isEmpty(), "action: must not be empty");
    Preconditions.checkArgument(
        !Double.isInfinite(howMany) && !Double.isInfinite(unitPrice),
        "quantity %s, price %s: must not be infinite",
        howMany,
        unitPrice);
    Preconditions.checkState(!built, "the log is built already");
    return addNumbered(
        users.add(userId),
        items.add(itemId),
        actions.add(what),
        timeMillis,
        sessionId.isEmpty() ? -1 : sessions.add(sessionId),
        howMany,
        unitPrice);
  }

  Dictionary users() {
    return users;
  }

  Dictionary items() {
    return items;
  }

  Dictionary actions() {
    return actions;
  }

  Dictionary sessions() {
    return sessions;
  }

  /** Adds an event whose texts are in the dictionaries of this builder. */
  EventLogBuilder addNumbered(
      int userNumber,
      int itemNumber,
      int actionNumber,
      long timeMillis,
      int sessionNumber,
      double howMany,
      double unitPrice) {
    Preconditions.checkState(!built, "the log is built already");
    if (size == user.length) {
      grow();
    }
    if (sessionNumber >= 0 && session.length == 0) {
      session = new int[user.length];
      Arrays.fill(session, 0, size, -1);
    }
    if (!Double.isNaN(howMany) && quantity.length == 0) {
      quantity = new double[user.length];
      Arrays.fill(quantity, 0, size, Double.NaN);
    }
    if (!Double.isNaN(unitPrice) && price.length == 0) {
      price = new double[user.length];
      Arrays.fill(price, 0, size, Double.NaN);
    }
    user[size] = userNumber;
    item[size] = itemNumber;
    action[size] = actionNumber;
    time[size] = timeMillis;
    if (session.length > 0) {
      session[size] = sessionNumber;
    }
    if (quantity.length > 0) {
      quantity[size] = howMany;
    }
    if (price.length > 0) {
      price[size] = unitPrice;
    }
    sorted &= size == 0 || time[size - 1] <= timeMillis;
    size++;
    return this;
  }

  private void grow() {
    int capacity = (int) Math.min(Integer.MAX_VALUE - 8L, size + (size >> 1) + 1L);
    Preconditions.checkState(capacity > size, "the log is full at %s events", size);
    user = Arrays.copyOf(user, capacity);
    item = Arrays.copyOf(item, capacity);
    action = Arrays.copyOf(action, capacity);
    time = Arrays.copyOf(time, capacity);
    session = session.length == 0 ? session : Arrays.copyOf(session, capacity);
    quantity = quantity.length == 0 ? quantity : Arrays.copyOf(quantity, capacity);
    price = price.length == 0 ? price : Arrays.copyOf(price, capacity);
  }

  /** Number of events so far. */
  public int size() {
    return size;
  }

  /** The log, sorted by time and renumbered in that order. */
  public EventLog build() {
    Preconditions.checkState(!built, "the log is built already");
    built = true;
    Provenance provenance =
        source != null
            ? source
            : Provenance.of("events", ImmutableMap.of("events", Integer.toString(size)));
    EventColumns added =
        new EventColumns(
            Arrays.copyOf(user, size),
            Arrays.copyOf(item, size),
            Arrays.copyOf(action, size),
            session.length == 0 ? session : Arrays.copyOf(session, size),
            Arrays.copyOf(time, size),
            quantity.length == 0 ? quantity : Arrays.copyOf(quantity, size),
            price.length == 0 ? price : Arrays.copyOf(price, size));
    if (sorted) {
      // Numbers were given in the order of the events, and that is the order of time.
      return new EventLog(users, items, actions, sessions, added, provenance);
    }
    EventColumns columns = added.rows(TimeOrder.of(time, size));
    return EventLog.numbered(users, items, actions, sessions, columns, provenance);
  }
}
