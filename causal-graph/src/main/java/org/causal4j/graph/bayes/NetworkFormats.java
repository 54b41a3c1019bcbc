package org.causal4j.graph.bayes;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** DRAFT */
public final class NetworkFormats {
  private NetworkFormats() {}

  static BayesianNetwork read(Path file) throws IOException {
    return readBif(file);
  }

  public static BayesianNetwork readBif(Path file) throws IOException {
    return new BifReader(SourceText.read(file)).read().network();
  }

  public static BayesianNetwork parseBif(String text) {
    return new BifReader(SourceText.of("bif", text)).read().network();
  }

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
