package org.causal4j.core.data;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.List;

/**
 * Reads times of one column. The first readable cell decides how the column is written (a local
 * time, a time with an offset, or a count of seconds or milliseconds); a cell that is written
 * otherwise is a mixture, which the reader refuses.
 *
 * <p>Read are {@code 2011-09-01T08:25[:00[.123]]} with {@code T} or a blank, {@code 2011-09-01},
 * {@code 2011/9/1 8:25[:00]}, {@code 9/1/2011 8:25[:00]} (month first), each with or without {@code
 * Z} or an offset, and whole numbers: below 10¹¹ seconds, else milliseconds since 1970.
 */
final class TimeParser {
  /** How a column is written. */
  enum Form {
    LOCAL("a local time"),
    OFFSET("a time with an offset"),
    EPOCH("a count since 1970");

    private final String words;

    Form(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** What a cell holds. */
  enum Outcome {
    READ,
    UNREADABLE,
    MIXED,
    GAP
  }

  private static final long SECONDS_LIMIT = 100_000_000_000L;
  private static final long MILLIS_PER_SECOND = 1000;

  private final ZoneRules rules;
  private Form form = Form.LOCAL;
  private boolean decided;
  private long ambiguous;

  private String text = "";
  private int at;
  private long millis;
  private long cachedDay = Long.MIN_VALUE;
  private int cachedKey = -1;

  TimeParser(ZoneId zone) {
    this.rules = zone.getRules();
  }

  /** Milliseconds since 1970 of the cell that was read last. */
  long millis() {
    return millis;
  }

  /** How the column is written, as the first cell says. */
  Form form() {
    return form;
  }

  /** How many local times stood in the hour that a zone has twice; the earlier was taken. */
  long ambiguous() {
    return ambiguous;
  }

  Outcome read(String cell) {
    text = cell.strip();
    at = 0;
    if (text.isEmpty()) {
      return Outcome.UNREADABLE;
    }
    try {
      return isCount() ? readCount() : readCalendar();
    } catch (DateTimeException | NumberFormatException e) {
      return Outcome.UNREADABLE;
    }
  }

  private boolean isCount() {
    for (int i = text.charAt(0) == '-' ? 1 : 0; i < text.length(); i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private Outcome readCount() {
    if (!accepts(Form.EPOCH)) {
      return Outcome.MIXED;
    }
    long count = Long.parseLong(text);
    millis = Math.abs(count) < SECONDS_LIMIT ? count * MILLIS_PER_SECOND : count;
    return Outcome.READ;
  }

  private Outcome readCalendar() {
    long day = readDate();
    int secondOfDay = 0;
    int milli = 0;
    if (at < text.length() && (text.charAt(at) == 'T' || text.charAt(at) == ' ')) {
      at++;
      int hour = number(2);
      expect(':');
      int minute = number(2);
      int second = 0;
      if (at < text.length() && text.charAt(at) == ':') {
        at++;
        second = number(2);
        if (at < text.length() && (text.charAt(at) == '.' || text.charAt(at) == ',')) {
          at++;
          milli = fraction();
        }
      }
      secondOfDay = LocalTime.of(hour, minute, second).toSecondOfDay();
    }
    long local = day * 86_400L + secondOfDay;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    if (at < text.length()) {
      if (!accepts(Form.OFFSET)) {
        return Outcome.MIXED;
      }
      ZoneOffset offset = ZoneOffset.of(text.substring(at));
      millis = (local - offset.getTotalSeconds()) * MILLIS_PER_SECOND + milli;
      return Outcome.READ;
    }
    return accepts(Form.LOCAL) ? resolve(local, milli) : Outcome.MIXED;
  }

  private Outcome resolve(long local, int milli) {
    int offset;
    if (rules.isFixedOffset()) {
      offset = rules.getOffset(java.time.Instant.EPOCH).getTotalSeconds();
    } else {
      List<ZoneOffset> valid =
          rules.getValidOffsets(LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC));
      if (valid.isEmpty()) {
        return Outcome.GAP;
      }
      if (valid.size() > 1) {
        ambiguous++;
      }
      offset = valid.get(0).getTotalSeconds();
    }
    millis = (local - offset) * MILLIS_PER_SECOND + milli;
    return Outcome.READ;
  }

  private boolean accepts(Form seen) {
    if (!decided) {
      decided = true;
      form = seen;
    }
    return form == seen;
  }

  private long readDate() {
    int first = number(4);
    char separator = at < text.length() ? text.charAt(at) : ' ';
    if (separator != '-' && separator != '/') {
      throw new DateTimeException("no date");
    }
    at++;
    int second = number(2);
    expect(separator);
    int third = number(4);
    boolean monthFirst = separator == '/' && first <= 12;
    return monthFirst ? day(third, first, second) : day(first, second, third);
  }

  private long day(int year, int month, int dayOfMonth) {
    if (year < 1000 || year > 9999 || month > 12 || dayOfMonth > 31) {
      throw new DateTimeException("no date");
    }
    int key = (year * 13 + month) * 32 + dayOfMonth;
    if (key != cachedKey) {
      cachedDay = LocalDate.of(year, month, dayOfMonth).toEpochDay();
      cachedKey = key;
    }
    return cachedDay;
  }

  private int number(int most) {
    int start = at;
    int value = 0;
    while (at < text.length() && at - start < most && isDigit(text.charAt(at))) {
      value = value * 10 + (text.charAt(at++) - '0');
    }
    if (at == start) {
      throw new DateTimeException("no number");
    }
    return value;
  }

  private int fraction() {
    int start = at;
    int value = 0;
    while (at < text.length() && isDigit(text.charAt(at))) {
      if (at - start < 3) {
        value = value * 10 + (text.charAt(at) - '0');
      }
      at++;
    }
    if (at == start) {
      throw new DateTimeException("no fraction");
    }
    for (int digits = at - start; digits < 3; digits++) {
      value *= 10;
    }
    return value;
  }

  private void expect(char wanted) {
    if (at >= text.length() || text.charAt(at) != wanted) {
      throw new DateTimeException("no " + wanted);
    }
    at++;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
