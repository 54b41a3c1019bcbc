package org.causal4j.core.data;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.Year;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads the times of one column, all of which are written in one way. No object a cell, but for a
 * pattern. Not safe to share between threads.
 */
final class TimeParser {
  /** What a cell holds. */
  enum Outcome {
    READ,
    UNREADABLE,
    /** A local time among times with offsets, or the other way round. */
    MIXED,
    /** A local time that the clocks skipped. */
    GAP
  }

  /** From this on a count since 1970 is of milliseconds: as seconds it is the year 5138. */
  private static final long MILLIS_FROM = 100_000_000_000L;

  /** The last millisecond of the year 9999, and as far before 1970. */
  private static final long MILLIS_LIMIT = 253_402_300_799_999L;

  private static final int DAY_MILLIS = 86_400_000;
  private static final TimeFormat[] CALENDARS = {
    TimeFormat.ISO_OFFSET, TimeFormat.ISO_LOCAL, TimeFormat.YEAR_SLASH, TimeFormat.MONTH_SLASH
  };

  private final TimeFormat format;
  private final ZoneOffsets offsets;
  private final @Nullable DateTimeFormatter pattern;

  private char[] text = {};
  private int at;
  private int end;
  private long millis;
  private boolean ambiguous;

  private long day;
  private int milliOfDay;
  private boolean hasOffset;
  private int offsetSeconds;
  private int cachedKey = -1;
  private long cachedDay;

  private TimeParser(TimeFormat format, ZoneId zone, @Nullable DateTimeFormatter pattern) {
    this.format = format;
    this.offsets = new ZoneOffsets(zone);
    this.pattern = pattern;
  }

  /** A parser of times of this kind. */
  static TimeParser of(TimeFormat format, ZoneId zone) {
    return new TimeParser(format, zone, null);
  }

  /** A parser of a pattern of {@link DateTimeFormatter}. */
  static TimeParser ofPattern(String pattern, ZoneId zone) {
    return new TimeParser(TimeFormat.PATTERN, zone, checkPattern(pattern));
  }

  /**
   * The formatter of a pattern.
   *
   * @throws IllegalArgumentException if it is none
   */
  static DateTimeFormatter checkPattern(String pattern) {
    try {
      return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("timePattern: '" + pattern + "' is no pattern", e);
    }
  }

  /**
   * A parser of the way in which most of these cells are written; null where none of them is a
   * time.
   */
  static @Nullable TimeParser detect(List<String> cells, ZoneId zone) {
    TimeFormat best = null;
    long most = 0;
    for (TimeFormat candidate : CALENDARS) {
      TimeParser parser = of(candidate, zone);
      long fitting = cells.stream().filter(parser::fits).count();
      if (fitting > most) {
        most = fitting;
        best = candidate;
      }
    }
    TimeParser seconds = of(TimeFormat.EPOCH_SECONDS, zone);
    TimeParser millis = of(TimeFormat.EPOCH_MILLIS, zone);
    long small = cells.stream().filter(seconds::fits).count();
    long large = cells.stream().filter(millis::fits).filter(cell -> !seconds.fits(cell)).count();
    if (Math.max(small, large) > most) {
      best = large > small ? TimeFormat.EPOCH_MILLIS : TimeFormat.EPOCH_SECONDS;
    }
    return best == null ? null : of(best, zone);
  }

  private boolean fits(String cell) {
    char[] chars = cell.strip().toCharArray();
    Outcome outcome = read(chars, 0, chars.length);
    return outcome == Outcome.READ || outcome == Outcome.GAP;
  }

  /** How the column is written. */
  TimeFormat format() {
    return format;
  }

  /** Milliseconds since 1970 of the cell that was read last. */
  long millis() {
    return millis;
  }

  /** Whether the clocks showed the last time twice, so that the earlier was taken. */
  boolean wasAmbiguous() {
    return ambiguous;
  }

  /** Reads {@code chars[from] .. chars[to - 1]}. */
  Outcome read(char[] chars, int from, int to) {
    text = chars;
    at = from;
    end = to;
    ambiguous = false;
    return switch (format) {
      case EPOCH_SECONDS, EPOCH_MILLIS -> readCount();
      case PATTERN -> readPattern();
      case ISO_LOCAL, ISO_OFFSET, YEAR_SLASH, MONTH_SLASH -> readCalendar();
    };
  }

  private Outcome readCount() {
    boolean negative = at < end && text[at] == '-';
    at += negative ? 1 : 0;
    int start = at;
    long count = 0;
    while (at < end && isDigit(text[at]) && at - start < 18) {
      count = 10 * count + (text[at++] - '0');
    }
    int fraction = 0;
    boolean seconds = format == TimeFormat.EPOCH_SECONDS;
    if (at == start || (seconds && count >= MILLIS_FROM)) {
      return Outcome.UNREADABLE;
    }
    if (seconds && at < end && text[at] == '.') {
      at++;
      fraction = fraction();
    }
    if (at < end || fraction < 0) {
      return Outcome.UNREADABLE;
    }
    long value = seconds ? 1000 * count + fraction : count;
    millis = negative ? -value : value;
    return value > MILLIS_LIMIT ? Outcome.UNREADABLE : Outcome.READ;
  }

