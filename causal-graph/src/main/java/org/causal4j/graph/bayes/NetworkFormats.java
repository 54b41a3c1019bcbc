package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Reads and writes networks. The format is BIF, the Bayesian network interchange format (Cozman
 * 1998, as the bnlearn repository and JavaBayes write it), in UTF-8, plain or compressed by gzip.
 *
 * <p>Rows are {@code (parent states) probabilities;}, {@code default probabilities;} for the rows
 * not listed, or one {@code table} of all: there the child's states change slowest and the last
 * parent's fastest. A row may miss 1 by 1e-6 and is divided by its sum then. Names with other signs
 * than letters, digits and {@code _ - . + < > = / *} stand in quotes. Properties are read over.
 */
public final class NetworkFormats {
  private NetworkFormats() {}

  static BayesianNetwork read(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    Preconditions.checkArgument(
        name.endsWith(".bif") || name.endsWith(".bif.gz"),
        "file: %s ends neither in .bif nor in .bif.gz",
        name);
    return readBif(file);
  }

  /**
   * Reads a BIF file, compressed where its name ends in {@code .gz}. Linear in its size.
   *
   * @throws org.causal4j.core.DataFormatException with line and column
   */
  public static BayesianNetwork readBif(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = name.endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw) {
      return new BifReader(name, in.readAllBytes()).read();
    }
  }

  /**
   * Reads BIF text.
   *
   * @throws org.causal4j.core.DataFormatException with line and column, source "bif"
   */
  public static BayesianNetwork parseBif(String text) {
    return new BifReader("bif", text.getBytes(StandardCharsets.UTF_8)).read();
  }

  /**
   * Writes a BIF file, compressed where its name ends in {@code .gz}. Every number is written in
   * full: reading gives an equal network.
   */
  public static void writeBif(BayesianNetwork network, Path file) throws IOException {
    byte[] bytes = toBif(network).getBytes(StandardCharsets.UTF_8);
    try (OutputStream raw = Files.newOutputStream(file);
        OutputStream out =
            String.valueOf(file.getFileName()).endsWith(".gz") ? new GZIPOutputStream(raw) : raw) {
      out.write(bytes);
    }
  }

  /** The network as BIF text. */
  public static String toBif(BayesianNetwork network) {
    return BifWriter.text(network);
  }
}
