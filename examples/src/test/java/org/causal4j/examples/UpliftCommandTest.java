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
import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.uplift.UpliftCurve;
import org.causal4j.core.uplift.UpliftData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpliftCommandTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;

  private record Run(int code, String out, String err) {
    JsonNode json() throws IOException {
      assertThat(code).as(err).isZero();
      return MAPPER.readTree(out);
    }
  }

  private static Run uplift(Path file, String... more) {
    List<String> all = new ArrayList<>(List.of("uplift", file.toString()));
    all.addAll(Arrays.asList(more));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), all.toArray(new String[0]));
    return new Run(code, out.toString(), err.toString());
  }

  private Path table() throws IOException {
    SplittableRandom random = new SplittableRandom(4);
    StringBuilder csv = new StringBuilder("good,noise,t,arm,y,spent,p,w,shop\n");
    for (int i = 0; i < 800; i++) {
      double x = random.nextDouble();
      double p = 0.3 + 0.4 * x;
      int t = random.nextDouble() < p ? 1 : 0;
      int y = random.nextDouble() < 0.2 + t * (0.4 * x - 0.1) ? 1 : 0;
      csv.append(x + "," + random.nextDouble() + "," + t + "," + (t == 1 ? "mail" : "none"));
      csv.append("," + y + "," + (y * 10 + random.nextDouble()) + "," + p);
      csv.append("," + (1 + i % 3) + "," + i / 4 + "\n");
    }
    csv.append("0.5,,1,mail,1,1,0.5,1,1\n0.5,0.5,,call,1,1,0.5,1,1\n");
    return Files.writeString(folder.resolve("t.csv"), csv);
  }

  @Test
  void uplift_oneScore_printsTheKeysWithTheNumbersOfTheLibrary() throws IOException {
    Path file = table();
    JsonNode json =
        uplift(
                file,
                "--score",
                "good",
                "--treatment",
                "t",
                "--outcome",
                "y",
                "--propensity",
                "p",
                "--weights",
                "w",
                "--cluster",
                "shop",
                "--level",
                ".9",
                "--replicates",
                "100",
                "--format",
                "json")
            .json();
    List<String> keys = new ArrayList<>();
    json.fieldNames().forEachRemaining(keys::add);
    assertThat(keys)
        .containsExactly(
            "score",
            "qini",
            "auuc",
            "ate",
            "gain",
            "aboveZero",
            "curve",
            "perfect",
            "calibration",
            "level",
            "n",
            "treated",
            "control",
            "clusters",
            "notes",
            "millis");
    Table table = Table.readCsv(file);
    Table known = table.where(row -> !table.column("t").isMissing(row));
    UpliftCurve curve =
        UpliftCurve.of(
            UpliftData.of(known, "good", Contrast.binary("t"), "y")
                .withPropensity(known, "p")
                .withWeights(known, "w")
                .withClusters(known, "shop"),
            Seed.of(7));
    assertThat(json.at("/qini/value").asDouble()).isCloseTo(curve.qini().estimate(), within(1e-12));
    assertThat(json.at("/auuc/standardError").asDouble())
        .isCloseTo(curve.auuc().standardError(), within(1e-12));
    double half = 1.6448536 * curve.qini().standardError();
    assertThat(json.at("/qini/interval/1").asDouble() - json.at("/qini/value").asDouble())
        .isCloseTo(half, within(1e-6));
    assertThat(json.get("n").asInt()).isEqualTo(801);
    assertThat(json.get("clusters").asInt()).isEqualTo(200);
    assertThat(json.get("curve")).hasSize(101);
    assertThat(json.at("/curve/100/gain").asDouble())
        .isCloseTo(json.at("/ate/value").asDouble(), within(1e-12));
    assertThat(json.at("/curve/50/band")).hasSize(2);
    assertThat(json.at("/calibration/bins")).hasSize(10);
    assertThat(json.at("/perfect/qini/value").asDouble()).isPositive();
  }

  @Test
  void uplift_numbersAsOutcome_haveNoPerfectModel() throws IOException {
    JsonNode json =
        uplift(
                table(),
                "--score",
                "good",
                "--treatment",
                "t",
                "--outcome",
                "spent",
                "--replicates",
                "0",
                "--format",
                "json")
            .json();
    assertThat(json.get("perfect").isNull()).isTrue();
    assertThat(json.at("/qini/byPerfect").isNull()).isTrue();
    assertThat(json.at("/curve/50/band").isNull()).isTrue();
  }

  @Test
  void uplift_twoScores_areComparedAndDrawn() throws IOException {
    Path picture = folder.resolve("u.svg");
    Run run =
        uplift(
            table(),
            "--score",
            "good,noise",
            "--treatment",
            "arm",
            "--outcome",
            "y",
            "--control",
            "none",
            "--treated",
            "mail",
            "--format",
            "json",
            "--replicates",
            "100",
            "--out",
            picture.toString(),
            "--lang",
            "zh");
    JsonNode json = run.json();
    assertThat(run.err).contains("1 rows lack a value", "1 rows are in neither");
    assertThat(json.get("n").asInt()).isEqualTo(800);
    assertThat(json.get("scores")).hasSize(2);
    JsonNode difference = json.at("/comparisons/0/qiniDifference");
    assertThat(difference.get("value").asDouble())
        .isCloseTo(
            json.at("/scores/0/qini/value").asDouble() - json.at("/scores/1/qini/value").asDouble(),
            within(1e-12));
    assertThat(difference.get("pValue").asDouble()).isBetween(0.0, 1.0);
    assertThat(Files.readString(picture)).contains("good · Qini", "noise · Qini", "随机投放");
  }

  @Test
  void uplift_sameSeed_printsTheSame() throws IOException {
    Path file = table();
    String[] options = {
      "--score", "good", "--treatment", "t", "--outcome", "y", "--seed", "3", "--format", "json"
    };
    JsonNode one = uplift(file, options).json();
    assertThat(uplift(file, options).json().get("curve")).isEqualTo(one.get("curve"));
  }

  @Test
  void uplift_text_tellsTheNumbers() throws IOException {
    Run run = uplift(table(), "--score", "good,noise", "--treatment", "t", "--outcome", "y");
    assertThat(run.code).isZero();
    assertThat(run.out)
        .contains("Qini", "AUUC", "targeting 30", "good less noise: difference of Qini");
  }

  @Test
  void uplift_badInput_exitsWith2AndNamesIt() throws IOException {
    Path file = table();
    String[][] cases = {
      {"--score", "nope", "--treatment", "t", "--outcome", "y", "column 'nope': not among"},
      {"--score", "good", "--treatment", "arm", "--outcome", "y", "not 0 and 1"},
      {"--score", "good", "--treatment", "t", "--outcome", "shop", "--level", "2", "level: 2.0"},
      {"--score", "good", "--treatment", "t", "--outcome", "y", "--propensity", "w", "propensity"},
      {"--score", "good", "--treatment", "t", "--outcome", "y", "--replicates", "3", "replicates"},
      {"--score", "good", "--treatment", "t", "--outcome", "y", "--lang", "fr", "--lang"},
      {"--score", "good", "--treatment", "t", "--outcome", "y", "--control", "0", "both"},
      {"--score", "arm", "--treatment", "t", "--outcome", "y", "is not continuous"},
      {"--score", "good", "--outcome", "y", "--treatment"},
      {"--score", "good", "--treatment", "t", "--outcome", "y", "--wrong", "--wrong"}
    };
    for (String[] words : cases) {
      String[] options = Arrays.copyOf(words, words.length - 1);
      Run run = uplift(file, options);
      assertThat(run.code).as(Arrays.toString(options)).isEqualTo(2);
      assertThat(run.err).contains(words[words.length - 1]);
    }
  }
}
