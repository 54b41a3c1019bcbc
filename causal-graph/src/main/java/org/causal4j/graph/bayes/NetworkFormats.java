package org.causal4j.graph.bayes;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * Reads and writes networks as BIF, XMLBIF and UAI, plain or compressed by gzip, in UTF-8 (XML may
 * declare another encoding). {@link #read(Path)} tells the format from the text, and compression
 * from the first bytes, whatever the file is called; {@link #write(BayesianNetwork, Path)} goes by
 * the name: {@code .bif}, {@code .xml}, {@code .xmlbif} or {@code .uai}, with {@code .gz} behind it
 * for compression.
 *
 * <p>Every probability is written in full, so that reading gives the same bits. A row may miss 1 by
 * 1e-6 and is divided by its sum then, which {@link #readReport} tells; beyond that it is an error.
 * Every error of a text is a {@link org.causal4j.core.DataFormatException} with line and column. A
 * table that the file could not hold is refused before it is allocated; so is a text of more than a
 * quarter of the Java machine's memory. Reading is linear in the size of the text.
 *
 * <ul>
 *   <li>BIF (Cozman 1998, as the bnlearn repository and JavaBayes write it): rows are {@code
 *       (parent states) probabilities;}, {@code default probabilities;} for the rows not listed, or
 *       one {@code table} of all: there the child's states change slowest and the last parent's
 *       fastest. Names with other signs than letters, digits and {@code _ - . + < > = / *} stand in
 *       quotes; a name with quotes or line ends can't be written. Properties are read over.
 *   <li>XMLBIF 0.3 (Cozman 1998): in a {@code TABLE} the child's states change fastest and the
 *       first parent's slowest. Document types and entities are not resolved. Space around a name
 *       is no part of it: a name that has some can't be written. Properties are read over.
 *   <li>UAI (the format of the UAI inference competitions): BAYES, and MARKOV through {@link
 *       #readUaiMarkov}. It has numbers only: variables come back as x0, x1, … and states as 0, 1,
 *       …, in the order of the network. In a {@code .evid} file, variables and states are numbers
 *       of the same order.
 * </ul>
 */
public final class NetworkFormats {
  private NetworkFormats() {}

  // -- reading ---------------------------------------------------------------------------------

  /**
   * Reads a network in any of the formats.
   *
   * @throws org.causal4j.core.DataFormatException with line and column
   */
  public static BayesianNetwork read(Path file) throws IOException {
    return readReport(file).network();
  }

  /**
   * Reads a network in any of the formats, and tells which rows were normalized.
   *
   * @throws org.causal4j.core.DataFormatException with line and column
   */
  public static NetworkReading readReport(Path file) throws IOException {
    return reading(SourceText.read(file));
  }

  static NetworkReading reading(SourceText source) {
    return switch (formatOf(source)) {
      case BIF -> new BifReader(source).read();
      case XMLBIF -> new XmlBifReader(source).read();
      case UAI -> new UaiReader(source).bayes();
    };
  }

  /** Reads a BIF file. */
  public static BayesianNetwork readBif(Path file) throws IOException {
    return new BifReader(SourceText.read(file)).read().network();
  }

  /** Reads BIF text. Errors name it "bif". */
  public static BayesianNetwork parseBif(String text) {
    return new BifReader(SourceText.of("bif", text)).read().network();
  }

  /** Reads an XMLBIF file. */
  public static BayesianNetwork readXmlBif(Path file) throws IOException {
    return new XmlBifReader(SourceText.read(file)).read().network();
  }

  /** Reads XMLBIF text. Errors name it "xmlbif". */
  public static BayesianNetwork parseXmlBif(String text) {
    return new XmlBifReader(SourceText.of("xmlbif", text)).read().network();
  }

  /** Reads a UAI file of type BAYES. */
  public static BayesianNetwork readUai(Path file) throws IOException {
    return new UaiReader(SourceText.read(file)).bayes().network();
  }

  /** Reads UAI text of type BAYES. Errors name it "uai". */
  public static BayesianNetwork parseUai(String text) {
    return new UaiReader(SourceText.of("uai", text)).bayes().network();
  }

  /** Reads a UAI file of type MARKOV. */
  public static MarkovNetwork readUaiMarkov(Path file) throws IOException {
    return new UaiReader(SourceText.read(file)).markov();
  }

  /** Reads UAI text of type MARKOV. Errors name it "uai". */
  public static MarkovNetwork parseUaiMarkov(String text) {
    return new UaiReader(SourceText.of("uai", text)).markov();
  }

  /**
   * Reads a UAI evidence file about a network: one sample, or, as files of 2008 to 2010 have it,
   * the number of samples and then each.
   */
  public static List<Evidence> readUaiEvidence(Path file, BayesianNetwork network)
      throws IOException {
    return new UaiEvidence(SourceText.read(file), network.variables(), network::states).read();
  }

  /** Reads a UAI evidence file about a Markov network. */
  public static List<Evidence> readUaiEvidence(Path file, MarkovNetwork network)
      throws IOException {
    return new UaiEvidence(SourceText.read(file), network.variables(), network::states).read();
  }

  /** Reads UAI evidence text about a network. Errors name it "evid". */
  public static List<Evidence> parseUaiEvidence(String text, BayesianNetwork network) {
    return new UaiEvidence(SourceText.of("evid", text), network.variables(), network::states)
        .read();
  }

  // -- writing ---------------------------------------------------------------------------------

  /**
   * Writes a network in the format that the file's name asks for.
   *
   * @throws IllegalArgumentException for a file of another name, or a name that the format can't
   *     hold
   */
  public static void write(BayesianNetwork network, Path file) throws IOException {
    switch (formatOf(file)) {
      case BIF -> writeBif(network, file);
      case XMLBIF -> writeXmlBif(network, file);
      case UAI -> writeUai(network, file);
    }
  }

  /** Writes a BIF file, compressed where its name ends in {@code .gz}. */
  public static void writeBif(BayesianNetwork network, Path file) throws IOException {
    write(toBif(network), file);
  }

  /** The network as BIF text. */
  public static String toBif(BayesianNetwork network) {
    return BifWriter.text(network);
  }

  /** Writes an XMLBIF file, compressed where its name ends in {@code .gz}. */
  public static void writeXmlBif(BayesianNetwork network, Path file) throws IOException {
    write(toXmlBif(network), file);
  }

  /** The network as XMLBIF text. */
  public static String toXmlBif(BayesianNetwork network) {
    return XmlBifWriter.text(network);
  }

  /** Writes a UAI file of type BAYES, compressed where its name ends in {@code .gz}. */
  public static void writeUai(BayesianNetwork network, Path file) throws IOException {
    write(toUai(network), file);
  }

  /** The network as UAI text of type BAYES. */
  public static String toUai(BayesianNetwork network) {
    return UaiWriter.bayes(network);
  }

  /** Writes a UAI file of type MARKOV, compressed where its name ends in {@code .gz}. */
  public static void writeUai(MarkovNetwork network, Path file) throws IOException {
    write(toUai(network), file);
  }

  /** The network as UAI text of type MARKOV. */
  public static String toUai(MarkovNetwork network) {
    return UaiWriter.markov(network);
  }

  /** The evidence as one sample of UAI text. */
  public static String toUaiEvidence(Evidence evidence, BayesianNetwork network) {
    return UaiEvidence.text(evidence, network.variables(), network::states);
  }

  /** The evidence as one sample of UAI text. */
  public static String toUaiEvidence(Evidence evidence, MarkovNetwork network) {
    return UaiEvidence.text(evidence, network.variables(), network::states);
  }

  private static void write(String text, Path file) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (OutputStream raw = Files.newOutputStream(file);
        OutputStream out = name(file).endsWith(".gz") ? new GZIPOutputStream(raw) : raw) {
      out.write(bytes);
    }
  }

  // -- which format ----------------------------------------------------------------------------

  private static String name(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
  }

  private static NetworkFormat formatOf(Path file) {
    NetworkFormat format = NetworkFormat.ofName(name(file));
    if (format == null) {
      throw new IllegalArgumentException(
          "file: "
              + file.getFileName()
              + " ends in none of .bif, .xml, .xmlbif and .uai (with .gz for compression)");
    }
    return format;
  }

  private static NetworkFormat formatOf(SourceText source) {
    NetworkFormat byText = NetworkFormat.ofText(source);
    NetworkFormat format =
        byText == null ? NetworkFormat.ofName(source.name().toLowerCase(Locale.ROOT)) : byText;
    if (format == null) {
      throw source.error(
          source.start(),
          "this is neither BIF, XMLBIF nor UAI (BAYES or MARKOV in the first line)");
    }
    return format;
  }
}
