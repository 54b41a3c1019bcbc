package org.causal4j.core.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.causal4j.core.ProgressListener;

/** Reads events from a delimited file, one a row. */
final class CsvEvents {
  private CsvEvents() {}

  static EventLogReading read(
      Path file, EventSchema schema, ReadOptions options, ProgressListener progress)
      throws IOException {
    try (DelimitedFile table = DelimitedFile.open(file, schema.charset(), schema.headerless())) {
      int[] column =
          Arrays.stream(EventSlot.values())
              .mapToInt(slot -> slot.column(schema).map(table::column).orElse(-1))
              .toArray();
      EventIntake intake =
          new EventIntake(
              file,
              schema,
              options,
              progress,
              column,
              true,
              table.sample(column[EventSlot.TIME.index()]));
      int width = table.header().size();
      for (DelimitedRow row = table.next(); row != null; row = table.next()) {
        intake.count();
        int fields = row.fields();
        if (fields == width) {
          intake.add(row.cells(), row.line());
        } else {
          intake.reject(
              row.line(),
              Math.min(fields, width + 1),
              fields < width ? "too few fields" : "too many fields",
              fields + " fields, where there are " + width + " columns");
        }
      }
      return intake.finish();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
