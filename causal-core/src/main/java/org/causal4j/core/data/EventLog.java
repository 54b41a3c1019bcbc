package org.causal4j.core.data;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * Who did what with which item, when: an immutable, time-ordered log in columns. Users, items,
 * actions and sessions are numbered in the order of their first event in the log; rows are sorted
 * by time, and rows of one time keep the order in which they were added.
 *
 * <p>20 bytes a row, 4 more where there are sessions and 8 each for quantity and price. Immutable
 * and safe to share between threads.
 */
public final class EventLog {
  private final Dictionary users;
  private final Dictionary items;
  private final Dictionary actions;
  private final Dictionary sessions;
  private final EventColumns columns;
  private final Provenance provenance;
  private volatile @Nullable String fingerprint;

  EventLog(
      Dictionary users,
      Dictionary items,
      Dictionary actions,
      Dictionary sessions,
      EventColumns columns,
      Provenance provenance) {
    this.users = users;
    this.items = items;
    this.actions = actions;
    this.sessions = sessions;
    this.columns = columns;
    this.provenance = provenance;
  }

  /** A builder that takes events in any order. */
  public static EventLogBuilder builder() {
    return new EventLogBuilder();
  }

  /** A log of these events. */
  public static EventLog of(List<BehaviorEvent> events) {
    EventLogBuilder builder = builder();
    events.forEach(builder::add);
    return builder.build();
  }

  /**
   * Reads a delimited file: comma, tab or semicolon, plain or gzip, with or without a byte-order
   * mark.
   *
   * @throws org.causal4j.core.DataFormatException if the file can't be read as such a log, or more
   *     than a tenth of its rows can't
   */
  public static EventLog readCsv(Path file, EventSchema schema) throws IOException {
    return readingCsv(file, schema, ProgressListener.NONE).log();
  }

  /** The same, with a report of the rows that could not be read. */
  public static EventLogReading readingCsv(Path file, EventSchema schema, ProgressListener progress)
      throws IOException {
    return CsvEvents.read(file, schema, ReadOptions.defaults(), progress);
  }

  /**
   * Reads JSON Lines: one object a line, plain or gzip. An object may hold an array of events,
   * which inherit its other fields: {@code {"session": 1, "events": [{"item": 2, "ts": 3}]}}.
   *
   * @throws org.causal4j.core.DataFormatException as {@link #readCsv}
   */
  public static EventLog readJsonLines(Path file, EventSchema schema) throws IOException {
    return readingJsonLines(file, schema, ProgressListener.NONE).log();
  }

  /** The same, with a report of the rows that could not be read. */
  public static EventLogReading readingJsonLines(
      Path file, EventSchema schema, ProgressListener progress) throws IOException {
    return JsonEvents.read(file, schema, ReadOptions.defaults(), progress);
  }

  /**
   * Reads a file of either kind: JSON Lines where its first character is a brace, else delimited.
   *
   * @throws org.causal4j.core.DataFormatException if the file can't be read as such a log, or more
   *     of its rows can't than the options allow
   */
  public static EventLogReading read(
      Path file, EventSchema schema, ReadOptions options, ProgressListener progress)
      throws IOException {
    boolean json;
    try (TextFile text = TextFile.open(file, schema.charset())) {
      json = text.head().stripLeading().startsWith("{");
    }
    return json
        ? JsonEvents.read(file, schema, options, progress)
        : CsvEvents.read(file, schema, options, progress);
  }

  /** Number of events. */
  public int size() {
    return columns.size();
  }

  /** Number of distinct users. */
  public int userCount() {
    return users.size();
  }

  /** Number of distinct items. */
  public int itemCount() {
    return items.size();
  }

  /** The user of a row, as a number below {@link #userCount()}. */
  public int user(int row) {
    return columns.user[Preconditions.checkElementIndex(row, size(), "row")];
  }

  /** The item of a row, as a number below {@link #itemCount()}. */
  public int item(int row) {
    return columns.item[Preconditions.checkElementIndex(row, size(), "row")];
  }

  /** The action of a row. */
  public String action(int row) {
    return actions.text(columns.action[Preconditions.checkElementIndex(row, size(), "row")]);
  }

  /** The time of a row in milliseconds since 1970-01-01T00:00Z. */
  public long timeMillis(int row) {
    return columns.time[Preconditions.checkElementIndex(row, size(), "row")];
  }

  /**
   * The session of a row, as a number: equal numbers, same visit. -1 where the log has no sessions.
   */
  public int session(int row) {
    return columns.session(Preconditions.checkElementIndex(row, size(), "row"));
  }

  /** How many, NaN where the log does not say. */
  public double quantity(int row) {
    return columns.quantity(Preconditions.checkElementIndex(row, size(), "row"));
  }

