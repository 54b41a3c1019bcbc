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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.causal4j.recommend.scorer.ContrastiveGcn;
import org.causal4j.recommend.scorer.Gcn;
import org.causal4j.recommend.scorer.LightGcn;
import org.causal4j.recommend.scorer.MatrixFactorization;
import org.causal4j.recommend.scorer.Scorer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainCommandTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;
  private String train = "";
  private String test = "";

  private record Run(int code, String out, String err) {}

  private Run run(String... more) {
    List<String> arguments = new ArrayList<>(List.of("train"));
    arguments.addAll(List.of(more));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Main.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
    return new Run(code, out.toString(), err.toString());
  }

  private JsonNode json(String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("--train", train, "--test", test, "--format", "json"));
    arguments.addAll(List.of(more));
    Run run = run(arguments.toArray(String[]::new));
    assertThat(run.code).as(run.err).isZero();
    return MAPPER.readTree(run.out);
  }

  /** Even users take even items, odd ones odd items; item 99 is only in test. */
  @BeforeEach
  void write() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    StringBuilder some = new StringBuilder();
    StringBuilder others = new StringBuilder();
    for (int user = 0; user < 60; user++) {
      some.append(user);
      others.append(user);
      for (int item = user % 2; item < 40; item += 2) {
        (random.nextInt(4) == 0 ? others : some).append(" ").append(item);
      }
      some.append("\n");
      others.append(user == 7 ? " 99\n" : "\n");
    }
    train = Files.writeString(folder.resolve("train.txt"), some).toString();
    test = Files.writeString(folder.resolve("test.txt"), others).toString();
  }

  @ParameterizedTest
  @CsvSource({
    "lightgcn, 3",
    "gcn, 3",
    "xsimgcl, 3",
    "lightgcn-ssm, 3",
    "directau, 3",
    "bpr, 3",
    "als, 3",
    "gfcf, 0",
    "bspm, 0",
    "linear-filter, 0",
    "ease, 0",
    "itemknn, 0",
    "popularity, 0"
  })
  void train_anyModel_printsAllFields(String model, int epochs) throws IOException {
    String[] options =
        epochs == 0
            ? new String[] {"--model", model}
            : new String[] {"--model", model, "--epochs", "" + epochs, "--dim", "8"};
    JsonNode json = json(options);
    assertThat(json.get("model").asText()).isEqualTo(model);
    assertThat(json.at("/counts/users").asInt()).isEqualTo(60);
    assertThat(json.at("/counts/items").asInt()).isEqualTo(41);
    assertThat(json.at("/counts/train").asInt() + json.at("/counts/test").asInt()).isEqualTo(1201);
    assertThat(json.at("/counts/itemsOnlyInTest").asInt()).isEqualTo(1);
    assertThat(json.at("/counts/hash").asText()).hasSize(64);
    for (String metric : List.of("recall@20", "ndcg@20", "precision@20", "map@20", "novelty@20")) {
      JsonNode value = json.get("metrics").get(metric);
      assertThat(value.get("value").asDouble())
          .isBetween(
              value.get("interval").get(0).asDouble(), value.get("interval").get(1).asDouble());
    }
    assertThat(json.at("/metrics/gini@20/value").asDouble()).isBetween(0.0, 1.0);
    assertThat(json.get("epochSeconds")).hasSize(epochs);
    assertThat(json.get("losses")).hasSize(epochs);
    assertThat(json.get("seconds").asDouble())
        .isGreaterThanOrEqualTo(json.get("evaluateSeconds").asDouble());
    assertThat(json.get("peakHeapBytes").asLong()).isPositive();
    assertThat(json.get("kernel").asText()).isIn("scalar", "vector");
    if (!model.equals("popularity")) {
      assertThat(json.at("/metrics/recall@20/value").asDouble()).isGreaterThan(0.5);
    }
  }

  @Test
  void train_otherThreads_hasTheSameMetricsAndLosses() throws IOException {
    String[] fixed = {"--model", "lightgcn", "--epochs", "3", "--kernel", "scalar", "--threads"};
    JsonNode one = json(append(fixed, "1"));
    for (String threads : List.of("2", "4")) {
      JsonNode more = json(append(fixed, threads));
      assertThat(more.get("metrics")).isEqualTo(one.get("metrics"));
      assertThat(more.get("losses")).isEqualTo(one.get("losses"));
      assertThat(more.get("kernel").asText()).isEqualTo("scalar");
    }
  }

  private static String[] append(String[] some, String... more) {
    List<String> all = new ArrayList<>(List.of(some));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lightgcn", "gcn", "xsimgcl", "lightgcn-ssm", "directau"})
  void train_holdoutCheckpointAndOut_trainsOnAllForTheChosenEpochs(String name) throws IOException {
    String[] arguments = {
      "--model",
      name,
      "--epochs",
      "6",
      "--dim",
      "8",
      "--holdout",
      "0.2",
      "--every",
      "2",
      "--checkpoint",
      folder.resolve("state").toString(),
      "--out",
      folder.resolve("model").toString()
    };
    JsonNode json = json(arguments);
    assertThat(json.get("holdout")).isNotEmpty();
    int chosen = json.get("chosenEpochs").asInt();
    assertThat(chosen).isIn(2, 4, 6);
    assertThat(json.get("epochSeconds")).hasSize(chosen);
    Path file = folder.resolve("model");
    Scorer model =
        switch (name) {
          case "lightgcn" -> LightGcn.load(file);
          case "gcn" -> Gcn.load(file);
          default -> ContrastiveGcn.load(file);
        };
    assertThat(model.graph().hash()).isEqualTo(json.at("/counts/hash").asText());
    assertThat(model.recommend("3", 5)).hasSize(5);
    JsonNode again = json(arguments);
    assertThat(again.get("metrics")).isEqualTo(json.get("metrics"));
    assertThat(again.get("epochSeconds")).isEqualTo(json.get("epochSeconds"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bpr", "als"})
  void train_outOfFactors_isAModelThatLoads(String name) throws IOException {
    Path file = folder.resolve("model");
    json("--model", name, "--epochs", "2", "--out", file.toString());
    assertThat(MatrixFactorization.load(file).recommend("3", 5)).hasSize(5);
  }

  @Test
  void train_softmaxOverOtherItems_learnsToo() throws IOException {
    for (String option : List.of("--shared 30", "--corrected")) {
      String[] given = option.split(" ", -1);
      JsonNode json = json(append(given, "--model", "lightgcn-ssm", "--epochs", "3", "--dim", "8"));
      assertThat(json.at("/metrics/recall@20/value").asDouble()).isGreaterThan(0.5);
    }
  }

  @Test
  void train_split_holdsOutThatShareOfEachUser() throws IOException {
    Run run =
        run(
            "--train",
            train,
            "--split",
            "0.25",
            "--model",
            "ease",
            "--cutoff",
            "10",
            "--format",
            "json");
    assertThat(run.code).as(run.err).isZero();
    JsonNode json = MAPPER.readTree(run.out);
    double all = json.at("/counts/train").asInt() + json.at("/counts/test").asInt();
    assertThat(json.at("/counts/test").asInt() / all).isCloseTo(0.25, within(0.03));
    assertThat(json.get("metrics").has("ndcg@10")).isTrue();
  }

  @Test
  void train_validFile_isRankedToo() throws IOException {
    JsonNode json = json("--model", "itemknn", "--valid", test);
    assertThat(json.get("validMetrics")).isEqualTo(json.get("metrics"));
    assertThat(json.at("/counts/valid").asInt()).isEqualTo(json.at("/counts/test").asInt());
  }

  @Test
  void train_textFormat_namesModelAndMetrics() {
    Run run = run("--train", train, "--test", test, "--model", "als", "--epochs", "2");
    assertThat(run.code).as(run.err).isZero();
    assertThat(run.out).contains("60 users").contains("ALS over 60 users: recall@20");
  }

  @ParameterizedTest
  @ValueSource(strings = {"lightgcn", "xsimgcl", "lightgcn-ssm", "directau"})
  void train_normalizations_trainOtherModels(String model) throws IOException {
    Set<JsonNode> losses = new HashSet<>();
    for (String one : List.of("symmetric", "left", "right")) {
      JsonNode json = json("--model", model, "--normalization", one, "--epochs", "2", "--dim", "8");
      assertThat(json.get("losses")).hasSize(2);
      losses.add(json.get("losses"));
    }
    assertThat(losses).hasSize(3);
  }

  @Test
  void train_unknownModel_exitsWith2AndListsTheKnown() {
    Run run = run("--train", train, "--test", test, "--model", "magic");
    assertThat(run.code).isEqualTo(2);
    assertThat(run.err).contains("no model 'magic'; known are [lightgcn, gcn, xsimgcl, ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--model bpr --rank 3",
        "--model popularity --dim 3",
        "--model lightgcn --dim 0",
        "--model gcn --dropout 1",
        "--model als --checkpoint folder",
        "--model directau --patience 2",
        "--model lightgcn --normalization both",
        "--model lightgcn --normalization left --negatives 2",
        "--model gcn --normalization left",
        "--model bspm --merge never",
        "--model bspm --sharpening 3",
        "--model gfcf --steps 2",
        "--model lightgcn-ssm --shared 5 --corrected",
        "--model xsimgcl --temperature 0",
        "--model lightgcn --every 2",
        "--model lightgcn --kernel magic",
        "--model ease --lambda NaN",
        "--model ease --threads 0",
        "--model ease --cutoff 0",
        "--model ease --split 0.5",
      })
  void train_wrongOption_exitsWith2AndOneLine(String options) {
    Run run = run(append(new String[] {"--train", train, "--test", test}, options.split(" ", -1)));
    assertThat(run.code).as(run.err).isEqualTo(2);
    assertThat(run.err.strip()).doesNotContain("\n").startsWith("causal4j: ");
  }

  @Test
  void train_malformedFile_namesLineAndField() throws IOException {
    Path bad = Files.writeString(folder.resolve("bad"), "1\t2\t1\n3\t4\tNaN\n");
    Run run = run("--train", bad.toString(), "--test", test, "--model", "ease");
    assertThat(run.code).isEqualTo(2);
    assertThat(run.err).contains("bad:2:3: weight 'NaN' is not above 0");
  }
}
