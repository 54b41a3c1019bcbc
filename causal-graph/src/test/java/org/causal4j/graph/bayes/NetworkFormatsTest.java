package org.causal4j.graph.bayes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.causal4j.core.DataFormatException;
import org.causal4j.core.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkFormatsTest {
  private static final String HEAD =
      "network n { property x; }\n"
          + "variable a { type discrete [ 2 ] { no, yes }; }\n"
          + "variable b { type discrete [ 2 ] { no, yes }; }\n"
          + "probability ( a ) { table 0.25, 0.75; }\n";

  @Test
  void parseBif_ofRowsDefaultCommentsAndQuotes_isRead() {
    BayesianNetwork net =
        NetworkFormats.parseBif(
            """
            network "any name" { property author "someone; else" ; }
            // a comment
            variable "单价 (元)" { /* another */ type discrete [2] { "<5" >=5 }; property p = 1; }
            variable b { type discrete [ 3 ] { x, y, z }; }
            probability ( "单价 (元)" ) { table .25 7.5e-1; }
            probability ( b | "单价 (元)" ) { (">=5") 0, 1, 0; default 0.2 0.3 0.5; }
            """);
    assertThat(net.variables()).containsExactly("单价 (元)", "b");
    assertThat(net.states("单价 (元)")).containsExactly("<5", ">=5");
    assertThat(net.cpd("单价 (元)").row(0)).containsExactly(.25, .75);
    assertThat(net.cpd("b").row("<5")).containsExactly(.2, .3, .5);
    assertThat(net.cpd("b").row(">=5")).containsExactly(0, 1, 0);
    assertThat(NetworkFormats.parseBif(NetworkFormats.toBif(net))).isEqualTo(net);
  }

  /** As JavaBayes writes it: the child's states change slowest. */
  @Test
  void parseBif_ofAWholeTable_takesTheChildAsSlowest() {
    BayesianNetwork net =
        NetworkFormats.parseBif(HEAD + "probability ( b | a ) { table 0.6 0.05 0.4 0.95; }");
    assertThat(net.cpd("b").row("no")).containsExactly(.6, .4);
    assertThat(net.cpd("b").row("yes")).containsExactly(.05, .95);
  }

  @Test
  void parseBif_ofARowOffByLittle_isNormalized() {
    BayesianNetwork net =
        NetworkFormats.parseBif(
            "variable a { type discrete [ 3 ] { x, y, z }; }\n"
                + "probability ( a ) { table 0.3333333, 0.3333333, 0.3333333; }");
    assertThat(net.cpd("a").row(0)[0]).isCloseTo(1.0 / 3, within(1e-16));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "probability ( b | a ) { (no) .5, .6; (yes) 1, 0; }~5~25~sums to 1.1",
        "probability ( b | a ) { (no) .5, .5; (maybe) 1, 0; }~5~39~maybe is no state of a",
        "probability ( b | a ) { (no) .5, .5; (no) 1, 0; }~5~38~given twice",
        "probability ( b | a ) { (no) .5, .5; }~5~38~lacks 1 of 2 rows",
        "probability ( b | a ) { (no) .5; }~5~25~1 probabilities, not 2",
        "probability ( b | a ) { (no) .5, .2, .3; }~5~38~more than 2",
        "probability ( b | a ) { (no) .5, x; }~5~34~expected a number",
        "probability ( b | a ) { (no) NaN, .5; }~5~30~finite number",
        "probability ( b | a ) { (no, no) .5, .5; }~5~30~more states than parents",
        "probability ( b | a ) { () .5, .5; }~5~26~fewer states than parents",
        "probability ( b | c ) { }~5~19~c is not declared",
        "probability ( b | b ) { }~5~19~named twice",
        "probability ( a ) { table .5, .5; }~5~15~two tables",
        "variable a { type discrete [ 1 ] { x }; }~5~10~declared twice",
        "variable c { type discrete [ 3 ] { x, y }; }~5~30~not this number",
        "variable c { type discrete [ 2 ] { x, x }; }~5~39~named twice",
        "variable c { type continuous; }~5~19~only discrete",
        "variable c { }~5~10~has no type",
        "probability ( b | a~5~20~the text ends",
        "probability ( b | a ) { \"x ; }~5~25~not closed",
        "/* no end~5~1~comment is not closed",
        "utility u { }~5~1~expected network",
        "~3~10~variable b has no table",
      })
  void parseBif_ofBrokenText_tellsLineAndColumn(
      String text, long line, int column, String problem) {
    assertThatThrownBy(() -> NetworkFormats.parseBif(HEAD + (text == null ? "" : text)))
        .isInstanceOfSatisfying(
            DataFormatException.class,
            e -> {
              assertThat(e).hasMessageContaining(problem);
              assertThat(List.of(e.line(), (long) e.column()))
                  .as(e.getMessage())
                  .containsExactly(line, (long) column);
            });
  }

  @Test
  void parseBif_ofACycle_isADataFormatException() {
    assertThatThrownBy(
            () ->
                NetworkFormats.parseBif(
                    "variable a { type discrete [ 1 ] { x }; }\n"
                        + "variable b { type discrete [ 1 ] { x }; }\n"
                        + "probability ( a | b ) { (x) 1; }\n"
                        + "probability ( b | a ) { (x) 1; }\n"))
        .isInstanceOf(DataFormatException.class)
        .hasMessage("bif:3:15: the parents form the cycle a -> b -> a");
  }

  /** The reader's fast path for numbers gives the same bits as the JDK's. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.1",
        "0.30000000000000004",
        "1e-5",
        ".5",
        "1",
        "1.",
        "0.123456789012345678",
        "4.9E-324",
        "0.00000000000000000000000000000001",
        "0.3333333333333333",
        "9.007199254740993E-1"
      })
  void number_ofAnyDecimal_isCorrectlyRounded(String text) {
    BifTokens tokens = new BifTokens(SourceText.of("t", text));
    tokens.require("a number");
    assertThat(tokens.number()).isEqualTo(Double.parseDouble(text));
  }

  @Test
  void writeBif_plainAndCompressed_readsBackEqual(@TempDir Path folder) throws Exception {
    for (String name : List.of("g1.bif", "g1.bif.gz")) {
      Path file = folder.resolve(name);
      NetworkFormats.writeBif(WorkedNetworks.g1(), file);
      assertThat(BayesianNetwork.read(file)).isEqualTo(WorkedNetworks.g1());
    }
    assertThat(Files.readString(folder.resolve("g1.bif"))).contains("probability ( b | a, u ) {");
    assertThatThrownBy(() -> WorkedNetworks.g1().write(folder.resolve("g1.txt")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(".bif");
  }

  @Test
  void read_ofAnyName_goesByTheText(@TempDir Path folder) throws Exception {
    BayesianNetwork net = WorkedNetworks.g1();
    for (String text :
        List.of(
            NetworkFormats.toBif(net),
            "\uFEFF// remark\n" + NetworkFormats.toBif(net),
            NetworkFormats.toXmlBif(net))) {
      assertThat(BayesianNetwork.read(Files.writeString(folder.resolve("network.txt"), text)))
          .isEqualTo(net);
    }
    Path uai = Files.writeString(folder.resolve("network"), NetworkFormats.toUai(net));
    assertThat(NetworkFormats.readReport(uai).format()).isEqualTo(NetworkFormat.UAI);
    Path none = Files.writeString(folder.resolve("none.txt"), "\n  graph { a -> b }");
    assertThatThrownBy(() -> BayesianNetwork.read(none))
        .isInstanceOf(DataFormatException.class)
        .hasMessage(
            "none.txt:1:1: this is neither BIF, XMLBIF nor UAI (BAYES or MARKOV in the first line)");
  }

  @Test
  void read_ofGzipCutShort_tellsWhereTheTextEnds(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("g1.bif.gz");
    WorkedNetworks.g1().write(file);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> BayesianNetwork.read(file))
        .isInstanceOf(DataFormatException.class)
        .hasMessageMatching("g1\\.bif\\.gz:\\d+:\\d+: the gzip data is cut short.*");
    assertThatThrownBy(() -> SourceText.read("bomb", new ByteArrayInputStream(new byte[1000]), 999))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining("more than 999 bytes");
  }

  @Test
  void readReport_ofRowsOffByLittle_tellsThem(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("a.bif"),
            HEAD + "probability ( b | a ) {\n  (no) 0.1, 0.9000001;\n  (yes) 0.1, 0.8999995;\n}\n");
    NetworkReading reading = NetworkFormats.readReport(file);
    assertThat(reading.normalizedRows()).isEqualTo(2);
    assertThat(reading.normalized())
        .singleElement()
        .hasToString("6:3: 2 rows of the table of b missed 1 by up to 5.0e-07 and were normalized");
    assertThat(reading.network().cpd("b").row("no")[0]).isEqualTo(.1 / 1.0000001);
    assertThatThrownBy(
            () ->
                NetworkFormats.parseBif(
                    HEAD + "probability ( b | a ) {\n  (no) 0.1, 0.900002; default 1, 0; }"))
        .isInstanceOf(DataFormatException.class)
        .hasMessageStartingWith("bif:6:3: this row of b, [0.1, 0.900002], sums to 1.00000");
  }

  @Test
  void parseBif_ofADeclaredHugeTable_isRefusedBeforeItIsAllocated() {
    StringBuilder text = new StringBuilder();
    for (String name : List.of("a", "b", "c", "d")) {
      text.append("variable " + name + " { type discrete [ 200 ] {");
      for (int s = 0; s < 200; s++) {
        text.append(" s" + s);
      }
      text.append(" }; }\n");
    }
    text.append("probability ( d | a, b, c ) { default 1; }");
    assertThatThrownBy(() -> NetworkFormats.parseBif(text.toString()))
        .isInstanceOf(DataFormatException.class)
        .hasMessage(
            "bif:5:15: the table of d needs 1600000000 entries; the file can't hold so many");
  }

  @Test
  void parseBif_ofANameThatIsNotUtf8_isRefused() {
    byte[] text = (HEAD + "probability ( b ) { table 1, 0; }").getBytes(UTF_8);
    text[HEAD.indexOf("variable b") + 9] = (byte) 0xE4;
    assertThatThrownBy(() -> new BifReader(new SourceText("latin.bif", text)).read())
        .isInstanceOf(DataFormatException.class)
        .hasMessageStartingWith("latin.bif:3:10: the variable's name is not written in UTF-8");
  }

  /** Names, structure and the bits of every probability, in each format that has them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "alarm", "andes", "asia", "barley", "cancer", "child", "diabetes", "earthquake",
        "hailfinder", "hepar2", "insurance", "link", "mildew", "munin", "munin1", "munin2",
        "munin3", "munin4", "pathfinder", "pigs", "sachs", "survey", "water", "win95pts"
      })
  void write_ofEveryRepositoryNetwork_readsBackIdentical(String name, @TempDir Path folder)
      throws Exception {
    BayesianNetwork net =
        BayesianNetwork.read(SharedData.require("data/causal/bn/" + name + ".bif.gz"));
    for (String file : List.of("n.bif", "n.xml")) {
      net.write(folder.resolve(file));
      assertThat(BayesianNetwork.read(folder.resolve(file)).equals(net)).as(file).isTrue();
    }
    BayesianNetwork numbered = NetworkFormats.parseUai(NetworkFormats.toUai(net));
    for (int v = 0; v < net.variables().size(); v++) {
      Cpd.Tabular before = net.cpd(net.variables().get(v));
      Cpd.Tabular after = numbered.cpd("x" + v);
      assertThat(Arrays.equals(after.table(), before.table())).as(before.variable()).isTrue();
      assertThat(after.parents())
          .isEqualTo(before.parents().stream().map(p -> "x" + net.variables().indexOf(p)).toList());
    }
  }

  /** Counts of the bnlearn repository. */
  @ParameterizedTest
  @CsvSource({
    "asia, 8, 8, 18",
    "alarm, 37, 46, 509",
    "barley, 48, 84, 114005",
    "munin2, 1003, 1244, 69431",
    "andes, 223, 338, 1157"
  })
  void read_ofARepositoryNetwork_hasItsPublishedSize(
      String name, int nodes, int edges, long parameters) throws Exception {
    BayesianNetwork net =
        BayesianNetwork.read(SharedData.require("data/causal/bn/" + name + ".bif.gz"));
    assertThat(net.variables()).hasSize(nodes);
    assertThat(net.graph().directedEdges()).hasSize(edges);
    assertThat(net.freeParameters()).isEqualTo(parameters);
  }
}
