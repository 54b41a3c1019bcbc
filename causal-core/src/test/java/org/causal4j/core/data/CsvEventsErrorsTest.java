package org.causal4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.api.AbstractThrowableAssert;
import org.causal4j.core.DataFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvEventsErrorsTest {
  private static final EventSchema UIT = EventSchema.of("user", "item", "time");

  @TempDir Path folder;

  private AbstractThrowableAssert<?, ? extends Throwable> reading(Path file, EventSchema schema) {
    return assertThatThrownBy(() -> EventLog.readCsv(file, schema))
        .isInstanceOf(DataFormatException.class);
  }

  private AbstractThrowableAssert<?, ? extends Throwable> reading(String... lines) {
    return reading(TextFiles.write(folder, "log.csv", lines), UIT);
  }

  @Test
  void readCsv_emptyFile_isToldSo() {
    reading(TextFiles.write(folder, "log.csv", new byte[0]), UIT)
        .hasMessage("log.csv: is empty; a header line was expected");
    reading("", " ").hasMessageContaining("log.csv:2");
  }

  @Test
  void readCsv_headerOnly_isToldSo() {
    reading("user,item,time").hasMessage("log.csv: has no events");
  }

  @Test
  void readCsv_missingColumn_listsTheColumnsAndTheNearest() {
    reading("User_ID,item,time", "u,i,0")
        .hasMessage(
            "log.csv:1: has no column 'user'; its columns are [User_ID, item, time];"
                + " did you mean 'User_ID'?");
    reading("x,item,time", "u,i,0")
        .hasMessage("log.csv:1: has no column 'user'; its columns are [x, item, time]");
  }

  @Test
  void readCsv_columnNamedTwice_isRefused() {
    reading("user,item,time,item", "u,i,0,j")
        .hasMessage("log.csv:1:4: column 'item' is named twice");
  }

  @Test
  void readCsv_mixedZones_namesTheFirstOddLine() {
    reading(
            "user,item,time",
            "u,i,2011-09-01T08:00",
            "u,i,2011-09-01T08:00",
            "u,i,2011-09-01T08:00Z")
        .hasMessageStartingWith(
            "log.csv:4:3: mixed zones: '2011-09-01T08:00Z' is not a local time");
    reading(
            "user,item,time",
            "u,i,2011-09-01T08:00Z",
            "u,i,2011-09-01T08:00",
            "u,i,2011-09-01T08:00Z")
        .hasMessageStartingWith("log.csv:3:3: mixed zones: '2011-09-01T08:00' is not a time with");
  }

  @Test
  void readCsv_timesOfNoKnownKind_nameTheRemedy() {
    reading("user,item,time", "u,i,13.1.2011", "u,i,14.1.2011")
        .hasMessageContaining("log.csv:2:3: unreadable time: '13.1.2011' is no time that is known")
        .hasMessageContaining("withTimeFormat");
  }

  @Test
  void readCsv_bytesOfAnotherCharset_nameLineAndRemedy() {
    Path file =
        TextFiles.write(
            folder, "log.csv", "user,item,time\nu,ok,0\nu,商品,0\nu,ok,0\n", Charset.forName("GBK"));

    reading(file, UIT)
        .hasMessage("log.csv:3: is no UTF-8 text here; name its charset, as GBK or ISO-8859-1");
  }

  @Test
  void readCsv_badByteFarInTheFile_namesItsLine() {
    StringBuilder text = new StringBuilder("user,item,time\n");
    for (int i = 0; i < 20_000; i++) {
      text.append("user").append(i).append(",item,0\n");
    }
    byte[] bytes = (text + "u,?,0\n" + text).getBytes(StandardCharsets.UTF_8);
    bytes[text.length() + 2] = (byte) 0xff;

    reading(TextFiles.write(folder, "log.csv", bytes), UIT)
        .satisfies(e -> assertThat(((DataFormatException) e).line()).isEqualTo(20_002));
  }

  @Test
  void readCsv_textEndsWithinACharacter_isRefused() {
    byte[] bytes = "user,item,time\nu,品".getBytes(StandardCharsets.UTF_8);

    reading(TextFiles.write(folder, "log.csv", Arrays.copyOf(bytes, bytes.length - 1)), UIT)
        .hasMessageStartingWith("log.csv:2: is no UTF-8 text");
  }

  @Test
  void withCharset_unknownName_suggestsTheNearest() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UIT.withCharset("UTF8-"))
        .withMessageContaining("charset: 'UTF8-' is not known; did you mean 'UTF-8'?");
  }

  @Test
  void readCsv_quoteNeverClosed_namesTheRowWhereItOpens() {
    reading("user,item,time", "u,i,0", "u,\"i,0", "u,i,0", "u,i,0")
        .hasMessage("log.csv:3: the quote that opens in this row is never closed");
    reading(
            TextFiles.write(folder, "log.csv", "user,item,time\nu,i,\"0", StandardCharsets.UTF_8),
            UIT)
        .hasMessage("log.csv:2: the quote that opens in this row is never closed");
  }

  @Test
  void readCsv_textBehindAClosedQuote_isRefused() {
    reading("user,item,time", "u,i,0", "u,\"i\"x,0")
        .hasMessageStartingWith("log.csv:3: can't be split into fields: Unexpected character");
  }

  @Test
  void readCsv_gzipCutShort_saysAtWhichLine() throws Exception {
    StringBuilder text = new StringBuilder("user,item,time\n");
    for (int i = 0; i < 5000; i++) {
      text.append("user").append(i * 7919L % 1000).append(",item,").append(i).append('\n');
    }
    byte[] whole = TextFiles.gzip(text.toString());
    Path file = TextFiles.write(folder, "log.csv.gz", Arrays.copyOf(whole, whole.length / 2));

    reading(file, UIT)
        .hasMessageContaining("the gzip data is cut short or damaged from here on")
        .satisfies(e -> assertThat(((DataFormatException) e).line()).isBetween(1000L, 4900L));
    reading(TextFiles.write(folder, "log.csv.gz", Arrays.copyOf(whole, 5)), UIT)
        .hasMessage("log.csv.gz: the gzip data is cut short or damaged at its start");
    reading(TextFiles.write(folder, "log.csv.gz", Arrays.copyOf(whole, whole.length - 8)), UIT)
        .satisfies(e -> assertThat(((DataFormatException) e).line()).isEqualTo(5002));
  }

  @Test
  void readCsv_noSuchFile_isAnInputError() {
    assertThatThrownBy(() -> EventLog.readCsv(folder.resolve("none.csv"), UIT))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void schema_sameColumnForTwo_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EventSchema.of("a", "a", "t"))
        .withMessage("item: is the user column, 'a'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UIT.withTimeFormat("{"))
        .withMessage("timePattern: '{' is no pattern");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UIT.withoutHeader("a", "b", "a"))
        .withMessage("column 'a': is named twice");
  }
}
