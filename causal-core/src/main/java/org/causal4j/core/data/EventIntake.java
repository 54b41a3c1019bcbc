package org.causal4j.core.data;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.causal4j.core.DataFormatException;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Provenance;
import org.jspecify.annotations.Nullable;

/**
 * Takes the rows of a file one by one: checks them, adds the good ones to a log and counts the
 * others with their place. Not safe to share between threads.
 */
final class EventIntake {
  private static final int STEP_ROWS = 100_000;
  private static final String STAGE = "read events";
  private static final String REPEATED_HOUR =
      "local time that the clocks showed twice, taken as the earlier";

  private final String file;
  private final EventSchema schema;
  private final ReadOptions options;
  private final ProgressListener progress;
  private final int[] column;
  private final boolean numbered;
  private final TimeParser times;
  private final boolean knowsTimes;
  private final Tally tally;
  private final EventLogBuilder builder = new EventLogBuilder();
  private @Nullable DataFormatException first;
  private String firstProblem = "";
  private int defaultAction = -1;
  private long rows;

  /**
   * @param column for each slot the cell of a row that holds it, -1 for none
   * @param numbered whether cells are columns of a file, so that their number helps to find them
   * @param sample times of the first rows
   */
  EventIntake(
      Path file,
      EventSchema schema,
      ReadOptions options,
      ProgressListener progress,
      int[] column,
      boolean numbered,
      List<String> sample) {
    this.file = TextFile.name(file);
    this.schema = schema;
    this.options = options;
    this.progress = progress;
    this.column = column.clone();
    this.numbered = numbered;
    this.tally = new Tally(options.examples());
    TimeParser parser =
        schema.timePattern().isPresent()
            ? TimeParser.ofPattern(schema.timePattern().get(), schema.zone())
            : TimeParser.detect(sample, schema.zone());
    this.knowsTimes = parser != null;
    this.times = parser != null ? parser : TimeParser.of(TimeFormat.ISO_LOCAL, schema.zone());
    progress.step(STAGE, 0, -1);
  }

  private int cell(EventSlot slot) {
    return column[slot.index()];
  }

  /** Counts a row that is about to be added or rejected. */
  void count() {
    if (++rows % STEP_ROWS == 0) {
      progress.step(STAGE, rows, -1);
    }
  }

  /** Adds the event of a row that has been counted, or rejects it. */
  void add(RowText row, long line) {
    if (lacks(row, EventSlot.USER, "no user id", line)
        || lacks(row, EventSlot.ITEM, "no item id", line)
        || (cell(EventSlot.ACTION) >= 0 && lacks(row, EventSlot.ACTION, "no action", line))
        || !readTime(row, line)) {
      return;
    }
    double quantity = number(row, EventSlot.QUANTITY);
    if (quantity == NumberText.NONE) {
      reject(row, EventSlot.QUANTITY, "unreadable quantity", " is no number", line);
      return;
    }
    double price = number(row, EventSlot.PRICE);
    if (price == NumberText.NONE) {
      reject(row, EventSlot.PRICE, "unreadable price", " is no number", line);
      return;
    }
    int session = cell(EventSlot.SESSION);
    builder.addNumbered(
        intern(builder.users(), row, cell(EventSlot.USER)),
        intern(builder.items(), row, cell(EventSlot.ITEM)),
        action(row),
        times.millis(),
        session < 0 || row.isEmpty(session) ? -1 : intern(builder.sessions(), row, session),
        quantity,
        price);
  }

  private int action(RowText row) {
    int cell = cell(EventSlot.ACTION);
    if (cell >= 0) {
      return intern(builder.actions(), row, cell);
    }
    if (defaultAction < 0) {
      defaultAction = builder.actions().add(schema.defaultAction());
    }
    return defaultAction;
  }

  private static int intern(Dictionary dictionary, RowText row, int cell) {
    return dictionary.add(row.chars(), row.from(cell), row.to(cell));
  }

  private boolean lacks(RowText row, EventSlot slot, String reason, long line) {
    int cell = cell(slot);
    if (!row.isEmpty(cell)) {
      return false;
    }
    reject(line, place(slot), reason, "'" + slot.column(schema).orElse("") + "' is empty");
    return true;
  }

  private boolean readTime(RowText row, long line) {
    int cell = cell(EventSlot.TIME);
    switch (times.read(row.chars(), row.from(cell), row.to(cell))) {
      case UNREADABLE -> {
        String problem =
            knowsTimes
                ? " is not " + times.format().words()
                : " is no time that is known; state its pattern with withTimeFormat";
        reject(row, EventSlot.TIME, "unreadable time", problem, line);
        return false;
      }
      case GAP -> {
        String problem = " was skipped by the clocks of " + schema.zone();
        reject(row, EventSlot.TIME, "local time that does not exist", problem, line);
        return false;
      }
      case MIXED ->
          throw new DataFormatException(
              file,
              line,
              place(EventSlot.TIME),
              "mixed zones: '"
                  + row.text(cell)
                  + "' is not "
                  + times.format().words()
                  + ", as the first rows are; write the whole column in one way");
      case READ -> {}
    }
    if (times.wasAmbiguous()) {
      tally.note(REPEATED_HOUR, () -> at(line, place(EventSlot.TIME)) + " " + row.text(cell));
    }
    return true;
  }

  /**
   * The number of a cell, NaN where there is none, {@link NumberText#NONE} where it is no number.
   */
  private double number(RowText row, EventSlot slot) {
    int cell = cell(slot);
    return cell < 0 || row.isEmpty(cell)
        ? Double.NaN
        : NumberText.read(row.chars(), row.from(cell), row.to(cell));
  }

  private int place(EventSlot slot) {
    return numbered ? cell(slot) + 1 : 0;
  }

  private void reject(RowText row, EventSlot slot, String reason, String problem, long line) {
    reject(line, place(slot), reason, "'" + row.text(cell(slot)) + "'" + problem);
  }

  /** Rejects a row that has been counted. */
  void reject(long line, int place, String reason, String detail) {
    tally.drop(reason, () -> at(line, place) + " " + detail);
    if (first == null) {
      firstProblem = reason + ": " + detail;
      first = new DataFormatException(file, line, place, firstProblem);
    }
  }

  /** Notes something that is no row. */
  void note(String what, long line) {
    tally.note(what, () -> at(line, 0));
  }

  private String at(long line, int place) {
    return file + ":" + line + (place > 0 ? ":" + place : "");
  }

  /**
   * The log of all rows that were added.
   *
   * @throws DataFormatException if there were none, or too many were rejected
   */
  EventLogReading finish() {
    if (rows == 0) {
      throw new DataFormatException(file, 0, 0, "has no events");
    }
    long rejected = tally.dropped();
    if (first != null && rejected > options.maxRejectedShare() * rows) {
      throw new DataFormatException(
          file,
          first.line(),
          first.column(),
          String.format(
              Locale.ROOT,
              "%s; %d of %d rows can't be read, more than %s %%",
              firstProblem,
              rejected,
              rows,
              Math.round(1000 * options.maxRejectedShare()) / 10.0),
          first);
    }
    builder.source(
        Provenance.of(
            "event log",
            ImmutableMap.of(
                "file",
                file,
                "rows",
                Long.toString(rows),
                "events",
                Integer.toString(builder.size()),
                "times",
                times.format().words(),
                "zone",
                schema.zone().getId())));
    progress.step(STAGE, rows, rows);
    return new EventLogReading(builder.build(), tally.report(rows));
  }
}
