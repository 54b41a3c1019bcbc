package org.causal4j.examples;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.causal4j.core.DataFormatException;
import org.causal4j.core.data.EventSchema;
import org.causal4j.core.data.Headers;

/** Columns that the user did not name: those that are called what they are. */
final class SchemaGuess {
  private final Path events;
  private final Map<String, String> named;
  private final Charset charset;
  private final ZoneId zone;

  SchemaGuess(Path events, Map<String, String> named, Charset charset, ZoneId zone) {
    this.events = events;
    this.named = named;
    this.charset = charset;
    this.zone = zone;
  }

  EventSchema schema() throws IOException {
    boolean json = events.toString().contains(".jsonl");
    ImmutableList<String> header = json ? ImmutableList.of() : Headers.of(events, charset);
    EventSchema schema =
        EventSchema.of(
                named.getOrDefault("user", "user"),
                named.getOrDefault("item", "item"),
                named.getOrDefault("time", "time"))
            .withZone(zone)
            .withCharset(charset);
    if (has("action", header)) {
      schema = schema.withAction(named.getOrDefault("action", "action"));
    }
    if (has("session", header)) {
      schema = schema.withSession(named.getOrDefault("session", "session"));
    }
    if (has("quantity", header)) {
      schema = schema.withQuantity(named.getOrDefault("quantity", "quantity"));
    }
    if (has("price", header)) {
      schema = schema.withPrice(named.getOrDefault("price", "price"));
    }
    return schema;
  }

  private boolean has(String part, ImmutableList<String> header) {
    return named.containsKey(part) || header.contains(part);
  }

  /** Id and text of the items: named, else of the same name as in the events, else in order. */
  static List<String> itemColumns(
      Path items, Map<String, String> named, EventSchema schema, Charset charset)
      throws IOException {
    ImmutableList<String> header = Headers.of(items, charset);
    if (header.size() < 2) {
      throw new DataFormatException(
          String.valueOf(items.getFileName()),
          1,
          0,
          "has the columns " + header + "; an id and a text were expected");
    }
    String id =
        named.getOrDefault(
            "item-id", header.contains(schema.item()) ? schema.item() : header.get(0));
    String other = header.stream().filter(name -> !name.equals(id)).findFirst().orElse(id);
    String text = named.getOrDefault("item-text", header.contains("text") ? "text" : other);
    return List.of(id, text);
  }
}
