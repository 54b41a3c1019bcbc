package org.causal4j.core.data;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One run of a {@link Cleaning} over a log. */
final class CleaningPass {
  private static final int EXAMPLES = 5;

  private final Cleaning cleaning;
  private final EventLog log;
  private final EventColumns rows;
  private final Optional<Catalog> catalog;
  private final Tally tally = new Tally(EXAMPLES);
  private final boolean[] kept;

  CleaningPass(Cleaning cleaning, EventLog log, Optional<Catalog> catalog) {
    this.cleaning = cleaning;
    this.log = log;
    this.rows = log.columns();
    this.catalog = catalog;
    this.kept = new boolean[log.size()];
    Arrays.fill(kept, true);
  }

  Cleaning.Cleaned run() {
    if (cleaning.dropDuplicates()) {
      dropDuplicates();
    }
    dropByValue();
    if (cleaning.burstEvents() > 0) {
      dropBursts();
    }
    EventLog cleaned = log.where(row -> kept[row], "cleaned " + cleaning);
    new CleaningPass(cleaning, cleaned, catalog).note(tally);
    return new Cleaning.Cleaned(cleaned, tally.report(log.size()));
  }

  private void drop(int row, String reason) {
    kept[row] = false;
    tally.drop(reason, () -> example(row));
  }

  private String example(int row) {
    BehaviorEvent event = log.event(row);
    return event.user() + " " + event.action() + " " + event.item() + " at " + event.time();
  }

  private void dropDuplicates() {
    int slots = Integer.highestOneBit(Math.max(2, Math.min(rows.size(), 1 << 29))) << 1;
    int[] firstRow = new int[slots];
    for (int row = 0; row < kept.length; row++) {
      int slot = hash(row) & (slots - 1);
      while (firstRow[slot] != 0 && !equal(firstRow[slot] - 1, row)) {
        slot = (slot + 1) & (slots - 1);
      }
      if (firstRow[slot] == 0) {
        firstRow[slot] = row + 1;
      } else {
        drop(row, "duplicate of an earlier row");
      }
    }
  }

  private int hash(int row) {
    long hash = rows.time[row];
    hash = hash * 0x9E3779B97F4A7C15L + rows.user[row];
    hash = hash * 0x9E3779B97F4A7C15L + rows.item[row];
    hash = hash * 0x9E3779B97F4A7C15L + rows.action[row];
    hash = hash * 0x9E3779B97F4A7C15L + rows.session(row);
    hash = hash * 0x9E3779B97F4A7C15L + Double.doubleToLongBits(rows.quantity(row));
    hash = hash * 0x9E3779B97F4A7C15L + Double.doubleToLongBits(rows.price(row));
    return (int) ((hash * 0x9E3779B97F4A7C15L) >>> 32);
  }

  private boolean equal(int a, int b) {
    return rows.time[a] == rows.time[b]
        && rows.user[a] == rows.user[b]
        && rows.item[a] == rows.item[b]
        && rows.action[a] == rows.action[b]
        && rows.session(a) == rows.session(b)
        && Double.doubleToLongBits(rows.quantity(a)) == Double.doubleToLongBits(rows.quantity(b))
        && Double.doubleToLongBits(rows.price(a)) == Double.doubleToLongBits(rows.price(b));
  }

  private void dropByValue() {
    boolean[] unknown = cleaning.dropUnknownItems() ? itemsWithoutEntry() : new boolean[0];
    long earliest = cleaning.earliest().map(t -> t.toEpochMilli()).orElse(Long.MIN_VALUE);
    long latest = cleaning.latest().map(t -> t.toEpochMilli()).orElse(Long.MAX_VALUE);
    for (int row = 0; row < kept.length; row++) {
      if (kept[row]) {
        String reason = reason(row, unknown, earliest, latest);
        if (reason != null) {
          drop(row, reason);
        }
      }
    }
  }

