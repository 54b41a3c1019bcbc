package org.causal4j.examples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.causal4j.core.Seed;
import org.causal4j.core.data.EventSchema;
import org.causal4j.recommend.CausalPipeline;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The whole walk on the shipped purchases of an online shop, September to November 2011 (Chen, D.
 * (2015). Online Retail. UCI Machine Learning Repository; CC BY 4.0).
 */
@Command(
    name = "quickstart",
    description = "the whole walk on real purchases that are shipped with causal4j")
final class QuickstartCommand implements Callable<Integer> {
  private static final String EVENTS = "quickstart_events.csv.gz";
  private static final String ITEMS = "quickstart_items.csv.gz";

  @Mixin private OutputOptions output;

  @Mixin private AnalysisOptions options;

  @Option(
      names = "--out",
      defaultValue = "causal4j-report",
      description = "folder of the report (default: ${DEFAULT-VALUE})")
  private Path out;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path folder = Files.createTempDirectory("causal4j");
    try {
      CausalPipeline.Builder pipeline =
          CausalPipeline.builder()
              .events(
                  copy(EVENTS, folder),
                  EventSchema.of("customer_id", "stock_code", "timestamp")
                      .withSession("invoice")
                      .withQuantity("quantity")
                      .withPrice("unit_price"))
              .items(copy(ITEMS, folder), "stock_code", "description")
              .seed(Seed.of(options.seed()));
      return new AnalysisRunner(spec.commandLine(), output, options)
          .run(pipeline, "all-minilm-l6-v2", "Online Retail, UK, September to November 2011", out);
    } finally {
      Files.deleteIfExists(folder.resolve(EVENTS));
      Files.deleteIfExists(folder.resolve(ITEMS));
      Files.deleteIfExists(folder);
    }
  }

  private static Path copy(String name, Path folder) throws IOException {
    try (InputStream in = QuickstartCommand.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the jar lacks " + name);
      }
      Path file = folder.resolve(name);
      Files.copy(in, file);
      return file;
    }
  }
}
