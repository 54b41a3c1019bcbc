package org.causal4j.core.data;

import com.google.common.collect.ImmutableList;
import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.causal4j.core.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * A comma-, tab- or semicolon-separated file with a header, read record by record. The separator is
 * the one that the header holds most often.
 */
final class DelimitedFile implements AutoCloseable {
  private static final int HEADER_LIMIT = 1 << 16;

  private final Path file;
  private final Charset charset;
  private final CsvReader<CsvRecord> reader;
  private final CloseableIterator<CsvRecord> records;
  private final ImmutableList<String> header;
  private long line;

  private DelimitedFile(Path file, Charset charset, Reader text, char separator)
      throws IOException {
    this.file = file;
    this.charset = charset;
    this.reader =
        CsvReader.builder()
            .fieldSeparator(separator)
            .allowExtraFields(true)
            .allowMissingFields(true)
            .allowExtraCharsAfterClosingQuote(false)
            .skipEmptyLines(true)
            .ofCsvRecord(text);
    this.records = reader.iterator();
    CsvRecord first = next();
    if (first == null) {
      throw new DataFormatException(name(), 0, 0, "is empty; a header line was expected");
    }
    this.header =
        first.getFields().stream().map(String::strip).collect(ImmutableList.toImmutableList());
    Set<String> seen = new HashSet<>();
    for (int c = 0; c < header.size(); c++) {
      if (!seen.add(header.get(c))) {
        throw new DataFormatException(
            name(), line, c + 1, "column '" + header.get(c) + "' is named twice");
      }
    }
  }

  static DelimitedFile open(Path file, Charset charset) throws IOException {
    String head = head(file, charset);
    return new DelimitedFile(file, charset, TextFile.open(file, charset), separator(head));
  }

  private static String head(Path file, Charset charset) throws IOException {
    try (Reader text = TextFile.open(file, charset)) {
      StringBuilder head = new StringBuilder();
      for (int c = text.read(); c >= 0 && head.length() < HEADER_LIMIT; c = text.read()) {
        if (c == '\n' || c == '\r') {
          if (!head.toString().isBlank()) {
            break;
          }
        } else {
          head.append((char) c);
        }
      }
      return head.toString();
    } catch (IOException e) {
      throw TextFile.asFormatProblem(file, charset, 0, e);
    }
  }

  private static char separator(String head) {
    char best = ',';
    long most = 0;
    for (char candidate : new char[] {',', '\t', ';'}) {
      long count = head.chars().filter(c -> c == candidate).count();
      if (count > most) {
        best = candidate;
        most = count;
      }
    }
    return best;
  }

  String name() {
    return TextFile.name(file);
  }

  /** Names of the columns. */
  ImmutableList<String> header() {
    return header;
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
          1,
          0,
          "has no column '" + wanted + "'; its columns are " + header + nearest(wanted));
    }
    return at;
  }

  private String nearest(String wanted) {
    for (String column : header) {
      if (column.equalsIgnoreCase(wanted) || simplified(column).equals(simplified(wanted))) {
        return "; did you mean '" + column + "'?";
      }
    }
    return "";
  }

  private static String simplified(String column) {
    return column.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  /** The next record, or null at the end. */
  @Nullable CsvRecord next() {
    try {
      if (!records.hasNext()) {
        return null;
      }
      CsvRecord record = records.next();
      line = record.getStartingLineNumber();
      return record;
    } catch (UncheckedIOException e) {
      throw new UncheckedIOException(
          TextFile.asFormatProblem(file, charset, line, Objects.requireNonNull(e.getCause())));
    } catch (CsvParseException e) {
      Throwable cause = e.getCause();
      if (cause instanceof IOException io) {
        throw new UncheckedIOException(TextFile.asFormatProblem(file, charset, line, io));
      }
      throw new DataFormatException(
          name(), line + 1, 0, "can't be split into fields: " + e.getMessage(), e);
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