  /** Price per unit, NaN where the log does not say. */
  public double price(int row) {
    return columns.price(Preconditions.checkElementIndex(row, size(), "row"));
  }

  /** The id of a user number. */
  public String userId(int user) {
    return users.text(user);
  }

  /** The id of an item number. */
  public String itemId(int item) {
    return items.text(item);
  }

  /** All user ids, in the order of their numbers. */
  public ImmutableList<String> userIds() {
    return users.texts();
  }

  /** All item ids, in the order of their numbers. */
  public ImmutableList<String> itemIds() {
    return items.texts();
  }

  /** The distinct actions, in the order of their first event. */
  public ImmutableList<String> actions() {
    return actions.texts();
  }

  /** The number of a user id, -1 where the log has no such user. */
  public int userNumber(String id) {
    return users.number(id);
  }

  /** The number of an item id, -1 where the log has no such item. */
  public int itemNumber(String id) {
    return items.number(id);
  }

  /** Number of distinct sessions, 0 where the log has none. */
  public int sessionCount() {
    return sessions.size();
  }

  /** Whether rows say which visit they belong to. */
  public boolean hasSessions() {
    return sessions.size() > 0;
  }

  /** A row as a value. */
  public BehaviorEvent event(int row) {
    int session = session(row);
    return new BehaviorEvent(
        userId(user(row)),
        itemId(item(row)),
        action(row),
        Instant.ofEpochMilli(timeMillis(row)),
        session < 0 ? "" : sessions.text(session),
        quantity(row),
        price(row));
  }

  /** Time of the first event. */
  public Instant firstTime() {
    Preconditions.checkState(size() > 0, "the log is empty");
    return Instant.ofEpochMilli(columns.time[0]);
  }

  /** Time of the last event. */
  public Instant lastTime() {
    Preconditions.checkState(size() > 0, "the log is empty");
    return Instant.ofEpochMilli(columns.time[size() - 1]);
  }

  /** The events of one action. */
  public EventLog only(String action) {
    int number = actions.number(action);
    Preconditions.checkArgument(number >= 0, "action '%s': not among %s", action, actions());
    return where(row -> columns.action[row] == number, "only " + action);
  }

  /** The events before an instant. */
  public EventLog before(Instant end) {
    long limit = ceilMillis(end);
    return where(row -> columns.time[row] < limit, "before " + end);
  }

  /** The events at or after an instant. */
  public EventLog from(Instant start) {
    long limit = ceilMillis(start);
    return where(row -> columns.time[row] >= limit, "from " + start);
  }

  /** The first whole millisecond at or after an instant. */
  private static long ceilMillis(Instant instant) {
    long floor = instant.toEpochMilli();
    return Instant.ofEpochMilli(floor).isBefore(instant) ? floor + 1 : floor;
  }

  /**
   * The rows that pass, as a log of their own with its own numbers.
   *
   * @param step what was chosen, for the provenance
   */
  public EventLog where(IntPredicate row, String step) {
    int[] kept = new int[size()];
    int count = 0;
    for (int r = 0; r < kept.length; r++) {
      if (row.test(r)) {
        kept[count++] = r;
      }
    }
    Provenance chosen = Provenance.of("events", ImmutableMap.of("chosen", step), provenance);
    return count == kept.length
        ? new EventLog(users, items, actions, sessions, columns, chosen)
        : numbered(
            users, items, actions, sessions, columns.rows(Arrays.copyOf(kept, count)), chosen);
  }

  /** A log of columns that are sorted by time but numbered in another order. */
  static EventLog numbered(
      Dictionary users,
      Dictionary items,
      Dictionary actions,
      Dictionary sessions,
      EventColumns columns,
      Provenance provenance) {
    return new EventLog(
        users.renumber(columns.user),
        items.renumber(columns.item),
        actions.renumber(columns.action),
        sessions.renumber(columns.session),
        columns,
        provenance);
  }

  /** The columns; not for writing. */
  EventColumns columns() {
    return columns;
  }

  /**
   * SHA-256 over all rows, in hexadecimal: equal logs, equal fingerprint. Computed once, in about a
   * second for ten million rows.
   */
  public String fingerprint() {
    String known = fingerprint;
    if (known == null) {
      known = columns.fingerprint(ImmutableList.of(users, items, actions, sessions));
      fingerprint = known;
    }
    return known;
  }

  /** Where the log comes from. */
  public Provenance provenance() {
    return provenance;
  }

  @Override
  public String toString() {
    String span = size() == 0 ? "" : ", " + firstTime() + " to " + lastTime();
    return "EventLog: "
        + size()
        + " events of "
        + userCount()
        + " users with "
        + itemCount()
        + " items, actions "
        + actions()
        + span;
  }
}
