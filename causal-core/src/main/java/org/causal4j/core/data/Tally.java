package org.causal4j.core.data;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Counts rows by reason and keeps the first few as examples. */
final class Tally {
  private static final class Count {
    private final CleaningReport.Kind kind;
    private long rows;
    private final List<String> examples = new ArrayList<>();

    private Count(CleaningReport.Kind kind) {
      this.kind = kind;
    }
  }

  private final int examples;
  private final Map<String, Count> counts = new LinkedHashMap<>();
  private long dropped;

  /** Keeps so many examples of each reason. */
  Tally(int examples) {
    this.examples = examples;
  }

  void drop(String reason, Supplier<String> example) {
    dropped++;
    add(CleaningReport.Kind.DROPPED, reason, 1, example);
  }

  void note(String reason, Supplier<String> example) {
    add(CleaningReport.Kind.NOTED, reason, 1, example);
  }

  void note(String reason, long rows, Supplier<String> example) {
    if (rows > 0) {
      add(CleaningReport.Kind.NOTED, reason, rows, example);
    }
  }

  private void add(CleaningReport.Kind kind, String reason, long rows, Supplier<String> example) {
    Count count = counts.computeIfAbsent(reason, key -> new Count(kind));
    count.rows += rows;
    if (count.examples.size() < examples) {
      String text = example.get();
      if (!text.isEmpty()) {
        count.examples.add(text);
      }
    }
  }

  long dropped() {
    return dropped;
  }

  CleaningReport report(long read) {
    ImmutableList.Builder<CleaningReport.Line> lines = ImmutableList.builder();
    counts.forEach(
        (reason, count) ->
            lines.add(
                new CleaningReport.Line(
                    count.kind, reason, count.rows, ImmutableList.copyOf(count.examples))));
    return new CleaningReport(read, read - dropped, lines.build());
  }
}
