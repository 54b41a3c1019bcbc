package org.causal4j.examples;

import java.nio.file.Path;
import java.util.List;
import org.causal4j.report.Language;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that {@code quickstart} and {@code analyze} share. */
final class AnalysisOptions {
  @Option(names = "--seed", defaultValue = "7", description = "(default: ${DEFAULT-VALUE})")
  private long seed;

  @Option(names = "--users", split = ",", description = "users to recommend to, by id")
  private @Nullable List<String> users;

  @Option(
      names = "--lang",
      defaultValue = "en",
      description = "language of the report, en or zh (default: ${DEFAULT-VALUE})")
  private String language;

  @Option(
      names = "--cache",
      description = "folder of the embedding cache (default: .causal4j/cache in the home folder)")
  private @Nullable Path cache;

  long seed() {
    return seed;
  }

  List<String> users() {
    List<String> named = users;
    return named == null ? List.of() : named;
  }

  Language language() {
    return Languages.of(language);
  }

  Path cache() {
    Path named = cache;
    return named != null
        ? named
        : Path.of(System.getProperty("user.home", "."), ".causal4j", "cache");
  }
}
