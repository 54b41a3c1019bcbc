package org.causal4j.report;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file so that a reader sees the old one or the new one, never half of it. */
final class AtomicFile {
  private AtomicFile() {}

  static Path write(Path file, String text) throws IOException {
    Path target = file.toAbsolutePath();
    Path parent = target.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("file: " + file + " is not a file name");
    }
    Files.createDirectories(parent);
    Path temporary = parent.resolve(target.getFileName() + ".part");
    try {
      Files.writeString(temporary, text);
      try {
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(temporary);
    }
    return file;
  }
}
