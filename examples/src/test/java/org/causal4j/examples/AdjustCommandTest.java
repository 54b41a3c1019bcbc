package org.causal4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.causal4j.core.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdjustCommandTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final List<String> ANSWERS =
      List.of(
          "adjustable",
          "minimalAdjustmentSets",
          "minimalDirectEffectSets",
          "optimalAdjustmentSet",
          "frontDoorSets",
          "instruments",
          "forbidden");

  @TempDir private Path folder;

  private record Run(int code, String out, String err) {
    List<JsonNode> lines() throws IOException {
      List<JsonNode> lines = new ArrayList<>();
      for (String line : out.lines().toList()) {
        lines.add(MAPPER.readTree(line));
      }
      return lines;
    }
  }

  private static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of("adjust"));
    Collections.addAll(all, arguments);
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), all.toArray(String[]::new));
    return new Run(code, out.toString(), err.toString());
  }

  private Path write(JsonNode cases) throws IOException {
    Path file = folder.resolve("cases.json");
    Files.writeString(file, MAPPER.writeValueAsString(cases));
    return file;
  }

  /** Published answers of dagitty, pcalg and the papers, in adjustment-cases.json. */
  @Test
  void cases_oracleFile_everyFieldIsThePublishedOneWithoutReadingIt() throws IOException {
    JsonNode file =
        MAPPER.readTree(SharedData.require("data/causal/adjustment-cases.json").toFile());
    ArrayNode questions = MAPPER.createArrayNode();
    for (JsonNode one : file.get("cases")) {
      ObjectNode question = one.deepCopy();
      question.remove(ANSWERS);
      question.remove("checked");
      questions.add(question);
    }
    Run run = run("--cases", write(questions).toString());

    assertThat(run.code()).as(run.err()).isZero();
    List<JsonNode> lines = run.lines();
    assertThat(lines).hasSize(41);
    for (int i = 0; i < lines.size(); i++) {
      JsonNode expected = file.get("cases").get(i);
      for (String field : ANSWERS) {
        if (expected.has(field)) {
          assertThat(lines.get(i).get(field))
              .as("%s of %s", field, expected.get("name"))
              .isEqualTo(expected.get(field));
        }
      }
    }
  }

  @Test
  void cases_oneIsInvalid_theOthersAreAnswered() throws IOException {
    JsonNode cases =
        MAPPER.readTree(
            """
            {"cases": [
              {"name": "loop", "graphType": "dag", "nodes": ["a", "b"], "latents": [],
               "directed": [["a", "b"], ["b", "a"]], "exposures": ["a"], "outcomes": ["b"]},
              {"name": "two words", "graphType": "pag", "nodes": [], "latents": [],
               "pagEdges": [["价 格", "circle", "arrow", "购买"], ["u", "circle", "arrow", "购买"],
                            ["购买", "tail", "arrow", "z"]],
               "exposures": ["购买"], "outcomes": ["z"]},
              {"name": "unknown", "graphType": "dag", "nodes": ["a", "b"], "directed": [],
               "exposures": ["a"], "outcomes": ["c"]}
            ]}
            """);
    Run run = run("--cases", write(cases).toString());

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.lines().get(0).get("error").asText()).contains("cycle a -> b -> a");
    assertThat(run.lines().get(1).get("minimalAdjustmentSets")).hasToString("[[]]");
    assertThat(run.lines().get(2).get("error").asText()).contains("c is not in the graph");
  }

  @Test
  void graph_text_saysSetsForPeople() {
    Run run = run("--graph", "\"用户 喜好\" -> {x y}; x -> m -> y", "--do", "x", "--on", "y");

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("answer         adjust for [用户 喜好]")
        .contains("front door     {m}")
        .contains("direct effect  {m, 用户 喜好}")
        .contains("forbidden      m, y");
  }

  @Test
  void graph_json_tellsTheThreeAnswersApart() throws IOException {
    JsonNode none = json("x -> y; x <-> y");
    JsonNode empty = json("x -> y");
    JsonNode noEffect = json("y -> x");
    Run roles = run("--graph", "dag { x [exposure]; y [outcome]; x -> y }", "--format", "json");

    assertThat(none.get("adjustable").asBoolean()).isFalse();
    assertThat(none.get("minimalAdjustmentSets")).isEmpty();
    assertThat(none.get("witness").asText()).isEqualTo("x <-> y");
    assertThat(empty.get("adjustable").asBoolean()).isTrue();
    assertThat(empty.get("minimalAdjustmentSets")).hasToString("[[]]");
    assertThat(noEffect.get("warnings").get(0).asText()).contains("y is no descendant of x");
    assertThat(roles.lines()).containsExactly(empty);
  }

  private static JsonNode json(String graph) throws IOException {
    Run run = run("--graph", graph, "--do", "x", "--on", "y", "--format", "json");
    assertThat(run.code()).as(run.err()).isZero();
    return run.lines().get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          x -> y                     ! x   ! w ! w is not in the graph
          x -> y                     ! x   ! x ! y: x is also a treatment
          x -> y -> z -> x           ! x   ! y ! cycle x -> y -> z -> x
          x [latent]; x -> y         ! x   ! y ! x: x is latent
          pag { x o-> y; y o-> z }   ! x   ! y ! x o-> y contradicts the rest of the PAG
          cpdag { x -> y }           ! x   ! y ! x -> y is x -- y
          x => y                     ! x   ! y ! graph:1:3
          """)
  void graph_badInput_isTwoWithOneLineThatNamesIt(
      String graph, String treatment, String outcome, String named) {
    Run run = run("--graph", graph, "--do", treatment, "--on", outcome);

    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(named).hasLineCount(1);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void graph_nothingAsked_saysWhatIsMissing() {
    assertThat(run("--do", "x").err()).contains("--graph");
    assertThat(run("--graph", "x -> y", "--do", "x").err()).contains("--on is missing");
  }
}
