package org.causal4j.benchmarks.effect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** A file to which results are appended as they come, so that an interrupted study goes on. */
final class StudyFile {
  private final Path path;

  StudyFile(Path path) {
    this.path = path;
  }

  /** The whole lines that are there; a line cut off at the end is dropped, from the file too. */
  List<String> lines() throws IOException {
    if (!Files.exists(path)) {
      return List.of();
    }
    String text = Files.readString(path);
    int end = text.lastIndexOf('\n') + 1;
    if (end < text.length()) {
      Files.writeString(path, text.substring(0, end));
    }
    return text.substring(0, end).lines().toList();
  }

  synchronized void append(List<String> lines) {
    List<String> all = new ArrayList<>(lines);
    all.add("");
    try {
      Files.writeString(
          path,
          String.join("\n", all),
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
