package org.causal4j.benchmarks.data;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Cleaning;
import org.causal4j.core.data.EventLog;
import org.causal4j.core.data.EventSchema;
import org.causal4j.core.data.Sessions;
import org.causal4j.core.data.Split;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Events a second from a file to a log, and through the steps that follow. The file has 1,000,000
 * rows of about 52 characters: 90,000 users and 30,000 items drawn with a long tail, baskets of
 * eight, times in order to the second, quantities and prices.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(
    value = 1,
    jvmArgsAppend = {"-Xmx2g"})
public class LoadEvents {
  private static final int ROWS = 1_000_000;

  /** A file kept for all runs of one fork. */
  @State(Scope.Benchmark)
  public static class EventFile {
    /** How times are written. */
    @Param({"ISO", "EPOCH_MILLIS"})
    public String times;

    /** Whether the file is compressed. */
    @Param({"false", "true"})
    public boolean gzip;

    private Path file;

    /** Writes the file. */
    @Setup
    public void write() throws IOException {
      file = writeFile(times.equals("ISO"), gzip);
    }

    /** Deletes the file. */
    @TearDown
    public void delete() throws IOException {
      Files.delete(file);
    }
  }

  /** A log kept for all runs of one fork. */
  @State(Scope.Benchmark)
  public static class LoadedLog {
    private EventLog log;

    /** Reads the log. */
    @Setup
    public void read() throws IOException {
      Path file = writeFile(true, false);
      log = EventLog.readCsv(file, SCHEMA);
      Files.delete(file);
    }
  }

  private static final EventSchema SCHEMA =
      EventSchema.of("customer", "item", "action", "time")
          .withSession("basket")
          .withQuantity("quantity")
          .withPrice("price");

  private static Path writeFile(boolean iso, boolean gzip) throws IOException {
    SplittableRandom random = Seed.of(1).random();
    Path file = Files.createTempFile("events", gzip ? ".csv.gz" : ".csv");
    try (var out = Files.newOutputStream(file);
        var bytes = gzip ? new GZIPOutputStream(out) : out;
        var text = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8))) {
      text.write("customer,basket,time,item,action,quantity,price\n");
      long second = Instant.parse("2011-09-01T08:25:00Z").getEpochSecond();
      int customer = 0;
      for (int row = 0; row < ROWS; row++) {
        if (row % 8 == 0) {
          customer = 10_000 + (int) (90_000 * Math.pow(random.nextDouble(), 2));
        }
        second += random.nextInt(20);
        String time = Instant.ofEpochSecond(second).toString();
        text.write(customer + "," + (565_000 + row / 8) + ",");
        text.write(iso ? time.substring(0, time.length() - 1) : second + "000");
        text.write("," + (20_000 + (int) (30_000 * Math.pow(random.nextDouble(), 3))));
        text.write(random.nextInt(20) == 0 ? ",buy," : ",view,");
        text.write((1 + random.nextInt(12)) + "," + random.nextInt(100) + ".");
        text.write((10 + random.nextInt(90)) + "\n");
      }
    }
    return file;
  }

  /** All seven columns, to the finished log. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public EventLog readCsv(EventFile events) throws IOException {
    return EventLog.readCsv(events.file, SCHEMA);
  }

  /** The default cleaning. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public Cleaning.Cleaned clean(LoadedLog events) {
    return Cleaning.defaults().clean(events.log);
  }

  /** The visits. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public Sessions sessions(LoadedLog events) {
    return Sessions.of(events.log);
  }

  /** The default split. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public Split splitByTime(LoadedLog events) {
    return Split.byTime(events.log, 0.2);
  }

  /** A log of half of the rows. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public EventLog where(LoadedLog events) {
    return events.log.where(row -> (row & 1) == 0, "every second row");
  }
}
