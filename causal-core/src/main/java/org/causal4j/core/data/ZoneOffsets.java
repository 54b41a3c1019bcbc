package org.causal4j.core.data;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;

/**
 * Offsets of local times in one zone. Remembers the offset of the last day on which the clocks were
 * not changed, since the rows of a log mostly come by day. Not safe to share between threads.
 */
final class ZoneOffsets {
  /** The local time was skipped by the clocks. */
  static final int GAP = Integer.MIN_VALUE;

  private static final long DAY_SECONDS = 86_400;

  private final ZoneRules rules;
  private final boolean fixed;
  private long steadyDay = Long.MIN_VALUE;
  private int steadyOffset;
  private boolean ambiguous;

  ZoneOffsets(ZoneId zone) {
    this.rules = zone.getRules();
    this.fixed = rules.isFixedOffset();
    this.steadyOffset = fixed ? rules.getOffset(Instant.EPOCH).getTotalSeconds() : 0;
  }

  /** Whether the clocks showed the last time that was asked for twice; the earlier was taken. */
  boolean wasAmbiguous() {
    return ambiguous;
  }

  /**
   * The offset in seconds, or {@link #GAP}.
   *
   * @param day days since 1970 on the local calendar
   * @param secondOfDay of the local clock
   */
  int offset(long day, int secondOfDay) {
    ambiguous = false;
    if (fixed || day == steadyDay) {
      return steadyOffset;
    }
    long local = day * DAY_SECONDS + secondOfDay;
    List<ZoneOffset> valid =
        rules.getValidOffsets(LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC));
    if (valid.isEmpty()) {
      return GAP;
    }
    ambiguous = valid.size() > 1;
    int offset = valid.get(0).getTotalSeconds();
    if (!ambiguous && isSteady(day, offset)) {
      steadyDay = day;
      steadyOffset = offset;
    }
    return offset;
  }

  /** Whether no change of the clocks comes nearer to a day than a day. */
  private boolean isSteady(long day, int offset) {
    Instant before = Instant.ofEpochSecond((day - 1) * DAY_SECONDS - offset);
    ZoneOffsetTransition change = rules.nextTransition(before);
    return change == null || change.toEpochSecond() > (day + 2) * DAY_SECONDS - offset;
  }
}
