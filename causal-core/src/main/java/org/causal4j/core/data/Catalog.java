package org.causal4j.core.data;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.causal4j.core.DataFormatException;
import org.causal4j.core.Provenance;

/**
 * What is known of the items: an id and a text each, in the order in which they were given.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class Catalog {
  private final ImmutableMap<String, String> textById;
  private final Provenance provenance;

  Catalog(ImmutableMap<String, String> textById, Provenance provenance) {
    this.textById = textById;
    this.provenance = provenance;
  }

  /** A catalog of these items. */
  public static Catalog of(Map<String, String> textById) {
    textById.keySet().forEach(id -> Preconditions.checkArgument(!id.isEmpty(), "id: is empty"));
    return new Catalog(
        ImmutableMap.copyOf(new LinkedHashMap<>(textById)),
        Provenance.of("catalog", ImmutableMap.of("items", Integer.toString(textById.size()))));
  }

  /**
   * Reads a delimited file with a header, one item a row; plain or gzip.
   *
   * @param idColumn column of the item id
   * @param textColumn column of the text
   * @throws DataFormatException if a column is missing, an id is empty, or one stands twice with
   *     different texts
   */
  public static Catalog readCsv(Path file, String idColumn, String textColumn) throws IOException {
    return readCsv(file, idColumn, textColumn, StandardCharsets.UTF_8);
  }

  /** The same for a file in another charset. */
  public static Catalog readCsv(Path file, String idColumn, String textColumn, Charset charset)
      throws IOException {
    return readCsv(file, idColumn, ImmutableList.of(textColumn), charset);
  }

  /** The same with a text that is spread over several columns; they are joined by blanks. */
  public static Catalog readCsv(
      Path file, String idColumn, List<String> textColumns, Charset charset) throws IOException {
    Preconditions.checkArgument(!textColumns.isEmpty(), "textColumns: must not be empty");
    Map<String, String> textById = new LinkedHashMap<>();
    try (DelimitedFile table = DelimitedFile.open(file, charset)) {
      int id = table.column(idColumn);
      int[] texts = textColumns.stream().mapToInt(table::column).toArray();
      for (DelimitedRow row = table.next(); row != null; row = table.next()) {
        table.checkWidth(row);
        String item = row.text(id);
        if (item.isEmpty()) {
          throw new DataFormatException(
              table.name(), row.line(), id + 1, "'" + idColumn + "' is empty");
        }
        String text = joined(row, texts);
        String other = textById.putIfAbsent(item, text);
        if (other != null && !other.equals(text)) {
          throw new DataFormatException(
              table.name(),
              row.line(),
              id + 1,
              "item '" + item + "' stands twice, as '" + other + "' and as '" + text + "'");
        }
      }
      if (textById.isEmpty()) {
        throw new DataFormatException(table.name(), 0, 0, "has a header but no items");
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return new Catalog(
        ImmutableMap.copyOf(textById),
        Provenance.of(
            "catalog",
            ImmutableMap.of(
                "file", TextFile.name(file), "items", Integer.toString(textById.size()))));
  }

  private static String joined(DelimitedRow row, int[] columns) {
    return Arrays.stream(columns)
        .mapToObj(row::text)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /** Number of items. */
  public int size() {
    return textById.size();
  }

  /** The ids, in order. */
  public ImmutableList<String> ids() {
    return textById.keySet().asList();
  }

  /** The texts, in the order of {@link #ids()}. */
  public ImmutableList<String> texts() {
    return textById.values().asList();
  }

  /** The text of an item; empty where the catalog has no such item. */
  public Optional<String> text(String id) {
    return Optional.ofNullable(textById.get(id));
  }

  /** The text of an item, or its id where the catalog has no text for it. */
  public String label(String id) {
    String text = textById.get(id);
    return text == null || text.isBlank() ? id : text;
  }

  /** Where the catalog comes from. */
  public Provenance provenance() {
    return provenance;
  }

  @Override
  public String toString() {
    return "Catalog of " + size() + " items";
  }
}
