package org.causal4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.causal4j.graph.bayes.BayesianNetwork;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FitCommandTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;
  private String data = "";

  private record Run(int code, String out, String err) {}

  private static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Run(code, out.toString(), err.toString());
  }

  /** Eight rows: x is 1 in six of them, y follows x but for one row each. */
  @BeforeEach
  void write() throws IOException {
    data =
        Files.writeString(
                folder.resolve("data.csv"),
                "x,note,y\n1,k,a\n1,,a\n1,,a\n1,,a\n1,,a\n1,,b\n0,,b\n0,,a\n")
            .toString();
  }

  private String out(String name) {
    return folder.resolve(name).toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"net.bif", "net.xml.gz"})
  void fit_withAPrior_writesSmoothedFrequencies(String name) throws IOException {
    Run run =
        run(
            "fit",
            data,
            "--graph",
            "x -> y",
            "--prior",
            "1",
            "--out",
            out(name),
            "--format",
            "json");
    assertThat(run.code).as(run.err).isZero();
    JsonNode json = MAPPER.readTree(run.out);
    assertThat(json.get("nodes")).hasToString("[\"x\",\"y\"]");
    assertThat(json.at("/parents/y")).hasToString("[\"x\"]");
    assertThat(json.at("/parents/x")).isEmpty();
    assertThat(json.get("rows").asInt()).isEqualTo(8);
    // counts plus one: x 7 and 3 of 10; y|1 6 and 2 of 8; y|0 2 and 2 of 4
    double logLikelihood =
        6 * Math.log(.7) + 2 * Math.log(.3) + 5 * Math.log(.75) + Math.log(.25) + 2 * Math.log(.5);
    assertThat(json.get("logLikelihood").asDouble()).isCloseTo(logLikelihood, within(1e-12));
    assertThat(json.get("bic").asDouble())
        .isCloseTo(logLikelihood - 1.5 * Math.log(8), within(1e-12));
    assertThat(json.get("millis").asDouble()).isPositive();
    BayesianNetwork net = BayesianNetwork.read(Path.of(json.get("out").asText()));
    assertThat(net.cpd("y").probability("b", "1")).isEqualTo(.25);
  }

  @Test
  void fit_graphInAFile_andNoPrior_givesPlainFrequencies() throws IOException {
    Path graph = Files.writeString(folder.resolve("graph.txt"), "dag {\n  x -> y\n}\n");
    Run run =
        run("fit", data, "--graph", graph.toString(), "--prior", "0", "--out", out("net.bif"));
    assertThat(run.code).as(run.err).isZero();
    assertThat(run.out).contains("8 rows of data.csv").contains("written: ");
    BayesianNetwork net = BayesianNetwork.read(folder.resolve("net.bif"));
    assertThat(net.cpd("x").probability("1")).isEqualTo(.75);
    Run query = run("query", out("net.bif"), "--given", "x=1", "--target", "y", "--format", "json");
    assertThat(MAPPER.readTree(query.out).at("/posteriors/y/a").asDouble())
        .isCloseTo(5 / 6.0, within(1e-12));
  }

  /** In the row where y is missing it is expected to be what the other rows say: 3 of 4. */
  @Test
  void fit_withEm_countsMissingCellsAsExpected() throws IOException {
    Path file = Files.writeString(folder.resolve("gaps.csv"), "x,y\n1,a\n1,a\n1,a\n1,b\n1,\n0,b\n");
    Run run =
        run(
            "fit",
            file.toString(),
            "--graph",
            "x -> y",
            "--prior",
            "0",
            "--em",
            "--out",
            out("em.bif"),
            "--format",
            "json");
    assertThat(run.code).as(run.err).isZero();
    JsonNode json = MAPPER.readTree(run.out);
    assertThat(json.at("/em/converged").asBoolean()).isTrue();
    BayesianNetwork net = BayesianNetwork.read(folder.resolve("em.bif"));
    assertThat(net.cpd("y").probability("a", "1")).isCloseTo(.75, within(1e-6));
    // the missing cell has probability 1
    double logLikelihood =
        5 * Math.log(5 / 6.0) + Math.log(1 / 6.0) + 3 * Math.log(.75) + Math.log(.25);
    assertThat(json.get("logLikelihood").asDouble()).isCloseTo(logLikelihood, within(1e-6));
  }

  @Test
  void fit_withALatentNode_findsItsTables() throws IOException {
    StringBuilder rows = new StringBuilder("p,q,r\n");
    for (int i = 0; i < 400; i++) {
      String taste = i % 4 == 0 ? "tea" : "coffee";
      String other = i % 4 == 0 ? "coffee" : "tea";
      rows.append(i % 10 == 9 ? other : taste).append(',');
      rows.append(i % 9 == 8 ? other : taste).append(',');
      rows.append(i % 11 == 7 ? other : taste).append('\n');
    }
    Path file = Files.writeString(folder.resolve("tastes.csv"), rows.toString());
    Run run =
        run(
            "fit",
            file.toString(),
            "--graph",
            "taste -> {p q r}",
            "--latent",
            "taste=2",
            "--out",
            out("tastes.xml"));
    assertThat(run.code).as(run.err).isZero();
    assertThat(run.out).contains("EM: log-likelihood").contains("best of 8 runs");
    BayesianNetwork net = BayesianNetwork.read(folder.resolve("tastes.xml"));
    assertThat(net.cpd("taste").row(0)[0]).isCloseTo(.75, within(.05));
    assertThat(net.cpd("p").probability("coffee", "0")).isCloseTo(.9, within(.05));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "x -> z~1~net.bif~no column 'z'",
        "x -> note~1~net.bif~cells are missing",
        "x -> y -> x~1~net.bif~cycle",
        "x <-> y~1~net.bif~bidirected",
        "x -> y~-1~net.bif~--prior: -1.0 is not a number from 0 up",
        "x -> y~1~net.txt~ends in none of .bif",
      })
  void fit_badInput_exitsWithTwoAndOneLine(
      String graph, String prior, String file, String problem) {
    Run run = run("fit", data, "--graph", graph, "--prior", prior, "--out", out(file));
    assertBad(run, problem);
  }

  @Test
  void fit_latentWithoutANumber_exitsWithTwoAndOneLine() {
    String[] fixed = {"fit", data, "--graph", "u -> {x y}", "--out", out("n.bif"), "--latent", ""};
    for (String latent : new String[] {"u", "u=1", "u=many", "z=2"}) {
      fixed[fixed.length - 1] = latent;
      assertBad(run(fixed), latent.startsWith("z") ? "z" : "--latent");
    }
  }

  private static void assertBad(Run run, String problem) {
    assertThat(run.code).isEqualTo(2);
    assertThat(run.err).contains(problem);
    assertThat(run.err.lines()).hasSize(1);
  }
}
