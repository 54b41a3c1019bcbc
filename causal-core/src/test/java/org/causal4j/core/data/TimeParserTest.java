package org.causal4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneRules;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeParserTest {
  private static TimeParser.Outcome read(TimeParser parser, String cell) {
    char[] chars = ("<" + cell + ">").toCharArray();
    return parser.read(chars, 1, chars.length - 1);
  }

  @ParameterizedTest
  @CsvSource({
    "2011-09-01T08:25:00, ISO_LOCAL, 2011-09-01T08:25:00Z",
    "2011-09-01 08:25, ISO_LOCAL, 2011-09-01T08:25:00Z",
    "2011-09-01T08:25:01.5, ISO_LOCAL, 2011-09-01T08:25:01.500Z",
    "2011-09-01 08:25:01.123999, ISO_LOCAL, 2011-09-01T08:25:01.123Z",
    "2011-09-01, ISO_LOCAL, 2011-09-01T00:00:00Z",
    "2012-02-29, ISO_LOCAL, 2012-02-29T00:00:00Z",
    "2011-09-01T08:25:00Z, ISO_OFFSET, 2011-09-01T08:25:00Z",
    "2011-09-01T08:25:00.25+02:00, ISO_OFFSET, 2011-09-01T06:25:00.250Z",
    "2019-11-24 00:03:24.688993+00:00, ISO_OFFSET, 2019-11-24T00:03:24.688Z",
    "2011-09-01T08:25-0330, ISO_OFFSET, 2011-09-01T11:55:00Z",
    "2011-09-01 08:25:00 UTC, ISO_OFFSET, 2011-09-01T08:25:00Z",
    "1314865500, EPOCH_SECONDS, 2011-09-01T08:25:00Z",
    "1314865500.25, EPOCH_SECONDS, 2011-09-01T08:25:00.250Z",
    "-1, EPOCH_SECONDS, 1969-12-31T23:59:59Z",
    "1659304800025, EPOCH_MILLIS, 2022-07-31T22:00:00.025Z",
    "9/1/2011 8:25, MONTH_SLASH, 2011-09-01T08:25:00Z",
    "12/31/2011 23:59, MONTH_SLASH, 2011-12-31T23:59:00Z",
    "2011/9/1 8:25, YEAR_SLASH, 2011-09-01T08:25:00Z",
    "2011/09/01 08:25:07, YEAR_SLASH, 2011-09-01T08:25:07Z"
  })
  void detect_eachWay_readsTheInstant(String cell, TimeFormat format, Instant expected) {
    TimeParser parser = TimeParser.detect(List.of(cell), ZoneOffset.UTC);

    assertThat(parser).isNotNull();
    assertThat(parser.format()).isEqualTo(format);
    assertThat(read(parser, cell)).isEqualTo(TimeParser.Outcome.READ);
    assertThat(Instant.ofEpochMilli(parser.millis())).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "Z",
        "2011",
        "2011-",
        "2011-09",
        "2011-9-31",
        "2011-02-29",
        "2011-13-01",
        "2011-09-00",
        "2011-09-01T",
        "2011-09-01T24:00",
        "2011-09-01T08",
        "2011-09-01T08:60",
        "2011-09-01T08:25:60",
        "2011-09-01T08:25:00.",
        "2011-09-01T08:25:00+",
        "11-09-01",
        "2011-09-01T08:25:00+2",
        "2011-09-01x",
        "2011-09-01T08:25x",
        "20110901x",
        "+5",
        "２０１１-09-01",
        "99999999999999999",
        "1.5e9"
      })
  void read_noTime_isUnreadableInEveryWay(String cell) {
    for (TimeFormat format : TimeFormat.values()) {
      if (format != TimeFormat.PATTERN && !(cell.equals("2011") && isCount(format))) {
        assertThat(read(TimeParser.of(format, ZoneOffset.UTC), cell))
            .as("%s as %s", cell, format)
            .isEqualTo(TimeParser.Outcome.UNREADABLE);
      }
    }
  }

  private static boolean isCount(TimeFormat format) {
    return format == TimeFormat.EPOCH_SECONDS || format == TimeFormat.EPOCH_MILLIS;
  }

  @Property(tries = 500, seed = "6")
  void read_anyInstantAsIso_isReadBack(
      @ForAll @LongRange(min = -60_000_000_000_000L, max = 250_000_000_000_000L) long millis) {
    Instant instant = Instant.ofEpochMilli(millis);
    TimeParser parser = TimeParser.of(TimeFormat.ISO_OFFSET, ZoneOffset.UTC);

    assertThat(read(parser, instant.toString())).isEqualTo(TimeParser.Outcome.READ);
    assertThat(parser.millis()).isEqualTo(millis);
  }

  /** The offsets of java.time are the oracle, asked for each local time in any order. */
  @Property(tries = 1000, seed = "7")
  void read_anyLocalTime_agreesWithTheZoneRules(
      @ForAll @LongRange(min = 0, max = 2_000_000_000L) long localSecond) {
    for (String id :
        List.of("Europe/Berlin", "America/New_York", "Pacific/Apia", "Asia/Shanghai")) {
      ZoneId zone = ZoneId.of(id);
      ZoneRules rules = zone.getRules();
      TimeParser parser = TimeParser.of(TimeFormat.ISO_LOCAL, zone);
      for (long near = -3; near <= 3; near++) {
        LocalDateTime local =
            LocalDateTime.ofEpochSecond(localSecond + near * 9_999, 0, ZoneOffset.UTC);
        TimeParser.Outcome outcome = read(parser, local.toString());
        int valid = rules.getValidOffsets(local).size();
        if (valid == 0) {
          assertThat(outcome).isEqualTo(TimeParser.Outcome.GAP);
        } else {
          assertThat(outcome).isEqualTo(TimeParser.Outcome.READ);
          assertThat(parser.millis())
              .isEqualTo(ZonedDateTime.of(local, zone).toInstant().toEpochMilli());
          assertThat(parser.wasAmbiguous()).isEqualTo(valid == 2);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2011-03-27T01:59",
        "2011-03-27T02:00",
        "2011-03-27T02:59:59",
        "2011-03-27T03:00",
        "2011-10-30T01:59:59",
        "2011-10-30T02:00",
        "2011-10-30T02:59:59",
        "2011-10-30T03:00"
      })
  void read_aroundAChangeOfTheClocks_agreesWithTheZoneRules(String cell) {
    ZoneId zone = ZoneId.of("Europe/Berlin");
    TimeParser parser = TimeParser.of(TimeFormat.ISO_LOCAL, zone);
    // A time of that day that is beyond doubt: its offset must not be taken for the whole day.
    read(parser, cell.substring(0, 10) + "T12:00");
    LocalDateTime local = LocalDateTime.parse(cell);
    int valid = zone.getRules().getValidOffsets(local).size();

    assertThat(read(parser, cell))
        .isEqualTo(valid == 0 ? TimeParser.Outcome.GAP : TimeParser.Outcome.READ);
    if (valid > 0) {
      assertThat(parser.millis())
          .isEqualTo(ZonedDateTime.of(local, zone).toInstant().toEpochMilli());
    }
    assertThat(parser.wasAmbiguous()).isEqualTo(valid == 2);
  }

  @org.junit.jupiter.api.Test
  void detect_firstCellIsBroken_followsTheMajority() {
    TimeParser parser =
        TimeParser.detect(List.of("0", "1659304800025", "1659304800026", "n/a"), ZoneOffset.UTC);

    assertThat(parser).isNotNull();
    assertThat(parser.format()).isEqualTo(TimeFormat.EPOCH_MILLIS);
    assertThat(read(parser, "0")).isEqualTo(TimeParser.Outcome.READ);
    assertThat(parser.millis()).isZero();
  }

  @org.junit.jupiter.api.Test
  void detect_nothingReadable_isNull() {
    assertThat(TimeParser.detect(List.of("13.1.2011", ""), ZoneOffset.UTC)).isNull();
    assertThat(TimeParser.detect(List.of(), ZoneOffset.UTC)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "dd.MM.uuuu HH:mm, 13.01.2011 08:05, 2011-01-13T07:05:00Z",
    "dd.MM.yyyy, 13.01.2011, 2011-01-12T23:00:00Z",
    "dd/MMM/yyyy:HH:mm:ss Z, 13/Jan/2011:08:05:06 +0300, 2011-01-13T05:05:06Z"
  })
  void ofPattern_localOrWithOffset_isRead(String pattern, String cell, Instant expected) {
    TimeParser parser = TimeParser.ofPattern(pattern, ZoneId.of("Europe/Berlin"));

    assertThat(read(parser, cell)).isEqualTo(TimeParser.Outcome.READ);
    assertThat(Instant.ofEpochMilli(parser.millis())).isEqualTo(expected);
    assertThat(read(parser, "13-01")).isEqualTo(TimeParser.Outcome.UNREADABLE);
  }
}