  private @Nullable String reason(int row, boolean[] unknown, long earliest, long latest) {
    if (cleaning.dropNonPositive() && rows.quantity(row) <= 0) {
      return "quantity not above 0";
    }
    if (rows.price(row) < 0) {
      return "price below 0";
    }
    if (unknown.length > 0 && unknown[rows.item[row]]) {
      return "item not in the catalog";
    }
    if (rows.time[row] < earliest) {
      return "before " + cleaning.earliest().orElseThrow();
    }
    return rows.time[row] > latest ? "after " + cleaning.latest().orElseThrow() : null;
  }

  /** For each item whether the catalog lacks it; empty where there is no catalog. */
  private boolean[] itemsWithoutEntry() {
    boolean[] unknown = new boolean[catalog.isPresent() ? log.itemCount() : 0];
    for (int item = 0; item < unknown.length; item++) {
      unknown[item] = catalog.orElseThrow().text(log.itemId(item)).isEmpty();
    }
    return unknown;
  }

  /** Drops rows of windows that hold too many of the rows that are left. */
  private void dropBursts() {
    int[] order = keptRowsByUser();
    long window = cleaning.burstWindow().toMillis();
    boolean[] burst = new boolean[kept.length];
    int start = 0;
    int marked = 0;
    for (int i = 0; i < order.length; i++) {
      while (rows.user[order[start]] != rows.user[order[i]]
          || rows.time[order[i]] - rows.time[order[start]] >= window) {
        start++;
      }
      if (i - start + 1 > cleaning.burstEvents()) {
        for (int j = Math.max(start, marked); j <= i; j++) {
          burst[order[j]] = true;
        }
        marked = i + 1;
      }
    }
    String reason =
        "more than "
            + cleaning.burstEvents()
            + " events of one user within "
            + cleaning.burstWindow();
    for (int row = 0; row < burst.length; row++) {
      if (burst[row]) {
        drop(row, reason);
      }
    }
  }

  private int[] keptRowsByUser() {
    int[] starts = new int[log.userCount() + 1];
    int count = 0;
    for (int row = 0; row < kept.length; row++) {
      if (kept[row]) {
        starts[rows.user[row] + 1]++;
        count++;
      }
    }
    for (int user = 0; user < log.userCount(); user++) {
      starts[user + 1] += starts[user];
    }
    int[] order = new int[count];
    for (int row = 0; row < kept.length; row++) {
      if (kept[row]) {
        order[starts[rows.user[row]]++] = row;
      }
    }
    return order;
  }

  /** Notes what a reader of this log, which is clean, should know. */
  private void note(Tally into) {
    if (log.userCount() == 1) {
      into.note("only one user", log.size(), () -> log.userId(0));
    }
    noteItems(into);
    cleaning.expectedOrder().ifPresent(order -> noteOrder(order, into));
  }

  private void noteItems(Tally into) {
    if (catalog.isEmpty()) {
      return;
    }
    boolean[] unknown = itemsWithoutEntry();
    for (int row = 0; row < rows.size(); row++) {
      String id = log.itemId(rows.item[row]);
      if (unknown[rows.item[row]]) {
        into.note("item not in the catalog, kept without a text", () -> id);
      } else if (catalog.get().text(id).orElse("").isBlank()) {
        into.note("item without a text", () -> id);
      }
    }
  }

  private void noteOrder(ExpectedOrder order, Tally into) {
    int first = log.actions().indexOf(order.first());
    int then = log.actions().indexOf(order.then());
    if (first < 0 || then < 0) {
      return;
    }
    String reason = order.then() + " before the first " + order.first() + " of its visit";
    for (Sessions.Visit visit : Sessions.of(log).visits()) {
      int at = 0;
      while (at < visit.size() && rows.action[visit.row(at)] != first) {
        at++;
      }
      for (int i = 0; at < visit.size() && i < at; i++) {
        int row = visit.row(i);
        if (rows.action[row] == then && rows.time[row] < rows.time[visit.row(at)]) {
          into.note(reason, () -> example(row));
        }
      }
    }
  }
}
