package org.causal4j.core.data;

import com.google.common.base.Preconditions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What to drop from a log before anything is learned from it. Every step says how many rows it
 * dropped or noted; cleaning a clean log changes nothing.
 *
 * <p>By default exact duplicates, quantities that are not positive (returns) and negative prices
 * are dropped; items without a text in the catalog are kept and noted.
 *
 * @param dropDuplicates whether a row equal in all its cells to an earlier one is dropped
 * @param dropNonPositive whether a quantity of 0 or less is dropped
 * @param dropUnknownItems whether an item that the catalog does not have is dropped
 * @param earliest events before it are dropped: clocks that were never set
 * @param latest events after it are dropped: clocks that run ahead
 * @param maxEventsPerUserHour a user with more events in one hour is taken for a program, and all
 *     the events of that hour are dropped; 0 for no such limit
 */
public record Cleaning(
    boolean dropDuplicates,
    boolean dropNonPositive,
    boolean dropUnknownItems,
    Optional<Instant> earliest,
    Optional<Instant> latest,
    int maxEventsPerUserHour) {
  private static final long HOUR_MILLIS = 3_600_000;

  /** Checks that the limits make sense. */
  public Cleaning {
    Preconditions.checkArgument(
        maxEventsPerUserHour >= 0, "maxEventsPerUserHour: %s is below 0", maxEventsPerUserHour);
    if (earliest.isPresent() && latest.isPresent()) {
      Preconditions.checkArgument(
          earliest.get().isBefore(latest.get()),
          "latest: %s is not after earliest, %s",
          latest.get(),
          earliest.get());
    }
  }

  /** Drops duplicates, returns and negative prices. */
  public static Cleaning defaults() {
    return new Cleaning(true, true, false, Optional.empty(), Optional.empty(), 0);
  }

  /** With duplicates dropped or kept. */
  public Cleaning withDuplicatesDropped(boolean drop) {
    return new Cleaning(
        drop, dropNonPositive, dropUnknownItems, earliest, latest, maxEventsPerUserHour);
  }

  /** With quantities of 0 or less dropped or kept. */
  public Cleaning withNonPositiveDropped(boolean drop) {
    return new Cleaning(
        dropDuplicates, drop, dropUnknownItems, earliest, latest, maxEventsPerUserHour);
  }

  /** With items that the catalog does not have dropped or kept. */
  public Cleaning withUnknownItemsDropped(boolean drop) {
    return new Cleaning(
        dropDuplicates, dropNonPositive, drop, earliest, latest, maxEventsPerUserHour);
  }

  /** With only the events between two instants. */
  public Cleaning withTimeRange(Instant from, Instant to) {
    return new Cleaning(
        dropDuplicates,
        dropNonPositive,
        dropUnknownItems,
        Optional.of(from),
        Optional.of(to),
        maxEventsPerUserHour);
  }

  /** With a limit on the events of one user in one hour. */
  public Cleaning withMaxEventsPerUserHour(int limit) {
    return new Cleaning(dropDuplicates, dropNonPositive, dropUnknownItems, earliest, latest, limit);
  }

  /** A log and what cleaning did to it. */
  public record Cleaned(EventLog log, CleaningReport report) {
    @Override
    public String toString() {
      return log + "\n" + report;
    }
  }

  /** Cleans a log whose items are not described. */
  public Cleaned clean(EventLog log) {
    return clean(log, Optional.empty());
  }

  /** Cleans a log whose items a catalog describes. */
  public Cleaned clean(EventLog log, Catalog catalog) {
    return clean(log, Optional.of(catalog));
  }

  private Cleaned clean(EventLog log, Optional<Catalog> catalog) {
    Tally tally = new Tally(5);
    IntFunction<String> example =
        row -> {
          BehaviorEvent event = log.event(row);
          return event.user() + " " + event.action() + " " + event.item() + " at " + event.time();
        };
    Set<Integer> bursts = maxEventsPerUserHour == 0 ? Set.of() : burstRows(log);
    Set<BehaviorEvent> seen = new HashSet<>();
    boolean[] kept = new boolean[log.size()];
    for (int row = 0; row < kept.length; row++) {
      int r = row;
      String reason = reason(log, row, catalog, bursts);
      if (reason == null && dropDuplicates && !seen.add(log.event(row))) {
        reason = "duplicate of an earlier row";
      }
      if (reason == null) {
        kept[row] = true;
      } else {
        tally.drop(reason, () -> example.apply(r));
      }
    }
    EventLog cleaned = log.where(row -> kept[row], "cleaned " + this);
    note(cleaned, catalog, tally);
    return new Cleaned(cleaned, tally.report(log.size()));
  }

  private @Nullable String reason(
      EventLog log, int row, Optional<Catalog> catalog, Set<Integer> bursts) {
    if (earliest.isPresent() && log.timeMillis(row) < earliest.get().toEpochMilli()) {
      return "before " + earliest.get();
    }
    if (latest.isPresent() && log.timeMillis(row) > latest.get().toEpochMilli()) {
      return "after " + latest.get();
    }
    if (dropNonPositive && log.quantity(row) <= 0) {
      return "quantity not above 0";
    }
    if (log.price(row) < 0) {
      return "price below 0";
    }
    if (dropUnknownItems
        && catalog.isPresent()
        && catalog.get().text(log.itemId(log.item(row))).isEmpty()) {
      return "item not in the catalog";
    }
    return bursts.contains(row)
        ? "more than " + maxEventsPerUserHour + " events of one user in an hour"
        : null;
  }

  private Set<Integer> burstRows(EventLog log) {
    Set<Integer> bursts = new HashSet<>();
    Map<Long, List<Integer>> byHour = new HashMap<>();
    for (int row = 0; row < log.size(); row++) {
      long hour = Math.floorDiv(log.timeMillis(row), HOUR_MILLIS);
      long key = hour * log.userCount() + log.user(row);
      byHour.computeIfAbsent(key, k -> new ArrayList<>()).add(row);
    }
    byHour.values().stream()
        .filter(rows -> rows.size() > maxEventsPerUserHour)
        .forEach(bursts::addAll);
    return bursts;
  }

  private static void note(EventLog log, Optional<Catalog> catalog, Tally tally) {
    if (log.userCount() == 1) {
      tally.note("only one user", () -> log.userId(0));
    }
    if (catalog.isEmpty()) {
      return;
    }
    for (int item = 0; item < log.itemCount(); item++) {
      String id = log.itemId(item);
      Optional<String> text = catalog.get().text(id);
      if (text.isEmpty()) {
        tally.note("item not in the catalog (kept, without a text)", () -> id);
      } else if (text.get().isBlank()) {
        tally.note("item without a text", () -> id);
      }
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "duplicates %s, non-positive %s, unknown items %s, from %s, to %s, at most %s an hour",
        dropDuplicates ? "dropped" : "kept",
        dropNonPositive ? "dropped" : "kept",
        dropUnknownItems ? "dropped" : "kept",
        earliest.map(Instant::toString).orElse("-"),
        latest.map(Instant::toString).orElse("-"),
        maxEventsPerUserHour == 0 ? "any number" : Integer.toString(maxEventsPerUserHour));
  }
}
