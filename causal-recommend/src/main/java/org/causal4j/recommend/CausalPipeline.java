package org.causal4j.recommend;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Provenance;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Catalog;
import org.causal4j.core.data.CleaningReport;
import org.causal4j.core.data.EventLog;
import org.causal4j.core.data.EventLogReading;
import org.causal4j.core.data.EventSchema;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.embed.EmbeddingProvider;
import org.causal4j.embed.EmbeddingProviders;
import org.jspecify.annotations.Nullable;

/**
 * The whole walk: read and clean a log, embed the texts of its items, learn and test scorers, state
 * what is assumed, estimate which purchase leads to which, try to refute it, grade it, and
 * recommend. Each step is public API of its own; this class only hands results on.
 *
 * <pre>{@code
 * CausalAnalysis analysis =
 *     CausalPipeline.builder()
 *         .events(Path.of("events.csv"), EventSchema.of("customer", "item", "time"))
 *         .items(Path.of("items.csv"), "item", "text")
 *         .seed(Seed.of(7))
 *         .build()
 *         .run();
 * }</pre>
 *
 * <p>The same seed gives the same result, whatever the number of threads, on one kernel provider
 * and one embedding provider. May be run more than once; safe to share between threads if its
 * listener is.
 */
public final class CausalPipeline {
  private final Source source;
  private final Items items;
  private final EmbeddingProvider provider;
  private final PipelineOptions options;
  private final Seed seed;
  private final Kernels kernels;
  private final ProgressListener progress;
  private final ImmutableList<String> users;

  /** Where events come from. */
  @FunctionalInterface
  private interface Source {
    EventLogReading read(ProgressListener progress) throws IOException;
  }

  /** Where items come from. */
  @FunctionalInterface
  private interface Items {
    Catalog read(EventLog log) throws IOException;
  }

  private CausalPipeline(Builder builder, Source source) {
    this.source = source;
    this.items = builder.items;
    EmbeddingProvider given = builder.provider;
    this.provider = given == null ? EmbeddingProviders.hashing() : given;
    this.options = builder.options;
    this.seed = builder.seed;
    Kernels chosen = builder.kernels;
    this.kernels = chosen == null ? Kernels.automatic() : chosen;
    this.progress = builder.progress;
    this.users = builder.users;
  }

  /** A builder; events are all that it needs. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Runs all steps.
   *
   * @throws IOException if a file can't be read
   * @throws org.causal4j.core.DataFormatException if a file is not what the schema says
   * @throws IllegalArgumentException if the log is too small to be cut, or a named user is not in
   *     it
   * @throws java.util.concurrent.CancellationException if the listener cancels
   */
  public CausalAnalysis run() throws IOException {
    StageClock clock = new StageClock();
    EventLogReading reading = source.read(progress);
    Catalog catalog = items.read(reading.log());
    Preconditions.checkArgument(
        reading.log().size() > 0, "events: no row could be read (%s)", reading.report());
    var cleaned = options.cleaning().clean(reading.log(), catalog);
    CleaningReport report = reading.report().then(cleaned.report());
    EventLog log = cleaned.log();
    Preconditions.checkArgument(log.size() > 0, "events: cleaning left no event (%s)", report);
    for (String user : users) {
      Preconditions.checkArgument(log.userNumber(user) >= 0, "user '%s': is not in the log", user);
    }
    clock.done("load and clean", log + "\n" + report);
    return new PipelineRun(log, catalog, report, provider, options, seed, kernels, progress, users)
        .run(clock);
  }

  /** Collects the parts. Not safe to share between threads. */
  public static final class Builder {
    private @Nullable Source source;
    private Items items = log -> Catalog.of(ImmutableMap.of());
    private @Nullable EmbeddingProvider provider;
    private @Nullable Kernels kernels;
    private PipelineOptions options = PipelineOptions.defaults();
    private Seed seed = Seed.of(7);
    private ProgressListener progress = ProgressListener.NONE;
    private ImmutableList<String> users = ImmutableList.of();

    private Builder() {}

    /** Events of a file: JSON Lines by its name ({@code .jsonl}), delimited text else. */
    public Builder events(Path file, EventSchema schema) {
      String name = file.toString();
      boolean json = name.endsWith(".jsonl") || name.endsWith(".jsonl.gz");
      this.source =
          listener ->
              json
                  ? EventLog.readingJsonLines(file, schema, listener)
                  : EventLog.readingCsv(file, schema, listener);
      return this;
    }

    /** Events that are read already. */
    public Builder events(EventLog log) {
      this.source =
          listener ->
              new EventLogReading(
                  log, new CleaningReport(log.size(), log.size(), ImmutableList.of()));
      return this;
    }

    /** Items of a delimited file; without items, ids stand for texts. */
    public Builder items(Path file, String idColumn, String textColumn) {
      this.items = log -> Catalog.readCsv(file, idColumn, textColumn);
      return this;
    }

    /** Items that are read already. */
    public Builder items(Catalog catalog) {
      this.items = log -> catalog;
      return this;
    }

    /** What embeds the texts; hashing by default. The caller closes it. */
    public Builder embedding(EmbeddingProvider value) {
      this.provider = value;
      return this;
    }

    /** What computes; the choice of this JVM by default. */
    public Builder kernels(Kernels value) {
      this.kernels = value;
      return this;
    }

    /** How it is done. */
    public Builder options(PipelineOptions value) {
      this.options = value;
      return this;
    }

    /** The seed of all random calls; 7 by default. */
    public Builder seed(Seed value) {
      this.seed = value;
      return this;
    }

    /** Who hears how far it is. */
    public Builder progress(ProgressListener value) {
      this.progress = value;
      return this;
    }

    /** Users to recommend to; those with the most events by default. */
    public Builder users(List<String> value) {
      this.users = ImmutableList.copyOf(value);
      return this;
    }

    /** The pipeline. */
    public CausalPipeline build() {
      Source given = source;
      Preconditions.checkState(given != null, "events are needed");
      return new CausalPipeline(this, given);
    }
  }

  /** The provenance of the whole. */
  static Provenance provenance(
      Seed seed, PipelineOptions options, EventLog log, List<Provenance> sources) {
    return Provenance.of(
        "analysis",
        ImmutableMap.of(
            "seed",
            Long.toString(seed.value()),
            "options",
            options.toString(),
            "log",
            log.fingerprint()),
        sources);
  }
}
