package org.causal4j.core.data;

import com.google.common.collect.ImmutableList;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.causal4j.core.DataFormatException;
import org.jspecify.annotations.Nullable;

/** Reads and writes tables as delimited files. */
final class TableFile {
  private TableFile() {}

  static Table read(Path file, TableFormat format) throws IOException {
    try (DelimitedFile rows = DelimitedFile.open(file, format.charset())) {
      format.kinds().keySet().forEach(rows::column);
      List<Cells> columns = new ArrayList<>();
      for (int c = 0; c < rows.header().size(); c++) {
        columns.add(new Cells(rows, c, format));
      }
      int count = 0;
      for (DelimitedRow row = rows.next(); row != null; row = rows.next()) {
        rows.checkWidth(row);
        for (Cells column : columns) {
          column.add(row, count);
        }
        count++;
      }
      if (count == 0) {
        throw new DataFormatException(rows.name(), 0, 0, "has a header but no rows");
      }
      int size = count;
      return Table.of(columns.stream().map(column -> column.column(size)).toList());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The cells of one column while it is read. */
  private static final class Cells {
    private static final int MISSING = -1;

    private final String file;
    private final int place;
    private final String name;
    private final TableFormat format;
    private final TableFormat.@Nullable Kind kind;
    private final @Nullable ImmutableList<String> states;
    private final Dictionary texts = new Dictionary();
    private int[] codes = {};
    private double[] numbers = {};

    Cells(DelimitedFile rows, int place, TableFormat format) {
      this.file = rows.name();
      this.place = place;
      this.name = rows.header().get(place);
      this.format = format;
      this.kind = format.kinds().get(name);
      this.states = format.states().get(name);
      if (name.isEmpty()) {
        throw new DataFormatException(file, rows.line(), place + 1, "the column has no name");
      }
      if (states != null) {
        states.forEach(texts::add);
      }
    }

    void add(DelimitedRow row, int at) {
      RowText cells = row.cells();
      boolean missing = cells.isEmpty(place);
      for (String text : format.missing()) {
        missing |= cells.is(place, text);
      }
      if (kind == TableFormat.Kind.CONTINUOUS) {
        if (at == numbers.length) {
          numbers = Arrays.copyOf(numbers, Math.max(64, at + (at >> 1)));
        }
        numbers[at] = missing ? Double.NaN : number(row);
      } else {
        if (at == codes.length) {
          codes = Arrays.copyOf(codes, Math.max(64, at + (at >> 1)));
        }
        codes[at] = missing ? MISSING : code(row);
      }
    }

    private double number(DelimitedRow row) {
      RowText cells = row.cells();
      double value = NumberText.read(cells.chars(), cells.from(place), cells.to(place));
      if (value == NumberText.NONE) {
        throw new DataFormatException(
            file,
            row.line(),
            place + 1,
            "'" + row.text(place) + "' in column '" + name + "' is no number");
      }
      return value;
    }

    private int code(DelimitedRow row) {
      RowText cells = row.cells();
      int code = texts.add(cells.chars(), cells.from(place), cells.to(place));
      if (states != null && code >= states.size()) {
        throw new DataFormatException(
            file,
            row.line(),
            place + 1,
            "'" + row.text(place) + "' in column '" + name + "' is none of its states, " + states);
      }
      return code;
    }

    Column column(int size) {
      if (kind == TableFormat.Kind.CONTINUOUS) {
        return Column.Continuous.of(name, Arrays.copyOf(numbers, size));
      }
      if (kind == null && texts.size() > 0) {
        double[] values = texts.texts().stream().mapToDouble(NumberText::read).toArray();
        if (Arrays.stream(values).noneMatch(value -> value == NumberText.NONE)) {
          return Column.Continuous.of(
              name,
              Arrays.stream(codes, 0, size)
                  .mapToDouble(code -> code == MISSING ? Double.NaN : values[code])
                  .toArray());
        }
      }
      return states != null
          ? Column.Discrete.ofCodes(name, states, Arrays.copyOf(codes, size))
          : inNaturalOrder(size);
    }

    private Column.Discrete inNaturalOrder(int size) {
      ImmutableList<String> sorted = ImmutableList.sortedCopyOf(texts.texts());
      int[] place = new int[sorted.size()];
      for (int code = 0; code < place.length; code++) {
        place[texts.number(sorted.get(code))] = code;
      }
      return Column.Discrete.ofCodes(
          name,
          sorted,
          Arrays.stream(codes, 0, size).map(c -> c == MISSING ? MISSING : place[c]).toArray());
    }
  }

  static void write(Path file, Table table) throws IOException {
    String name = TextFile.name(file).toLowerCase(Locale.ROOT);
    boolean gzip = name.endsWith(".gz");
    boolean tabs = name.endsWith(".tsv") || name.endsWith(".tsv.gz");
    CsvWriter.CsvWriterBuilder format =
        CsvWriter.builder().fieldSeparator(tabs ? '\t' : ',').lineDelimiter(LineDelimiter.LF);
    if (table.names().size() == 1) {
      // A missing cell alone would be a blank line, which readers skip.
      format.quoteStrategy(QuoteStrategies.EMPTY);
    }
    try (OutputStream plain = Files.newOutputStream(file);
        OutputStream out = gzip ? new GZIPOutputStream(plain) : plain;
        CsvWriter writer = format.build(out, StandardCharsets.UTF_8)) {
      writer.writeRecord(table.names());
      List<String> cells = new ArrayList<>();
      for (int row = 0; row < table.rows(); row++) {
        cells.clear();
        for (Column column : table.columns()) {
          cells.add(column.text(row));
        }
        writer.writeRecord(cells);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
