package org.causal4j.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.causal4j.embed.EmbeddingCache;
import org.causal4j.embed.EmbeddingProvider;
import org.causal4j.embed.EmbeddingProviders;
import org.causal4j.recommend.CausalAnalysis;
import org.causal4j.recommend.CausalPipeline;
import org.causal4j.recommend.Stage;
import org.causal4j.report.AnalysisReport;
import picocli.CommandLine;

/** Runs a pipeline, writes its report and prints what it found. */
final class AnalysisRunner {
  private final CommandLine line;
  private final OutputOptions output;
  private final AnalysisOptions options;

  AnalysisRunner(CommandLine line, OutputOptions output, AnalysisOptions options) {
    this.line = line;
    this.output = output;
    this.options = options;
  }

  int run(CausalPipeline.Builder pipeline, String encoder, String title, Path out)
      throws IOException {
    // DJL would ask a cloud machine's metadata address; an application may switch that off.
    System.setProperty("ai.djl.offline", "true");
    Files.createDirectories(out);
    EmbeddingCache cache = EmbeddingCache.inFolder(options.cache());
    CausalAnalysis analysis;
    try (EmbeddingProvider provider = cache.wrap(EmbeddingProviders.named(encoder))) {
      analysis =
          pipeline
              .embedding(provider)
              .users(options.users())
              .progress(output.progress(line))
              .build()
              .run();
    }
    long began = System.nanoTime();
    Path report = AnalysisReport.of(analysis, title, options.language()).writeTo(out);
    long millis = Math.round((System.nanoTime() - began) / 1e6);
    PrintWriter people = output.people(line);
    print(people, analysis, millis, report);
    line.getErr().println("embedding cache: " + cache.stats());
    cache.problem().ifPresent(why -> line.getErr().println("embedding cache: " + why));
    if (output.json()) {
      line.getOut().println(AnalysisJson.of(analysis, options.seed(), millis, report));
    }
    people.flush();
    line.getOut().flush();
    return 0;
  }

  private static void print(PrintWriter people, CausalAnalysis analysis, long millis, Path report) {
    int number = 1;
    for (Stage stage : analysis.stages()) {
      people.printf("%d. %s%n%n", number++, stage);
    }
    people.printf("%d. report (%.1f s): %s%n", number, millis / 1000.0, report.toAbsolutePath());
  }
}
