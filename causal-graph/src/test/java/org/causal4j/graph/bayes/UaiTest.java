package org.causal4j.graph.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.causal4j.core.DataFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UaiTest {
  private static final String BAYES =
      """
      BAYES
      3
      2 2 3
      3
      1 0
      2 0 1
      2 1 2

      2
       0.25 0.75

      4
       0.5 0.5
       0.1 0.9

      6
       0.2 0.3 0.5
       0.1 0 0.9
      """;

  @Test
  void parseUai_ofBayes_takesTheLastOfAScopeAsTheChild() {
    BayesianNetwork net = NetworkFormats.parseUai(BAYES);
    assertThat(net.variables()).containsExactly("x0", "x1", "x2");
    assertThat(net.states("x2")).containsExactly("0", "1", "2");
    assertThat(net.cpd("x2").parents()).containsExactly("x1");
    assertThat(net.cpd("x2").row("1")).containsExactly(.1, 0, .9);
    assertThat(NetworkFormats.parseUai(NetworkFormats.toUai(net))).isEqualTo(net);
  }

  @Test
  void write_asUai_keepsEverythingButNames(@TempDir Path folder) throws Exception {
    BayesianNetwork net = WorkedNetworks.g1();
    Path file = folder.resolve("g1.uai.gz");
    net.write(file);
    BayesianNetwork back = BayesianNetwork.read(file);
    assertThat(NetworkFormats.toUai(back)).isEqualTo(NetworkFormats.toUai(net));
    double before = net.query("b").given("a", "yes").posterior().probability("yes");
    String a = "x" + net.variables().indexOf("a");
    String b = "x" + net.variables().indexOf("b");
    String yes = Integer.toString(net.states("a").indexOf("yes"));
    assertThat(back.query(b).given(a, yes).posterior().probability(yes)).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      value = {
        "BAYES~MARKOV~1~1~read it with NetworkFormats.readUaiMarkov",
        "BAYES~GRAPH~1~1~expected BAYES",
        "\\n3\\n~\\n0\\n~2~1~expected the number of variables",
        "2 2 3\\n~2 2 3.5\\n~3~5~expected the number of states",
        "2 2 3\\n~2 2 0\\n~3~5~expected the number of states",
        "2 2 3\\n~2 2 2000000000\\n~3~5~can't hold so many",
        "\\n1 0\\n~\\n1 7\\n~5~3~expected a variable",
        "\\n2 0 1\\n~\\n2 1 1\\n~6~5~named twice in this scope",
        "\\n2 1 2\\n~\\n2 2 1\\n~7~1~x1 has two tables",
        "\\n1 0\\n~\\n0\\n~5~1~about no variable",
        "\\n4\\n~\\n5\\n~12~1~4 entries by its scope",
        "0.1 0.9~0.1 0.8~14~2~sums to 0.9",
        "0.1 0.9~-.1 1.1~14~2~from 0 up",
        "0.1 0.9~0.1 x~14~6~expected a number",
        "0.1 0 0.9~0.1 0~19~1~the text ends",
        "0.1 0 0.9~0.1 0 0.9 1~18~12~expected the end",
        "\\n2 0 1\\n~\\n2 2 1\\n~6~1~cycle x1 -> x2 -> x1",
      })
  void parseUai_ofBrokenText_tellsLineAndColumn(
      String part, String instead, long line, int column, String problem) {
    String from = part.replace("\\n", "\n");
    assertThat(BAYES).contains(from);
    String text = BAYES.replace(from, instead.replace("\\n", "\n"));
    if (problem.startsWith("cycle")) {
      text = text.replace("\n4\n 0.5 0.5\n 0.1 0.9", "\n6\n .5 .5 .5 .5 .5 .5");
    }
    String whole = text;
    assertThatThrownBy(() -> NetworkFormats.parseUai(whole))
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
  void parseUaiMarkov_withAConstantAndAFreeVariable_isReadAndWritten() {
    MarkovNetwork net =
        NetworkFormats.parseUaiMarkov(
            "MARKOV 3 2 2 3 3  2 0 1  1 1  0   4 10 1 1 10   2 1 3   1 5");
    assertThat(net.factors()).hasSize(3);
    // Z = 5 * 3 * ((10 + 1) * 1 + (1 + 10) * 3)
    assertThat(Math.exp(net.logPartition()))
        .isCloseTo(660, org.assertj.core.api.Assertions.within(1e-9));
    assertThat(NetworkFormats.parseUaiMarkov(NetworkFormats.toUai(net))).isEqualTo(net);
    assertThatThrownBy(() -> NetworkFormats.parseUaiMarkov(BAYES))
        .hasMessage("uai:1:1: this is a BAYES network; read it with NetworkFormats.readUai");
    assertThatThrownBy(() -> NetworkFormats.parseUaiMarkov("MARKOV 1 2 1 1 0 2 0 0"))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining("0 everywhere");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "0~1 sample without evidence~[{}]",
        "2 0 1 2 0~one sample~[{x0=1, x2=0}]",
        "1\\n2 0 1 2 0~a count of samples before~[{x0=1, x2=0}]",
        "2\\n1 0 1\\n0\\n~two samples~[{x0=1}, {}]",
        // two numbers follow the count in both readings: the line tells
        "2 1 1 0 0~one sample of two~[{x1=1, x0=0}]",
        "2\\n1 1 0\\n0~two samples, the second empty~[{x1=0}, {}]",
      })
  void parseUaiEvidence_inEitherForm_isRead(String text, String what, String expected) {
    List<Evidence> samples =
        NetworkFormats.parseUaiEvidence(text.replace("\\n", "\n"), NetworkFormats.parseUai(BAYES));
    assertThat(samples.stream().map(Evidence::observed).toList().toString())
        .as(what)
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "2 0 1~1~1~2 observed variables take 4 numbers, and 2 follow",
        "1 3 0~1~3~there is no variable 3",
        "1 0 2~1~5~variable 0 has no state 2",
        "2 0 1 0 1~1~7~variable 0 is observed twice",
        "1 0 x~1~5~expected a number",
        "1 0 1.5~1~5~expected a whole number",
      })
  void parseUaiEvidence_ofBrokenText_tellsLineAndColumn(
      String text, long line, int column, String problem) {
    BayesianNetwork net = NetworkFormats.parseUai(BAYES);
    assertThatThrownBy(() -> NetworkFormats.parseUaiEvidence(text, net))
        .isInstanceOf(DataFormatException.class)
        .hasMessageStartingWith("evid:" + line + ":" + column + ": " + problem);
  }

  @Test
  void toUaiEvidence_ofNames_givesNumbersThatReadBack() {
    BayesianNetwork net = WorkedNetworks.g1();
    Evidence evidence = Evidence.of(Map.of("a", "yes"));
    String text = NetworkFormats.toUaiEvidence(evidence, net);
    assertThat(text)
        .isEqualTo(
            "1 " + net.variables().indexOf("a") + " " + net.states("a").indexOf("yes") + "\n");
    assertThat(NetworkFormats.parseUaiEvidence(text, net)).containsExactly(evidence);
    assertThatThrownBy(
            () -> NetworkFormats.toUaiEvidence(Evidence.none().andLikelihood("a", 1, 2), net))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("likelihoods");
  }
}
