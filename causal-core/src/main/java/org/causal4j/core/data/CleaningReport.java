package org.causal4j.core.data;

import com.google.common.base.Preconditions;
import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import java.util.Locale;

/**
 * What reading and cleaning did to a log: how many rows came in, how many are left, and for each
 * reason how many were dropped, or noted and kept, with the first few as examples. Nothing is lost
 * without a line here: {@code read = kept + dropped}.
 *
 * <p>Immutable and safe to share between threads.
 *
 * @param read rows that came in
 * @param kept rows that are left
 * @param lines one line a reason, in the order in which the steps ran
 */
public record CleaningReport(long read, long kept, ImmutableList<Line> lines) {
  /** What happened to the rows of a line. */
  public enum Kind {
    /** They are not in the log. */
    DROPPED,
    /** They are in the log, but a reader should know. */
    NOTED
  }

  /**
   * One reason.
   *
   * @param kind whether the rows were dropped
   * @param reason in words
   * @param count how many
   * @param examples the first few, with file, line and column where they came from a file
   */
  public record Line(Kind kind, String reason, long count, ImmutableList<String> examples) {}

  /** Checks that the rows add up. */
  public CleaningReport {
    long dropped = dropped(lines);
    Preconditions.checkArgument(
        read == kept + dropped, "read: %s is not %s kept and %s dropped", read, kept, dropped);
  }

  private static long dropped(ImmutableList<Line> lines) {
    return lines.stream().filter(line -> line.kind() == Kind.DROPPED).mapToLong(Line::count).sum();
  }

  /** How many rows were dropped. */
  public long dropped() {
    return read - kept;
  }

  /** Whether nothing was dropped and nothing noted. */
  public boolean isEmpty() {
    return lines.isEmpty();
  }

  /** The count of a reason, 0 where it did not occur. */
  public long count(String reason) {
    return lines.stream().filter(line -> line.reason().equals(reason)).mapToLong(Line::count).sum();
  }

  /**
   * This report and that of the step that went on with its rows.
   *
   * @throws IllegalArgumentException if the next step did not take what this one kept
   */
  public CleaningReport then(CleaningReport next) {
    Preconditions.checkArgument(
        next.read == kept, "next: read %s rows, but %s were kept", next.read, kept);
    return new CleaningReport(
        read, next.kept, ImmutableList.<Line>builder().addAll(lines).addAll(next.lines).build());
  }

  /** A table with a row a reason, and the examples below it. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(Locale.ROOT, "%,d rows read, %,d kept, %,d dropped", read, kept, dropped()));
    int width = 0;
    for (Line line : lines) {
      width = Math.max(width, count(line).length());
    }
    for (Line line : lines) {
      String kind = line.kind() == Kind.DROPPED ? "dropped" : "noted";
      out.append('\n').append("  ").append(Strings.padEnd(kind, 7, ' ')).append("  ");
      out.append(Strings.padStart(count(line), width, ' ')).append("  ").append(line.reason());
      for (String example : line.examples()) {
        out.append('\n').append(" ".repeat(width + 13)).append("as ").append(example);
      }
    }
    return out.toString();
  }

  private static String count(Line line) {
    return String.format(Locale.ROOT, "%,d", line.count());
  }
}
