package org.causal4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.causal4j.core.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentifyCommandTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;

  private record Run(int code, String out, String err) {}

  private static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Run(code, out.toString(), err.toString());
  }

  private static Run one(String graph, String... more) {
    String[] all = new String[more.length + 3];
    all[0] = "identify";
    all[1] = "--graph";
    all[2] = graph;
    System.arraycopy(more, 0, all, 3, more.length);
    return run(all);
  }

  @Test
  void identify_frontDoor_printsFormulaDerivationAndAssumptions() {
    Run run = one("x -> m -> y; x <-> y", "--do", "x", "--on", "y");

    assertThat(run.code()).isZero();
    assertThat(run.out())
        .startsWith("P(y | do(x)) = sum[m](P(m|x)*sum[x'](P(y|x',m)*P(x')))")
        .contains("P(y|m; do(x)) = P(y; do(x,m))  [do-calculus rule 2: y ⟂ m | x in G")
        .contains("positivity");
  }

  @Test
  void identify_latex_isAnAlignment() {
    Run run = one("z -> {x y}; x -> y", "--do", "x", "--on", "y", "--format", "latex");

    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("\\begin{align*}").contains("\\mathrm{do}(\\mathit{x})");
  }

  @Test
  void identify_json_tellsHedgeAndReducedQuery() throws IOException {
    Run run =
        one(
            "x -> z -> y; x <-> z; z <-> y",
            "--do",
            "x",
            "--on",
            "z",
            "--given",
            "y",
            "--format",
            "json");
    JsonNode json = MAPPER.readTree(run.out());

    assertThat(json.get("identifiable").asBoolean()).isFalse();
    assertThat(json.get("hedge").get("F")).hasSize(3);
    assertThat(json.get("hedgeVerified").asBoolean()).isTrue();
    assertThat(json.get("reducedQuery").get("outcomes")).hasSize(2);
    assertThat(json.get("reducedQuery").get("conditions")).isEmpty();
  }

  @Test
  void identify_notIdentifiable_saysWhatWouldHelp() throws IOException {
    String graph = "w -> r -> x -> y; w <-> x; w <-> y; r <-> x";
    Run text = one(graph, "--do", "x", "--on", "y");
    assertThat(text.out())
        .contains("It would be identifiable with any of")
        .contains("  measure the common cause of r and x: ")
        .contains("  experiment on r: ");

    Run run = one(graph, "--do", "x", "--on", "y", "--format", "json");
    JsonNode json = MAPPER.readTree(run.out());
    assertThat(json.get("remedies")).hasSize(5);
    assertThat(json.get("remedies").get(0).get("measureCauseOf").get(0)).hasSize(2);
    assertThat(json.get("remedies").get(4).get("experiments").toString()).isEqualTo("[[\"r\"]]");
    assertThat(json.get("remediesExhaustive").asBoolean()).isTrue();
  }

  @Test
  void identify_chineseNamesAndSpaces_work() throws IOException {
    String graph = "季节 -> {价格 购买}; 价格 -> \"页面 点击\" -> 购买";
    Run run = one(graph, "--do", "价格", "--on", "购买", "--format", "json");
    JsonNode json = MAPPER.readTree(run.out());
    assertThat(json.get("estimand").asText()).isEqualTo("sum[季节](P(购买|价格,季节)*P(季节))");
    assertThat(json.get("derivationVerified").asBoolean()).isTrue();

    Run spaces = one(graph, "--do", "页面 点击", "--on", "购买");
    assertThat(spaces.out()).startsWith("P(购买 | do(页面 点击)) = ");
  }

  @Test
  void identify_targetIsNoDescendant_answersAndWarns() {
    Run run = one("a -> b -> c", "--do", "b", "--on", "a");

    assertThat(run.code()).isZero();
    assertThat(run.out()).startsWith("P(a | do(b)) = P(a)").contains("Warning: a is not a desc");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "x -> y; x; q; q is not in the graph",
        "x -> y; x; x; x is named twice",
        "x -> y, y -> x; x; y; cycle",
        "u [latent], u -> x -> y; u; y; u is latent"
      })
  void identify_badInput_isOneLineThatNamesIt(
      String graph, String set, String on, String expected) {
    Run run = one(graph.replace(",", ";"), "--do", set, "--on", on);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(expected).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void identify_overlappingSets_areRefused() {
    Run run = one("z -> x -> y; z -> y", "--do", "x,z", "--on", "y", "--given", "z");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("z is named twice");
  }

  @Test
  void identify_missingOptions_areNamed() {
    assertThat(run("identify").err()).contains("--graph, --do and --on are needed");
    assertThat(run("identify", "--cases", "x.json", "--do", "x").err()).contains("stands alone");
    assertThat(run("identify", "--cases", "nowhere.json").err()).contains("no such file");
  }

  @Test
  void cases_brokenFile_isOneLine() throws IOException {
    Path file = Files.writeString(folder.resolve("cases.json"), "{\"cases\": [");
    Run run = run("identify", "--cases", file.toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("cases.json").hasLineCount(1);

    Files.writeString(file, "{\"case\": []}");
    assertThat(run("identify", "--cases", file.toString()).err()).contains("no array \"cases\"");
  }

  @Test
  void cases_oneBadCase_isToldAndTheOthersAreAnswered() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("cases.json"),
            """
            {"cases": [
              {"name": "bad", "nodes": ["X", "Y"], "directed": [["X", "Y"]], "bidirected": [],
               "treatments": ["X"], "outcomes": ["Q"], "conditions": []},
              {"name": "good", "nodes": ["X", "Y"], "directed": [["X", "Y"]], "bidirected": [],
               "treatments": ["X"], "outcomes": ["Y"], "conditions": [],
               "numeric": {"states": 2, "jointOrder": ["X", "Y"], "joint": [0.1, 0.3, 0.4, 0.2]}}
            ]}
            """);
    Run run = run("identify", "--cases", file.toString());

    assertThat(run.code()).isEqualTo(2);
    List<String> lines = run.out().lines().toList();
    assertThat(MAPPER.readTree(lines.get(0)).get("error").asText()).contains("Q is not in");
    JsonNode good = MAPPER.readTree(lines.get(1));
    assertThat(good.get("value").get(0).asDouble()).isCloseTo(0.25, within(1e-12));
    assertThat(good.get("value").get(3).asDouble()).isCloseTo(1.0 / 3, within(1e-12));
  }

  /** The file of published cases, with what it says of the answers removed before it is asked. */
  @Test
  void cases_oracleWithoutAnswers_areAllRight() throws IOException {
    Path oracle = SharedData.require("data/causal/identification-cases.json");
    JsonNode with = MAPPER.readTree(Files.readString(oracle));
    JsonNode without = with.deepCopy();
    for (JsonNode c : without.get("cases")) {
      ((ObjectNode) c)
          .remove(List.of("identifiable", "hedge", "estimand", "idLines", "idcRule2Moves"));
      if (c.has("numeric")) {
        ((ObjectNode) c.get("numeric")).remove(List.of("expected", "expectedOrder"));
      }
    }
    Path file = Files.writeString(folder.resolve("cases.json"), without.toString());

    Run run = run("identify", "--cases", file.toString());

    assertThat(run.code()).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(91);
    for (int i = 0; i < lines.size(); i++) {
      check(with.get("cases").get(i), MAPPER.readTree(lines.get(i)));
    }
  }

  private static void check(JsonNode oracle, JsonNode answer) {
    String name = oracle.get("name").asText();
    assertThat(answer.get("name").asText()).isEqualTo(name);
    boolean identifiable = oracle.get("identifiable").asBoolean();
    assertThat(answer.get("identifiable").asBoolean()).as(name).isEqualTo(identifiable);
    if (identifiable) {
      assertThat(answer.get("derivationVerified").asBoolean()).as(name).isTrue();
    } else {
      String verified = oracle.has("event") ? "conflictVerified" : "hedgeVerified";
      assertThat(answer.get(verified).asBoolean()).as(name).isTrue();
    }
    JsonNode expected = oracle.path("numeric").path("expected");
    if (expected.isArray()) {
      assertThat(answer.get("value")).as(name).hasSize(expected.size());
      for (int i = 0; i < expected.size(); i++) {
        assertThat(answer.get("value").get(i).asDouble())
            .as(name)
            .isCloseTo(expected.get(i).asDouble(), within(1e-8));
      }
    }
  }
}
