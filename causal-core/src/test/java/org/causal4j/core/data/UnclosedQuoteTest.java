package org.causal4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.causal4j.core.DataFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A quote that is never closed must not swallow the rest of a file. */
class UnclosedQuoteTest {
  private static final EventSchema UIT = EventSchema.of("user", "item", "time");

  @TempDir private Path folder;

  private static String rows(int count, int quoted, String lineEnd) {
    StringBuilder text = new StringBuilder("user,item,time").append(lineEnd);
    for (int row = 0; row < count; row++) {
      text.append("user").append(row).append(row == quoted ? ",\"item" : ",item").append(row);
      text.append(",1600000000").append(lineEnd);
    }
    return text.toString();
  }

  private static void isRefusedAt(long line, ThrowingCallable reading) {
    assertThatThrownBy(reading)
        .isInstanceOf(DataFormatException.class)
        .satisfies(e -> assertThat(((DataFormatException) e).line()).isEqualTo(line))
        .hasMessageEndingWith(":" + line + ": the quote that opens in this row is never closed");
  }

  private static void everyReaderRefuses(Path file, long line) {
    isRefusedAt(line, () -> EventLog.readCsv(file, UIT));
    isRefusedAt(line, () -> Table.readCsv(file));
    isRefusedAt(line, () -> Catalog.readCsv(file, "user", "item"));
  }

  @Property(tries = 60, seed = "41")
  void read_quoteOpensAnywhere_isRefusedWithItsLine(
      @ForAll @IntRange(min = 1, max = 4000) int count,
      @ForAll @IntRange(max = 3999) int place,
      @ForAll boolean windows)
      throws IOException {
    int quoted = place % count;
    Path file = Files.createTempFile("rows", ".csv");
    try {
      Files.writeString(file, rows(count, quoted, windows ? "\r\n" : "\n"));
      everyReaderRefuses(file, quoted + 2);
    } finally {
      Files.delete(file);
    }
  }

  /** Beyond what is buffered at once. */
  @Test
  void read_quoteOpensEarlyInALargeFile_isRefusedWithItsLine() {
    String text = rows(200_000, 5, "\n");
    everyReaderRefuses(TextFiles.write(folder, "a.csv", text, StandardCharsets.UTF_8), 7);
  }

  @Test
  void read_quoteOpensInTheLastCell_isRefusedWithItsLine() {
    everyReaderRefuses(
        TextFiles.write(folder, "a.csv", "user,item,time", "u,i,0", "u,i,\"1", "v,j,2"), 3);
  }

  @Test
  void read_quoteOpensInTheHeader_isRefusedWithItsLine() {
    everyReaderRefuses(
        TextFiles.write(folder, "a.csv", "user,\"item,time\nu,i,0\n", StandardCharsets.UTF_8), 1);
  }

  /** The next quote closes it, but then text follows: the rows between are not lost in silence. */
  @Test
  void read_quoteMeetsTheNextQuotedCell_isRefused() {
    Path file = TextFiles.write(folder, "a.csv", "user,item,time", "u,\"i,0", "u,i,0", "v,\"j\",0");
    for (ThrowingCallable reading :
        List.<ThrowingCallable>of(
            () -> EventLog.readCsv(file, UIT),
            () -> Table.readCsv(file),
            () -> Catalog.readCsv(file, "user", "item"))) {
      assertThatThrownBy(reading)
          .isInstanceOf(DataFormatException.class)
          .satisfies(e -> assertThat(((DataFormatException) e).line()).isEqualTo(2));
    }
  }

  @Test
  void read_closedQuoteOverSeveralLines_isOneCell() throws IOException {
    Path file =
        TextFiles.write(
            folder, "a.csv", "user,item,time", "u,\"red,", "\"\"big\"\" mug\",0", "v,j,1");
    EventLog log = EventLog.readCsv(file, UIT);
    assertThat(log.itemIds()).containsExactly("red,\n\"big\" mug", "j");
  }
}