  private Outcome readPattern() {
    try {
      TemporalAccessor parsed =
          Objects.requireNonNull(pattern).parse(new String(text, at, end - at));
      if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
        millis = Instant.from(parsed).toEpochMilli();
        return Outcome.READ;
      }
      LocalDate date = LocalDate.from(parsed);
      LocalTime time = parsed.query(TemporalQueries.localTime());
      LocalDateTime local = time == null ? date.atStartOfDay() : date.atTime(time);
      day = date.toEpochDay();
      milliOfDay = local.get(ChronoField.MILLI_OF_DAY);
      return resolve();
    } catch (DateTimeException e) {
      return Outcome.UNREADABLE;
    }
  }

  private Outcome readCalendar() {
    boolean wantsOffset = format == TimeFormat.ISO_OFFSET;
    if (!readDate() || !readTimeOfDay() || !readOffset()) {
      return Outcome.UNREADABLE;
    }
    if (hasOffset != wantsOffset) {
      return Outcome.MIXED;
    }
    if (hasOffset) {
      millis = day * DAY_MILLIS + milliOfDay - 1000L * offsetSeconds;
      return Outcome.READ;
    }
    return resolve();
  }

  private Outcome resolve() {
    int offset = offsets.offset(day, milliOfDay / 1000);
    if (offset == ZoneOffsets.GAP) {
      return Outcome.GAP;
    }
    ambiguous = offsets.wasAmbiguous();
    millis = day * DAY_MILLIS + milliOfDay - 1000L * offset;
    return Outcome.READ;
  }

  private boolean readDate() {
    char separator = format == TimeFormat.ISO_LOCAL || format == TimeFormat.ISO_OFFSET ? '-' : '/';
    boolean monthFirst = format == TimeFormat.MONTH_SLASH;
    int first = monthFirst ? number(1, 2) : number(4, 4);
    if (first < 0 || !skip(separator)) {
      return false;
    }
    int second = number(1, 2);
    if (second < 0 || !skip(separator)) {
      return false;
    }
    int third = monthFirst ? number(4, 4) : number(1, 2);
    return monthFirst ? setDay(third, first, second) : setDay(first, second, third);
  }

  private boolean setDay(int year, int month, int dayOfMonth) {
    if (year < 0 || dayOfMonth < 1 || month < 1 || month > 12) {
      return false;
    }
    int key = (year * 13 + month) * 32 + dayOfMonth;
    if (key != cachedKey) {
      if (dayOfMonth > Month.of(month).length(Year.isLeap(year))) {
        return false;
      }
      cachedDay = LocalDate.of(year, month, dayOfMonth).toEpochDay();
      cachedKey = key;
    }
    day = cachedDay;
    return true;
  }

  /** A time of day behind {@code T} or a blank, or nothing, which is midnight. */
  private boolean readTimeOfDay() {
    milliOfDay = 0;
    if (at == end) {
      return true;
    }
    if (!skip('T') && !skip(' ')) {
      return false;
    }
    int hour = number(1, 2);
    if (hour < 0 || hour > 23 || !skip(':')) {
      return false;
    }
    int minute = number(2, 2);
    int second = 0;
    int fraction = 0;
    if (skip(':')) {
      second = number(2, 2);
      if (skip('.') || skip(',')) {
        fraction = fraction();
      }
    }
    milliOfDay = ((hour * 60 + minute) * 60 + second) * 1000 + fraction;
    return minute >= 0 && minute <= 59 && second >= 0 && second <= 59 && fraction >= 0;
  }

  /** {@code Z}, {@code UTC} or an offset of hours and minutes, or nothing. */
  private boolean readOffset() {
    hasOffset = false;
    offsetSeconds = 0;
    while (at < end && text[at] == ' ') {
      at++;
    }
    if (at == end) {
      return true;
    }
    hasOffset = true;
    if (skip('Z') || (skip('U') && skip('T') && skip('C'))) {
      return at == end;
    }
    boolean west = at < end && text[at] == '-';
    if (!west && !(at < end && text[at] == '+')) {
      return false;
    }
    at++;
    int hours = number(2, 2);
    int minutes = 0;
    if (at < end) {
      skip(':');
      minutes = number(2, 2);
    }
    offsetSeconds = (west ? -60 : 60) * (60 * hours + minutes);
    return hours >= 0 && hours <= 18 && minutes >= 0 && minutes <= 59 && at == end;
  }

  private boolean skip(char wanted) {
    if (at < end && text[at] == wanted) {
      at++;
      return true;
    }
    return false;
  }

  /** A number of so many digits, -1 where there is none. */
  private int number(int least, int most) {
    int start = at;
    int value = 0;
    while (at < end && at - start < most && isDigit(text[at])) {
      value = value * 10 + (text[at++] - '0');
    }
    return at - start < least ? -1 : value;
  }

  /** Digits behind a point as milliseconds, cut off behind the third; -1 where there are none. */
  private int fraction() {
    int start = at;
    int value = 0;
    while (at < end && isDigit(text[at])) {
      if (at - start < 3) {
        value = value * 10 + (text[at] - '0');
      }
      at++;
    }
    for (int digits = at - start; digits < 3; digits++) {
      value *= 10;
    }
    return at == start ? -1 : value;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
