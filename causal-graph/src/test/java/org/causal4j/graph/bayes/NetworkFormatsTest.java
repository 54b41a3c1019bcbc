package org.causal4j.graph.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
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
        "probability ( a ) { table .5, .5; }~5~15~two probability blocks",
        "variable a { type discrete [ 1 ] { x }; }~5~10~declared twice",
        "variable c { type discrete [ 3 ] { x, y }; }~5~30~not this number",
        "variable c { type discrete [ 2 ] { x, x }; }~5~39~named twice",
        "variable c { type continuous; }~5~19~only discrete",
        "variable c { }~5~10~has no type",
        "probability ( b | a~5~20~the text ends",
        "probability ( b | a ) { \"x ; }~5~25~not closed",
        "/* no end~5~1~comment is not closed",
        "utility u { }~5~1~expected network",
        "~3~10~variable b has no probability",
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
        .hasMessageContaining("cycle");
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
    assertThatThrownBy(() -> BayesianNetwork.read(folder.resolve("g1.txt")))
        .hasMessageContaining(".bif");
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
    assertThat(NetworkFormats.parseBif(NetworkFormats.toBif(net))).isEqualTo(net);
  }
}
