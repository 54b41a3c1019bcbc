package org.causal4j.core.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.causal4j.core.DataFormatException;
import org.causal4j.core.ProgressListener;
import org.jspecify.annotations.Nullable;

/**
 * Reads events from JSON Lines: an object a line is an event, or a session with an array of
 * objects, each of which is an event and inherits what it does not say from the session. What lies
 * deeper is passed over.
 */
final class JsonEvents {
  private final EventSchema schema;
  private final JsonFactory factory = new JsonFactory();
  private final Map<String, List<EventSlot>> slotsOf = new HashMap<>();

  private JsonEvents(EventSchema schema) {
    this.schema = schema;
    for (EventSlot slot : EventSlot.values()) {
      slot.column(schema)
          .ifPresent(name -> slotsOf.computeIfAbsent(name, n -> new ArrayList<>()).add(slot));
    }
  }

  static EventLogReading read(
      Path file, EventSchema schema, ReadOptions options, ProgressListener progress)
      throws IOException {
    return new JsonEvents(schema).readAll(file, options, progress);
  }

  private EventLogReading readAll(Path file, ReadOptions options, ProgressListener progress)
      throws IOException {
    TextFile text = TextFile.open(file, schema.charset());
    try (BufferedReader lines = new BufferedReader(text)) {
      if (text.head().isBlank() && text.headIsAll()) {
        throw new DataFormatException(text.name(), 0, 0, "is empty");
      }
      int[] cells = new int[EventSlot.COUNT];
      for (EventSlot slot : EventSlot.values()) {
        cells[slot.index()] = slot.column(schema).isPresent() ? slot.index() : -1;
      }
      EventIntake intake =
          new EventIntake(file, schema, options, progress, cells, false, sample(text));
      RowText row = new RowText();
      long number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          addLine(line, number, row, intake);
        }
      }
      return intake.finish();
    }
  }

  private void addLine(String line, long number, RowText row, EventIntake intake)
      throws IOException {
    List<@Nullable String[]> events = new ArrayList<>();
    try {
      addEvents(line, events);
    } catch (JsonProcessingException e) {
      intake.count();
      int column = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getColumnNr());
      intake.reject(number, column, "no JSON object", e.getOriginalMessage());
      return;
    }
    if (events.isEmpty()) {
      intake.note("session without events", number);
    }
    for (@Nullable String[] event : events) {
      intake.count();
      row.clear();
      for (int slot = 0; slot < event.length; slot++) {
        String cell = event[slot];
        row.put(slot, cell == null ? "" : cell);
      }
      intake.add(row, number);
    }
  }

  /** Times of the events that the head of the text holds. */
  private List<String> sample(TextFile text) throws IOException {
    List<String> times = new ArrayList<>();
    for (String line : (Iterable<String>) text.head().lines()::iterator) {
      for (@Nullable String[] event : eventsToTheFirstError(line)) {
        String time = event[EventSlot.TIME.index()];
        if (time != null) {
          times.add(time);
        }
      }
    }
    return times;
  }

  /** The error is told when the line is read; the head may end within a line, which is none. */
  private List<@Nullable String[]> eventsToTheFirstError(String line) throws IOException {
    List<@Nullable String[]> events = new ArrayList<>();
    try {
      if (!line.isBlank()) {
        addEvents(line, events);
      }
      return events;
    } catch (JsonProcessingException e) {
      return events;
    }
  }

  /** Adds the cells of each event in a line, by slot. */
  private void addEvents(String line, List<@Nullable String[]> inner) throws IOException {
    try (JsonParser json = factory.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new JsonParseException(json, "an object was expected on each line");
      }
      @Nullable String[] outer = new @Nullable String[EventSlot.COUNT];
      boolean nested = false;
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        if (json.nextToken() == JsonToken.START_ARRAY) {
          nested |= readArray(json, inner);
        } else {
          take(json, name, outer);
        }
      }
      if (json.nextToken() != null) {
        throw new JsonParseException(json, "one object was expected on each line");
      }
      boolean itself = outer[EventSlot.ITEM.index()] != null || !nested;
      if (inner.isEmpty() && itself) {
        inner.add(outer);
      }
      for (@Nullable String[] event : inner) {
        for (int slot = 0; slot < event.length; slot++) {
          event[slot] = event[slot] == null ? outer[slot] : event[slot];
        }
      }
    }
  }

  /** Reads the objects of an array; returns whether the array may be one of events. */
  private boolean readArray(JsonParser json, List<@Nullable String[]> events) throws IOException {
    boolean objects = true;
    for (JsonToken t = json.nextToken(); t != JsonToken.END_ARRAY; t = json.nextToken()) {
      if (t != JsonToken.START_OBJECT) {
        objects = false;
        json.skipChildren();
        continue;
      }
      @Nullable String[] event = new @Nullable String[EventSlot.COUNT];
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        json.nextToken();
        take(json, name, event);
      }
      if (!Arrays.stream(event).allMatch(cell -> cell == null)) {
        events.add(event);
      }
    }
    return objects;
  }

  private void take(JsonParser json, String name, @Nullable String[] cells) throws IOException {
    if (json.currentToken().isStructStart()) {
      json.skipChildren();
    } else if (json.currentToken() != JsonToken.VALUE_NULL) {
      for (EventSlot slot : slotsOf.getOrDefault(name, List.of())) {
        cells[slot.index()] = json.getText();
      }
    }
  }
}
