package org.causal4j.core.data;

/** The ways in which a column of times can be written. */
enum TimeFormat {
  /** {@code 2011-09-01T08:25:00.123}, with {@code T} or a blank, to the minute, or only a date. */
  ISO_LOCAL("a local time as 2011-09-01T08:25:00"),
  /** The same with {@code Z}, {@code UTC} or an offset such as {@code +02:00} behind it. */
  ISO_OFFSET("a time with an offset as 2011-09-01T08:25:00Z"),
  /** Whole or decimal seconds since 1970. */
  EPOCH_SECONDS("seconds since 1970"),
  /** Milliseconds since 1970. */
  EPOCH_MILLIS("milliseconds since 1970"),
  /** {@code 2011/9/1 8:25[:00]}. */
  YEAR_SLASH("a local time as 2011/9/1 8:25"),
  /** {@code 9/1/2011 8:25[:00]}, month first. */
  MONTH_SLASH("a local time as 9/1/2011 8:25, month first"),
  /** A pattern that the caller gave. */
  PATTERN("a time of the pattern given");

  private final String words;

  TimeFormat(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  boolean isLocal() {
    return this == ISO_LOCAL || this == YEAR_SLASH || this == MONTH_SLASH;
  }
}
