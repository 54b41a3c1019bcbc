package org.causal4j.core;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/**
 * Finds data that is not part of the project. A test that needs a file which is absent is skipped
 * with a message; where the environment sets {@code CAUSAL4J_DATA_REQUIRED=1} it fails instead.
 */
public final class SharedData {
  private SharedData() {}

  /** The file below the folder of shared data, as {@code "data/causal/bn/alarm.bif.gz"}. */
  public static Path require(String relative) {
    Path file = Path.of(System.getProperty("causal4j.shared", "../../shared"), relative);
    if (!Files.exists(file)) {
      String message = "no shared data file " + relative;
      if ("1".equals(System.getenv("CAUSAL4J_DATA_REQUIRED"))) {
        throw new AssertionError(message + ", and CAUSAL4J_DATA_REQUIRED=1");
      }
      Assumptions.abort(message);
    }
    return file.normalize();
  }

  /** A file of the project itself, below the repository's root. */
  public static Path projectFile(String relative) {
    return Path.of(System.getProperty("causal4j.root", ".."), relative).normalize();
  }
}
