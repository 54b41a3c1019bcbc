package org.causal4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.causal4j.core.ProgressListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvEventsTest {
  private static final EventSchema UIT = EventSchema.of("user", "item", "time");

  @TempDir Path folder;

  private Path file(String... lines) {
    return TextFiles.write(folder, "log.csv", lines);
  }

  @Test
  void readCsv_allColumns_givesTheEvents() throws IOException {
    Path file =
        file(
            "invoice,user,item,what,time,n,each",
            "i1,u1,\"a, \"\"b\"\"\",buy,2011-09-01T08:25:00,3,1.25",
            ",u2,c,view,2011-09-01 08:26,,");

    EventLog log =
        EventLog.readCsv(
            file,
            EventSchema.of("user", "item", "what", "time")
                .withSession("invoice")
                .withQuantity("n")
                .withPrice("each"));

    assertThat(log.event(0))
        .isEqualTo(
            new BehaviorEvent(
                "u1", "a, \"b\"", "buy", Instant.parse("2011-09-01T08:25:00Z"), "i1", 3, 1.25));
    assertThat(log.event(1))
        .isEqualTo(
            new BehaviorEvent(
                "u2",
                "c",
                "view",
                Instant.parse("2011-09-01T08:26:00Z"),
                "",
                Double.NaN,
                Double.NaN));
    assertThat(log.size()).isEqualTo(2);
  }

  @Test
  void readCsv_noActionColumn_takesTheDefault() throws IOException {
    Path file = file("user,item,time", "u,i,2011-09-01");

    assertThat(EventLog.readCsv(file, UIT).actions()).containsExactly("buy");
    assertThat(EventLog.readCsv(file, UIT.withDefaultAction("view")).actions())
        .containsExactly("view");
  }

  @ParameterizedTest
  @CsvSource({"log.csv,','", "log.csv,;", "log.csv,'\t'", "log.tsv,'\t'"})
  void readCsv_eachSeparator_isFoundOut(String name, String separator) throws IOException {
    Path file =
        TextFiles.write(
            folder,
            name,
            String.join(separator, " user", "item ", "\"t,i;m\te\""),
            String.join(separator, "u", " i x ", "2011-09-01"));

    EventLog log = EventLog.readCsv(file, EventSchema.of("user", "item", "t,i;m\te"));

    assertThat(log.userIds()).containsExactly("u");
    assertThat(log.itemIds()).containsExactly("i x");
  }

  @Test
  void readCsv_windowsLinesBlankLinesAndNoLastNewline_areRead() throws IOException {
    Path file =
        TextFiles.write(
            folder,
            "log.csv",
            "\r\nuser,item,time\r\n\r\nu,\"a\r\nb\",2011-09-01\r\nv,c,\"2011-09-02\"",
            StandardCharsets.UTF_8);

    EventLog log = EventLog.readCsv(file, UIT);

    assertThat(log.itemIds()).containsExactly("a\r\nb", "c");
  }

  @Test
  void readCsv_gzip_isToldByContent() throws IOException {
    Path file = TextFiles.write(folder, "log.bin", TextFiles.gzip("user,item,time\nu,i,0\n"));

    assertThat(EventLog.readCsv(file, UIT).size()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void readCsv_byteOrderMark_decidesOverTheCharset(String charset) throws IOException {
    Path file =
        TextFiles.write(
            folder, "log.csv", "\ufeffuser,item,time\n用户,商品,0\n", Charset.forName(charset));

    assertThat(EventLog.readCsv(file, UIT).itemIds()).containsExactly("商品");
    assertThat(EventLog.readCsv(file, UIT.withCharset("GBK")).userIds()).containsExactly("用户");
  }

  @Test
  void readCsv_gbk_isRead() throws IOException {
    Path file =
        TextFiles.write(folder, "log.csv", "user,item,time\n用户,商品,0\n", Charset.forName("GBK"));

    assertThat(EventLog.readCsv(file, UIT.withCharset("GBK")).itemIds()).containsExactly("商品");
  }

  @Test
  void readCsv_taobaoInGbk_isRead() throws IOException {
    Path file =
        TextFiles.write(
            folder,
            "UserBehavior.csv",
            "1,2268318,2520377,pv,1511544070\n1,二三,2520771,fav,1511561733\n"
                + "100,2333346,2520771,cart,1511561734\n100,2333346,2520771,buy,1511561735\n",
            Charset.forName("GBK"));

    EventLog log = EventLog.readCsv(file, EventSchema.taobao().withCharset("GBK"));

    assertThat(log.actions()).containsExactly("pv", "fav", "cart", "buy");
    assertThat(log.itemIds()).containsExactly("2268318", "二三", "2333346");
    assertThat(log.firstTime()).isEqualTo(Instant.ofEpochSecond(1511544070));
  }

  @Test
  void readCsv_columnsByPlace_areNumberedFromOne() throws IOException {
    Path file = file("u,i,x,view,5", "v,j,x,buy,6");

    EventLog log = EventLog.readCsv(file, EventSchema.of("1", "2", "4", "5").withoutHeader());

    assertThat(log.size()).isEqualTo(2);
    assertThat(log.actions()).containsExactly("view", "buy");
  }

  @Test
  void readCsv_sameColumnTwice_servesBoth() throws IOException {
    Path file = file("user,item,time", "u,i,5");

    EventLog log = EventLog.readCsv(file, UIT.withSession("user"));

    assertThat(log.event(0).session()).isEqualTo("u");
  }

  @Test
  void readingCsv_skippedHour_isRejectedAndRepeatedHourNoted() throws IOException {
    // Europe/Berlin 2011: clocks go from 2:00 to 3:00 on March 27, from 3:00 to 2:00 on October 30.
    List<String> lines = new ArrayList<>(List.of("user,item,time"));
    for (int i = 10; i < 30; i++) {
      lines.add("u,i,2011-06-01T00:" + i);
    }
    lines.add("u,gap,2011-03-27T02:30");
    lines.add("u,after,2011-03-27T03:00");
    lines.add("u,twice,2011-10-30T02:30");
    Path file = file(lines.toArray(new String[0]));

    EventLogReading reading =
        EventLog.readingCsv(file, UIT.withZone(ZoneId.of("Europe/Berlin")), ProgressListener.NONE);

    assertThat(reading.report().count("local time that does not exist")).isEqualTo(1);
    assertThat(reading.report().toString())
        .contains("log.csv:22:3 '2011-03-27T02:30' was skipped by the clocks of Europe/Berlin");
    assertThat(
            reading.report().count("local time that the clocks showed twice, taken as the earlier"))
        .isEqualTo(1);
    EventLog log = reading.log();
    assertThat(log.itemNumber("gap")).isEqualTo(-1);
    assertThat(log.firstTime()).isEqualTo(Instant.parse("2011-03-27T01:00:00Z"));
    assertThat(log.lastTime()).isEqualTo(Instant.parse("2011-10-30T00:30:00Z"));
  }

  @Test
  void readingCsv_rejectedRows_areCountedByReasonWithPlaceAndValue() throws IOException {
    List<String> lines = new ArrayList<>(List.of("user,item,time,n,price"));
    for (int i = 0; i < 100; i++) {
      lines.add("u,i,2011-09-01,1,1");
    }
    lines.add(",i,2011-09-01,1,1");
    lines.add("u, ,2011-09-01,1,1");
    lines.add("u,i,yesterday,1,1");
    lines.add("u,i,2011-09-01,two,1");
    lines.add("u,i,2011-09-01,1,1d");
    lines.add("u,i,2011-09-01,1");
    lines.add("u,i,2011-09-01,1,1,1");
    Path file = file(lines.toArray(new String[0]));

    EventLogReading reading =
        EventLog.readingCsv(file, UIT.withQuantity("n").withPrice("price"), ProgressListener.NONE);
    CleaningReport report = reading.report();

    assertThat(report.read()).isEqualTo(107);
    assertThat(report.kept()).isEqualTo(100).isEqualTo(reading.log().size());
    assertThat(report.lines())
        .extracting(line -> line.reason() + " | " + line.count() + " | " + line.examples().get(0))
        .containsExactly(
            "no user id | 1 | log.csv:102:1 'user' is empty",
            "no item id | 1 | log.csv:103:2 'item' is empty",
            "unreadable time | 1 | log.csv:104:3 'yesterday' is not a local time as"
                + " 2011-09-01T08:25:00",
            "unreadable quantity | 1 | log.csv:105:4 'two' is no number",
            "unreadable price | 1 | log.csv:106:5 '1d' is no number",
            "too few fields | 1 | log.csv:107:4 4 fields, where there are 5 columns",
            "too many fields | 1 | log.csv:108:6 6 fields, where there are 5 columns");
  }

  @Test
  void read_options_setLimitAndExamples() throws IOException {
    Path file = file("user,item,time", "u,i,0", "u,i,x", "u,i,y", "u,i,z");

    EventLogReading reading =
        EventLog.read(
            file,
            UIT,
            ReadOptions.defaults().withMaxRejectedShare(1).withExamples(2),
            ProgressListener.NONE);

    assertThat(reading.report().dropped()).isEqualTo(3);
    assertThat(reading.report().lines().get(0).examples()).hasSize(2);
    assertThatThrownBy(
            () -> EventLog.read(file, UIT, ReadOptions.defaults(), ProgressListener.NONE))
        .hasMessageStartingWith("log.csv:3:3: unreadable time: 'x' is not")
        .hasMessageContaining("3 of 4 rows can't be read, more than 10.0 %");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReadOptions.defaults().withMaxRejectedShare(1.5))
        .withMessageContaining("1.5");
  }

  @Test
  void readingCsv_cancelled_stops() {
    Path file = file("user,item,time", "u,i,0");
    ProgressListener cancelling =
        new ProgressListener() {
          @Override
          public void onProgress(String stage, long done, long total) {}

          @Override
          public boolean isCancelled() {
            return true;
          }
        };

    assertThatThrownBy(() -> EventLog.readingCsv(file, UIT, cancelling))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void readingCsv_progress_endsWithTheRows() throws IOException {
    List<String> heard = new ArrayList<>();
    EventLog.readingCsv(
        file("user,item,time", "u,i,0"),
        UIT,
        (stage, done, total) -> heard.add(stage + " " + done + "/" + total));

    assertThat(heard).containsExactly("read events 0/-1", "read events 1/1");
  }

  @Test
  void provenance_namesFileRowsAndTimes() throws IOException {
    EventLog log = EventLog.readCsv(file("user,item,time", "u,i,0"), UIT);

    assertThat(log.provenance().toTree())
        .isEqualTo(
            "event log {file=log.csv, rows=1, events=1, times=seconds since 1970, zone=Z}\n");
  }
}
