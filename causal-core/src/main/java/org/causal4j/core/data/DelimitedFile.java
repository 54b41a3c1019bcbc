package org.causal4j.core.data;

import com.google.common.collect.ImmutableList;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.causal4j.core.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * A comma-, tab- or semicolon-separated file (RFC 4180), read record by record. The separator is
 * told by the file's name where that says so, else it is the one that the first line holds most
 * often. Blank lines are skipped. Not safe to share between threads.
 */
final class DelimitedFile implements AutoCloseable {
  /** Stands behind the end of the text: where it ends up in a quoted field, a quote is open. */
  private static final String END = "\uffffend\uffff";

  private final TextFile text;
  private final char separator;
  private final DelimitedRow row = new DelimitedRow();
  private final CsvReader<DelimitedRow> reader;
  private final CloseableIterator<DelimitedRow> records;
  private final ImmutableList<String> header;
  private @Nullable DelimitedRow waiting;
  private long line;

  private DelimitedFile(TextFile text, char separator, Optional<ImmutableList<String>> names) {
    this.text = text;
    this.separator = separator;
    this.reader = format(separator).build(row, text);
    this.records = reader.iterator();
    DelimitedRow first = next();
    if (first == null) {
      throw new DataFormatException(
          name(), 0, 0, "is empty" + (names.isPresent() ? "" : "; a header line was expected"));
    }
    if (names.isPresent()) {
      this.header =
          names.get().isEmpty()
              ? IntStream.rangeClosed(1, first.fields())
                  .mapToObj(Integer::toString)
                  .collect(ImmutableList.toImmutableList())
              : names.get();
      this.waiting = first;
    } else {
      this.header = texts(first);
      checkHeader();
    }
  }

  /** Opens a file whose first line is its header. */
  static DelimitedFile open(Path file, Charset charset) throws IOException {
    return open(file, charset, Optional.empty());
  }

  /**
   * Opens a file.
   *
   * @param names the names of the columns of a file without a header; an empty list numbers them
   *     from "1" on
   */
  static DelimitedFile open(Path file, Charset charset, Optional<ImmutableList<String>> names)
      throws IOException {
    TextFile text = TextFile.open(file, charset, "\n" + END + "\n");
    try {
      return new DelimitedFile(text, separator(text), names);
    } catch (RuntimeException e) {
      text.close();
      throw e;
    }
  }

  private static CsvReader.CsvReaderBuilder format(char separator) {
    return CsvReader.builder()
        .fieldSeparator(separator)
        .allowExtraFields(true)
        .allowMissingFields(true)
        .allowExtraCharsAfterClosingQuote(false)
        .skipEmptyLines(true);
  }

  private static char separator(TextFile text) {
    String file = text.name().toLowerCase(Locale.ROOT);
    if (file.endsWith(".tsv") || file.endsWith(".tsv.gz") || file.endsWith(".tab")) {
      return '\t';
    }
    String line = text.head().lines().filter(l -> !l.isBlank()).findFirst().orElse("");
    int[] counts = new int[3];
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      quoted ^= c == '"';
      int candidate = quoted ? -1 : ",\t;".indexOf(c);
      if (candidate >= 0) {
        counts[candidate]++;
      }
    }
    int best = 0;
    for (int candidate = 1; candidate < counts.length; candidate++) {
      best = counts[candidate] > counts[best] ? candidate : best;
    }
    return ",\t;".charAt(best);
  }

  private static ImmutableList<String> texts(DelimitedRow row) {
    return IntStream.range(0, row.fields())
        .mapToObj(row::text)
        .collect(ImmutableList.toImmutableList());
  }

  private void checkHeader() {
    Set<String> seen = new HashSet<>();
    for (int c = 0; c < header.size(); c++) {
      if (!seen.add(header.get(c))) {
        throw new DataFormatException(
            name(), line, c + 1, "column '" + header.get(c) + "' is named twice");
      }
    }
  }

  String name() {
    return text.name();
  }

  /** Names of the columns. */
  ImmutableList<String> header() {
    return header;
  }

  /** Whether the first line is data. */
  private boolean headerless() {
    return waiting != null;
  }

  /**
   * The 0-based place of a column.
   *
   * @throws DataFormatException naming the columns that there are
   */
  int column(String wanted) {
    int at = header.indexOf(wanted);
    if (at < 0) {
      throw new DataFormatException(
          name(),
          line,
          0,
          "has no column '"
              + wanted
              + "'; its columns are "
              + header
              + Nearest.hint(wanted, header));
    }
    return at;
  }

  /**
   * The cells of one column in the first rows, for finding out how it is written. Reads nothing
   * ahead.
   */
  List<String> sample(int column) {
    List<String> cells = new ArrayList<>();
    try (CsvReader<DelimitedRow> rows = format(separator).build(new DelimitedRow(), text.head())) {
      CloseableIterator<DelimitedRow> sampled = rows.iterator();
      boolean skip = !headerless();
      while (sampled.hasNext()) {
        DelimitedRow row = sampled.next();
        if (!skip && row.fields() == header.size()) {
          cells.add(row.text(column));
        }
        skip = false;
      }
    } catch (CsvParseException | IOException e) {
      // The rows are read again, and then the failure is told with its line.
      return cells;
    }
    if (!text.headIsAll() && cells.size() > 1) {
      cells.remove(cells.size() - 1);
    }
    return cells;
  }

  /** The next record, or null at the end; it is overwritten by the one after it. */
  @Nullable DelimitedRow next() {
    if (waiting != null) {
      DelimitedRow first = waiting;
      waiting = null;
      return first;
    }
    try {
      records.next();
      if (row.fields() == 1 && row.cells().is(0, END)) {
        return null;
      }
      line = row.line();
      if (row.fields() > 0 && row.cells().endsWith(row.fields() - 1, END)) {
        throw new DataFormatException(
            name(), line, 0, "the quote that opens in this row is never closed");
      }
      return row;
    } catch (UncheckedIOException e) {
      throw new UncheckedIOException("reading " + name() + " after line " + line, e.getCause());
    } catch (CsvParseException e) {
      if (e.getCause() instanceof DataFormatException problem) {
        throw problem;
      }
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new DataFormatException(
          name(),
          Math.max(line + 1, row.line()),
          0,
          "can't be split into fields: " + cause.getMessage(),
          e);
    }
  }

  /**
   * Refuses a record of another number of fields than there are columns.
   *
   * @throws DataFormatException naming both
   */
  void checkWidth(DelimitedRow record) {
    int fields = record.fields();
    if (fields != header.size()) {
      throw new DataFormatException(
          name(),
          record.line(),
          Math.min(fields, header.size() + 1),
          fields + " fields, where there are " + header.size() + " columns");
    }
  }

  /** 1-based line on which the last record starts. */
  long line() {
    return line;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
