package org.causal4j.core.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.google.common.collect.ImmutableMap;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.causal4j.core.DataFormatException;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Provenance;
import org.jspecify.annotations.Nullable;

/** Reads a file of events by a schema; rows that can't be read are counted with their place. */
final class EventReader {
  /** A file is refused where more than this share of its rows can't be read. */
  private static final double REJECTED_LIMIT = 0.1;

  private static final int STEP_ROWS = 100_000;

  private final Path file;
  private final EventSchema schema;
  private final ProgressListener progress;
  private final Tally tally = new Tally();
  private final TimeParser times;
  private final EventLogBuilder builder = new EventLogBuilder();
  private @Nullable DataFormatException firstRejection;
  private String firstProblem = "";
  private long rows;

  EventReader(Path file, EventSchema schema, ProgressListener progress) {
    this.file = file;
    this.schema = schema;
    this.progress = progress;
    this.times = new TimeParser(schema.zone());
  }

  EventLogReading readDelimited() throws IOException {
    try (DelimitedFile table = DelimitedFile.open(file, schema.charset())) {
      int user = table.column(schema.user());
      int item = table.column(schema.item());
      int time = table.column(schema.time());
      int action = optional(table, schema.action());
      int session = optional(table, schema.session());
      int quantity = optional(table, schema.quantity());
      int price = optional(table, schema.price());
      int width = table.header().size();
      for (CsvRecord row = table.next(); row != null; row = table.next()) {
        count();
        long line = table.line();
        int fields = row.getFieldCount();
        if (fields != width) {
          reject(
              line,
              Math.min(fields, width) + (fields > width ? 1 : 0),
              "another number of fields than the header",
              fields + " fields, the header has " + width);
          continue;
        }
        add(
            line,
            new Cell(row.getField(user), user),
            new Cell(row.getField(item), item),
            new Cell(action < 0 ? schema.defaultAction() : row.getField(action), action),
            new Cell(row.getField(time), time),
            session < 0 ? "" : row.getField(session).strip(),
            new Cell(quantity < 0 ? "" : row.getField(quantity), quantity),
            new Cell(price < 0 ? "" : row.getField(price), price));
      }
      return finish();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static int optional(DelimitedFile table, Optional<String> column) {
    return column.isPresent() ? table.column(column.get()) : -1;
  }

  /** One JSON object a line; a line may hold a session with an array of events in it. */
  EventLogReading readJsonLines() throws IOException {
    JsonFactory factory = new JsonFactory();
    long line = 0;
    try (BufferedReader text = new BufferedReader(TextFile.open(file, schema.charset()))) {
      for (String json = text.readLine(); json != null; json = text.readLine()) {
        line++;
        if (json.isBlank()) {
          continue;
        }
        try (JsonParser parser = factory.createParser(json)) {
          if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new DataFormatException(
                TextFile.name(file), line, 1, "is no JSON object; one was expected on each line");
          }
          readObject(parser, line, new HashMap<>());
        } catch (JsonProcessingException e) {
          int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
          throw new DataFormatException(
              TextFile.name(file), line, column, "is no JSON: " + e.getOriginalMessage(), e);
        }
      }
    } catch (IOException e) {
      throw TextFile.asFormatProblem(file, schema.charset(), line, e);
    }
    if (line == 0) {
      throw new DataFormatException(TextFile.name(file), 0, 0, "is empty");
    }
    return finish();
  }

  private void readObject(JsonParser parser, long line, Map<String, String> outer)
      throws IOException {
    Map<String, String> fields = new HashMap<>(outer);
    boolean nested = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_ARRAY) {
        nested = true;
        for (JsonToken e = parser.nextToken(); e != JsonToken.END_ARRAY; e = parser.nextToken()) {
          if (e == JsonToken.START_OBJECT) {
            readObject(parser, line, fields);
          } else {
            parser.skipChildren();
          }
        }
      } else if (value == JsonToken.START_OBJECT) {
        parser.skipChildren();
      } else if (value != JsonToken.VALUE_NULL) {
        fields.put(name, parser.getText());
      }
    }
    if (!nested) {
      count();
      addJson(line, fields);
    }
  }

  private void addJson(long line, Map<String, String> fields) {
    add(
        line,
        new Cell(fields.getOrDefault(schema.user(), ""), -1),
        new Cell(fields.getOrDefault(schema.item(), ""), -1),
        new Cell(
            schema.action().isEmpty()
                ? schema.defaultAction()
                : fields.getOrDefault(schema.action().get(), ""),
            -1),
        new Cell(fields.getOrDefault(schema.time(), ""), -1),
        schema.session().map(name -> fields.getOrDefault(name, "")).orElse(""),
        new Cell(schema.quantity().map(name -> fields.getOrDefault(name, "")).orElse(""), -1),
        new Cell(schema.price().map(name -> fields.getOrDefault(name, "")).orElse(""), -1));
  }

  /** A cell and its 0-based column, -1 where it has none. */
  private record Cell(String text, int column) {
    int place() {
      return column + 1;
    }
  }

  private void add(
      long line,
      Cell user,
      Cell item,
      Cell action,
      Cell time,
      String session,
      Cell quantity,
      Cell price) {
    String userId = user.text().strip();
    String itemId = item.text().strip();
    String what = action.text().strip();
    if (userId.isEmpty()) {
      reject(line, user.place(), "no user id", "'" + schema.user() + "' is empty");
      return;
    }
    if (itemId.isEmpty()) {
      reject(line, item.place(), "no item id", "'" + schema.item() + "' is empty");
      return;
    }
    if (what.isEmpty()) {
      reject(line, action.place(), "no action", "'" + schema.action().orElse("") + "' is empty");
      return;
    }
    switch (times.read(time.text())) {
      case UNREADABLE -> {
        reject(line, time.place(), "unreadable time", "'" + time.text() + "' is no time");
        return;
      }
      case GAP -> {
        reject(
            line,
            time.place(),
            "local time that does not exist",
            "'" + time.text() + "' was skipped by the clocks of " + schema.zone());
        return;
      }
      case MIXED ->
          throw new DataFormatException(
              TextFile.name(file),
              line,
              time.place(),
              "mixed zones: '"
                  + time.text()
                  + "' is not "
                  + times.form().words()
                  + " as the rows before it; write the whole column in one way");
      case READ -> {}
    }
    double howMany = number(quantity);
    if (Double.isInfinite(howMany)) {
      reject(line, quantity.place(), "unreadable quantity", "'" + quantity.text() + "'");
      return;
    }
    double unitPrice = number(price);
    if (Double.isInfinite(unitPrice)) {
      reject(line, price.place(), "unreadable price", "'" + price.text() + "'");
      return;
    }
    builder.add(userId, itemId, what, times.millis(), session, howMany, unitPrice);
  }

  /** The number of a cell, NaN where it is empty, infinite where it is none. */
  private static double number(Cell cell) {
    String text = cell.text().strip();
    if (text.isEmpty()) {
      return Double.NaN;
    }
    try {
      double value = Double.parseDouble(text);
      return Double.isFinite(value) ? value : Double.POSITIVE_INFINITY;
    } catch (NumberFormatException e) {
      return Double.POSITIVE_INFINITY;
    }
  }

  private void count() {
    if (++rows % STEP_ROWS == 0) {
      progress.step("read events", rows, -1);
    }
  }

  private void reject(long line, int column, String reason, String detail) {
    String place = TextFile.name(file) + ":" + line + (column > 0 ? ":" + column : "");
    tally.drop(reason, () -> place + " " + detail);
    if (firstRejection == null) {
      firstProblem = reason + ": " + detail;
      firstRejection = new DataFormatException(TextFile.name(file), line, column, firstProblem);
    }
  }

  private EventLogReading finish() {
    if (rows == 0) {
      throw new DataFormatException(TextFile.name(file), 0, 0, "has a header but no events");
    }
    if (firstRejection != null && tally.dropped() > REJECTED_LIMIT * rows) {
      throw new DataFormatException(
          firstRejection.source(),
          firstRejection.line(),
          firstRejection.column(),
          String.format(
              "%s; %d of %d rows can't be read, more than %.0f %%",
              firstProblem, tally.dropped(), rows, 100 * REJECTED_LIMIT));
    }
    tally.note(
        "local time that the clocks showed twice, taken as the earlier",
        times.ambiguous(),
        () -> "");
    builder.source(
        Provenance.of(
            "event log",
            ImmutableMap.of(
                "file",
                TextFile.name(file),
                "rows",
                Long.toString(rows),
                "zone",
                schema.zone().getId())));
    progress.step("read events", rows, rows);
    return new EventLogReading(builder.build(), tally.report(rows));
  }
}
