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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.causal4j.core.SharedData;
import org.causal4j.graph.bayes.BayesianNetwork;
import org.causal4j.graph.bayes.WorkedNetworks;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryCommandTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The oracle has 12 significant digits. */
  private static final double TOLERANCE = 1e-8;

  /** Too large for a short test run. */
  private static final Set<String> LARGE = Set.of("barley", "link", "munin4", "munin");

  @TempDir private Path folder;
  private String g1 = "";

  private record Run(int code, String out, String err) {}

  private static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Run(code, out.toString(), err.toString());
  }

  private static JsonNode json(String... arguments) throws IOException {
    String[] all = Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "--format";
    all[arguments.length + 1] = "json";
    Run run = run(all);
    assertThat(run.code).as(run.err).isZero();
    return MAPPER.readTree(run.out);
  }

  @BeforeEach
  void write() throws IOException {
    Path file = folder.resolve("g1.bif.gz");
    WorkedNetworks.g1().write(file);
    g1 = file.toString();
  }

  @Test
  void query_seeingAndDoing_giveTheGoldenNumbers() throws IOException {
    // requirements: P(b|a) = .60, P(b|do(a)) = .45
    JsonNode seen = json("query", g1, "--given", "a=yes", "--target", "b");
    assertThat(seen.at("/posteriors/b/yes").asDouble()).isCloseTo(.6, within(1e-12));
    JsonNode done = json("query", g1, "--do", "a=yes", "--target", "b");
    assertThat(done.at("/posteriors/b/yes").asDouble()).isCloseTo(.45, within(1e-12));
    assertThat(done.get("logProbabilityOfEvidence").asDouble()).isZero();
    assertThat(done.get("readMillis").asDouble()).isPositive();
    assertThat(done.get("compileMillis").asDouble()).isPositive();
    assertThat(done.get("queryMillis").asDouble()).isPositive();
    assertThat(done.get("largestTable").asInt()).isPositive();
  }

  /** The evidence is seen after the intervention: P(u | do(a), b) is Bayes' rule there. */
  @Test
  void query_evidenceWithDo_conditionsAfterTheIntervention() throws IOException {
    BayesianNetwork net = WorkedNetworks.g1();
    JsonNode both = json("query", g1, "--do", "a=yes", "--given", "b=yes", "--target", "u,a");
    double all = 0;
    double yes = 0;
    String first = net.states("u").get(0);
    for (String u : net.states("u")) {
      double p = net.cpd("u").probability(u) * probabilityOfB(net, u);
      all += p;
      yes += u.equals(first) ? p : 0;
    }
    assertThat(both.at("/posteriors/u/" + first).asDouble()).isCloseTo(yes / all, within(1e-12));
    assertThat(both.at("/posteriors/a/yes").asDouble()).isOne();
    assertThat(both.get("logProbabilityOfEvidence").asDouble())
        .isCloseTo(Math.log(all), within(1e-12));
    assertThat(both.at("/warnings/0").asText()).contains("u is not a descendant of a");
  }

  private static double probabilityOfB(BayesianNetwork net, String u) {
    String[] states =
        net.cpd("b").parents().stream()
            .map(parent -> parent.equals("u") ? u : "yes")
            .toArray(String[]::new);
    return net.cpd("b").probability("yes", states);
  }

  @Test
  void query_mpe_isTheMostProbableStateOfAll() throws IOException {
    JsonNode json = json("query", g1, "--given", "b=yes", "--mpe");
    assertThat(json.get("posteriors")).isEmpty();
    BayesianNetwork net = WorkedNetworks.g1();
    double best = Double.NEGATIVE_INFINITY;
    String states = "";
    for (String a : net.states("a")) {
      for (String u : net.states("u")) {
        double p = net.logProbability(Map.of("a", a, "u", u, "b", "yes"));
        if (p > best) {
          best = p;
          states = a + u;
        }
      }
    }
    assertThat(json.get("logProbabilityOfMpe").asDouble()).isCloseTo(best, within(1e-12));
    assertThat(json.at("/mpe/a").asText() + json.at("/mpe/u").asText()).isEqualTo(states);
    assertThat(json.at("/mpe/b").asText()).isEqualTo("yes");
  }

  @Test
  void query_namesWithSigns_areQuotedOrEscaped() throws IOException {
    Path file = folder.resolve("names.xml");
    BayesianNetwork.builder()
        .variable("价格, 元", "<5", ">=5")
        .variable("a=b", "x", "\"y\"", "c=d")
        .cpd("价格, 元", .25, .75)
        .cpd("a=b", List.of("价格, 元"), new double[] {.2, .3, .5}, new double[] {.5, .5, 0})
        .build()
        .write(file);
    for (String given :
        List.of("\"a=b\"=c=d", "a\\=b = c=d ", " \"a=b\" = \"c=d\"", "a\\=b=c\\=d")) {
      JsonNode json = json("query", file.toString(), "--given", given, "--target", "价格\\, 元");
      assertThat(json.at("/posteriors/价格, 元/<5").asDouble()).as(given).isOne();
    }
    JsonNode json = json("query", file.toString(), "--given", "\"价格, 元\"=>=5", "--target", "all");
    assertThat(json.at("/posteriors/a=b/\"y\"").asDouble()).isEqualTo(.5);
    assertThat(json.get("posteriors")).hasSize(2);
  }

  @Test
  void query_withoutTarget_isAboutAll() throws IOException {
    JsonNode json = json("query", g1, "--do", "a=yes");
    assertThat(json.get("posteriors").fieldNames())
        .toIterable()
        .containsExactlyElementsOf(WorkedNetworks.g1().variables());
    assertThat(json.get("warnings")).isEmpty(); // what can't be moved is told of named ones alone
  }

  @ParameterizedTest
  @ValueSource(strings = {"lw", "gibbs", "lbp"})
  void query_approximately_isNearTheExactAnswer(String method) throws IOException {
    JsonNode json =
        json("query", g1, "--given", "b=yes", "--target", "a,u", "--method", method, "--seed", "3");
    double exact = WorkedNetworks.g1().query("a").given("b", "yes").posterior().probability("yes");
    assertThat(json.at("/posteriors/a/yes").asDouble()).isCloseTo(exact, within(.1));
    assertThat(json.get("report").asText()).isNotEmpty();
    assertThat(json.get("standardErrors")).hasSize(method.equals("lbp") ? 0 : 2);
    assertThat(json.get("logProbabilityOfEvidence").isNull()).isEqualTo(method.equals("gibbs"));
    if (!method.equals("lbp")) {
      assertThat(json.at("/posteriors/a/yes").asDouble())
          .isCloseTo(exact, within(5 * json.at("/standardErrors/a/yes").asDouble()));
    }
  }

  @Test
  void query_asText_printsFifteenDigits() {
    Run run = run("query", g1, "--given", "b=yes", "--target", "a", "--repeat", "3");
    assertThat(run.code).as(run.err).isZero();
    assertThat(run.out).contains("g1.bif.gz: BIF, 3 variables, 3 edges").contains("ln P(evidence)");
    assertThat(run.out).containsPattern("  yes  0\\.\\d{1,15}\\R");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "--target b --given a=maybe~'maybe' is none of a's states [no, yes]",
        "--target b --given z=yes~'z' is not in the network; it has [u, a, b]",
        "--target z~'z' is not in the network; it has [u, a, b]",
        "--target b --do z=yes~'z' is not in the network; it has [u, a, b]",
        "--target b --do a=maybe~'maybe' is none of a's states [no, yes]",
        "--target b --given a=yes --do a=yes~a is intervened upon by do(a=yes)",
        "--target b --do a=yes,a=no~--do: 'a' is there twice",
        "--target b,b~--target: 'b' is there twice",
        "--target b --given a~--given: 'a' is not of the form name=state",
        "--target b --given a=~--given: 'a=' has an empty name or state",
        "--target b --given \"a=yes~--given: '\"a=yes' has an open quote",
        "--target b --method guess~--method: no method 'guess'; known are [exact, lw, gibbs, lbp]",
        "--target b --repeat 0~--repeat: 0 is below 1",
        "--target b --memory 0~--memory: 0 is not above 0",
        "--mpe --method lw~--mpe: is found exactly, not by --method lw",
      })
  void query_badInput_exitsWithTwoAndOneLine(String arguments, String problem) {
    List<String> all = new ArrayList<>(List.of("query", g1));
    all.addAll(List.of(arguments.split(" ")));
    Run run = run(all.toArray(new String[0]));
    assertThat(run.code).isEqualTo(2);
    assertThat(run.err).contains(problem);
    assertThat(run.err.lines()).hasSize(1);
    assertThat(run.out).isEmpty();
  }

  @Test
  void query_badFile_exitsWithTwoAndOneLine() throws IOException {
    Path cyclic =
        Files.writeString(
            folder.resolve("cyclic.bif"),
            "variable a { type discrete [ 1 ] { x }; }\n"
                + "variable b { type discrete [ 1 ] { x }; }\n"
                + "probability ( a | b ) { (x) 1; }\n"
                + "probability ( b | a ) { (x) 1; }\n");
    assertBad(run("query", cyclic.toString(), "--target", "a"), "cyclic.bif:3:15: the parents");
    assertBad(run("query", folder.resolve("no.bif").toString(), "--target", "a"), "no such file");
    assertBad(run("query", g1, "--target", "a", "--memory", "x"), "--memory");
    Path impossible =
        Files.writeString(
            folder.resolve("impossible.bif"),
            "variable a { type discrete [ 2 ] { x, y }; }\nprobability ( a ) { table 1, 0; }\n");
    assertBad(
        run("query", impossible.toString(), "--given", "a=y", "--target", "a"),
        "evidence: {a=y} has probability 0");
  }

  private static void assertBad(Run run, String problem) {
    assertThat(run.code).isEqualTo(2);
    assertThat(run.err).contains(problem);
    assertThat(run.err.lines()).hasSize(1);
  }

  @Test
  void query_beyondItsMemory_refusesWithTheEstimateAndTheAlternatives() {
    String file = SharedData.require("data/causal/bn/munin1.bif.gz").toString();
    Run run = run("query", file, "--target", "all", "--memory", "16");
    assertBad(run, "above the budget of 16777216 bytes");
    assertThat(run.err).contains("--method lw");
  }

  @Test
  void query_rowsThatMissOne_areTold() throws IOException {
    JsonNode json =
        json(
            "query",
            SharedData.require("data/causal/bn/pathfinder.bif.gz").toString(),
            "--target",
            "Fault");
    assertThat(json.get("warnings")).isNotEmpty();
    assertThat(json.at("/warnings/0").asText())
        .startsWith("pathfinder.bif.gz:")
        .contains("normalized");
  }

  /** Every case of the networks that a short run can take, through the command line. */
  @Test
  void query_ofRepositoryNetworks_equalsTheOracle() throws IOException {
    JsonNode oracle =
        MAPPER.readTree(SharedData.require("data/causal/bn/exact-inference-oracle.json").toFile());
    TreeSet<String> done = new TreeSet<>();
    for (JsonNode expected : oracle.get("cases")) {
      String network = expected.get("network").asText();
      if (!LARGE.contains(network)) {
        check(network, expected);
        done.add(network);
      }
    }
    assertThat(done).hasSizeGreaterThanOrEqualTo(19);
  }

  private static void check(String network, JsonNode expected) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "query",
                SharedData.require("data/causal/bn/" + network + ".bif.gz").toString(),
                "--target",
                "all"));
    expected
        .get("evidence")
        .fields()
        .forEachRemaining(
            e -> {
              arguments.add("--given");
              arguments.add(quoted(e.getKey()) + "=" + quoted(e.getValue().asText()));
            });
    if (expected.hasNonNull("logProbabilityOfMPE")) {
      arguments.add("--mpe");
    }
    JsonNode found = json(arguments.toArray(new String[0]));
    SoftAssertions softly = new SoftAssertions();
    softly
        .assertThat(found.get("logProbabilityOfEvidence").asDouble())
        .as(network)
        .isCloseTo(expected.get("logProbabilityOfEvidence").asDouble(), within(TOLERANCE));
    if (expected.hasNonNull("logProbabilityOfMPE")) {
      softly
          .assertThat(found.get("logProbabilityOfMpe").asDouble())
          .as(network)
          .isCloseTo(expected.get("logProbabilityOfMPE").asDouble(), within(TOLERANCE));
    }
    expected
        .get("marginals")
        .fields()
        .forEachRemaining(
            variable ->
                variable
                    .getValue()
                    .fields()
                    .forEachRemaining(
                        state ->
                            softly
                                .assertThat(
                                    found
                                        .get("posteriors")
                                        .get(variable.getKey())
                                        .get(state.getKey())
                                        .asDouble())
                                .as(network + ": P(" + variable.getKey() + "=" + state.getKey())
                                .isCloseTo(state.getValue().asDouble(), within(TOLERANCE))));
    softly.assertAll();
  }

  private static String quoted(String name) {
    return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
