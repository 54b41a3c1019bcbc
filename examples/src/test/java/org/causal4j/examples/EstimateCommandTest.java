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
import org.causal4j.core.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EstimateCommandTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;

  private record Run(int code, String out, String err) {
    JsonNode json() throws IOException {
      assertThat(code).as(err).isZero();
      return MAPPER.readTree(out);
    }
  }

  private static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Run(code, out.toString(), err.toString());
  }

  private static Run estimate(Path file, String... more) {
    List<String> all = new ArrayList<>(List.of("estimate", file.toString()));
    all.addAll(Arrays.asList(more));
    return run(all.toArray(new String[0]));
  }

  /** Effect 2; a and b confound, z moves t alone, kind has three states. */
  private Path table() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder csv = new StringBuilder("t,y,a,b,z,kind,shop,early\n");
    for (int i = 0; i < 600; i++) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      int z = random.nextInt(2);
      int t = random.nextDouble() < 1 / (1 + Math.exp(-a - z + .5)) ? 1 : 0;
      double y = 2 * t + a + b + random.nextGaussian();
      double early = a + random.nextGaussian();
      csv.append(
          t
              + ","
              + y
              + ","
              + a
              + ","
              + b
              + ","
              + z
              + ","
              + (i % 5 == 0 ? "c" : t == 1 ? "v" : "u")
              + ","
              + i / 6
              + ","
              + early
              + "\n");
    }
    return Files.writeString(folder.resolve("t.csv"), csv);
  }

  @Test
  void estimate_everyEstimator_printsTheKeysAndFindsTheEffect() throws IOException {
    Path file = table();
    for (EstimatorChoice choice : EstimatorChoice.values()) {
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "--treatment",
                  "t",
                  "--outcome",
                  "y",
                  "--adjust",
                  "a,b",
                  "--estimator",
                  choice.word(),
                  "--format",
                  "json"));
      if (choice == EstimatorChoice.IV) {
        arguments.addAll(List.of("--instrument", "z"));
      }
      JsonNode json = estimate(file, arguments.toArray(new String[0])).json();
      List<String> keys = new ArrayList<>();
      json.fieldNames().forEachRemaining(keys::add);
      assertThat(keys)
          .containsExactly(
              "estimand",
              "value",
              "standardError",
              "interval",
              "level",
              "n",
              "overlap",
              "nuisance",
              "refutations",
              "millis");
      assertThat(json.get("n").asInt()).isEqualTo(600);
      assertThat(json.get("interval")).hasSize(2);
      assertThat(json.at("/interval/0").asDouble()).isLessThan(json.get("value").asDouble());
      if (choice != EstimatorChoice.DIFFERENCE) {
        double error = json.get("standardError").asDouble();
        assertThat(json.get("value").asDouble()).as(choice.word()).isCloseTo(2, within(4 * error));
      }
      if (choice == EstimatorChoice.DML) {
        assertThat(json.get("estimand").asText()).isEqualTo("ATE");
        assertThat(json.at("/overlap/verdict").asText()).isEqualTo("GOOD");
        assertThat(json.at("/overlap/propensityQuantiles/treated")).hasSize(5);
        assertThat(json.get("nuisance")).hasSize(3);
        assertThat(json.at("/nuisance/0/outOfFold").asBoolean()).isTrue();
      }
      if (choice == EstimatorChoice.DML_PLR) {
        assertThat(json.get("estimand").asText()).contains("partially linear");
      }
    }
  }

  @Test
  void estimate_everyLearner_findsTheEffect() throws IOException {
    Path file = table();
    for (LearnerChoice learner : LearnerChoice.values()) {
      JsonNode json =
          estimate(
                  file,
                  "--treatment",
                  "t",
                  "--outcome",
                  "y",
                  "--adjust",
                  "a,b",
                  "--learner",
                  learner.word(),
                  "--format",
                  "json")
              .json();
      assertThat(json.get("value").asDouble()).as(learner.word()).isCloseTo(2, within(.5));
    }
  }

  @Test
  void estimate_refuteAll_printsVerdictsAndTheSameTwice() throws IOException {
    Path file = table();
    String[] arguments = {
      "--treatment", "t", "--outcome", "y", "--adjust", "a,b", "--estimator", "regression",
      "--refute", "all", "--negative-control", "early", "--replicates", "30", "--format", "json"
    };
    JsonNode json = estimate(file, arguments).json();
    assertThat(json.get("refutations")).hasSize(8);
    assertThat(json.get("refutations"))
        .allSatisfy(
            r -> {
              assertThat(r.get("verdict").asText()).as(r.toString()).isIn("STANDS", "INCONCLUSIVE");
              assertThat(r.get("nullHypothesis").asText()).isNotBlank();
            });
    assertThat(estimate(file, arguments).json().get("refutations"))
        .isEqualTo(json.get("refutations"));
    JsonNode biased =
        estimate(
                file,
                "--treatment",
                "t",
                "--outcome",
                "y",
                "--estimator",
                "regression",
                "--negative-control",
                "early",
                "--format",
                "json")
            .json();
    assertThat(biased.at("/refutations/0/verdict").asText()).isIn("WEAKENED", "REFUTED");
  }

  @Test
  void estimate_text_namesVerdictsAndOverlap() throws IOException {
    Run run =
        estimate(
            table(),
            "--treatment",
            "t",
            "--outcome",
            "y",
            "--adjust",
            "a,b",
            "--refute",
            "placebo-outcome",
            "--replicates",
            "20",
            "--cluster",
            "shop");
    assertThat(run.code).as(run.err).isZero();
    assertThat(run.out).contains("ATE").contains("overlap GOOD").contains("placebo outcome:");
    assertThat(run.out).contains("100 clusters");
  }

  @Test
  void estimate_namedStates_comparesThoseTwo() throws IOException {
    Run run =
        estimate(
            table(),
            "--treatment",
            "kind",
            "--outcome",
            "y",
            "--adjust",
            "a,b",
            "--control",
            "u",
            "--treated",
            "v",
            "--format",
            "json");
    assertThat(run.json().get("n").asInt()).isEqualTo(480);
    assertThat(run.err).contains("120 rows in neither");
    Run without = estimate(table(), "--treatment", "kind", "--outcome", "y");
    assertThat(without.code).isEqualTo(2);
    assertThat(without.err).contains("--control").contains("--treated");
  }

  @Test
  void estimate_unknownNames_exitWithTwoAndListTheKnown() throws IOException {
    Path file = table();
    Run estimator = estimate(file, "--treatment", "t", "--outcome", "y", "--estimator", "magic");
    assertThat(estimator.code).isEqualTo(2);
    assertThat(estimator.err).contains("magic").contains("dml-plr").contains("g-estimation");
    assertThat(estimator.err.lines()).hasSize(1);
    Run learner = estimate(file, "--treatment", "t", "--outcome", "y", "--learner", "magic");
    assertThat(learner.code).isEqualTo(2);
    assertThat(learner.err).contains("boosting").contains("stacking");
    for (String[] wrong :
        new String[][] {
          {"--treatment", "q", "--outcome", "y"},
          {"--treatment", "t", "--outcome", "q"},
          {"--treatment", "t", "--outcome", "y", "--adjust", "a,q"},
          {"--treatment", "t", "--outcome", "y", "--cluster", "q"}
        }) {
      Run column = estimate(file, wrong);
      assertThat(column.code).isEqualTo(2);
      assertThat(column.err).contains("'q'").contains("early");
    }
    Run refuter = estimate(file, "--treatment", "t", "--outcome", "y", "--refute", "magic");
    assertThat(refuter.code).isEqualTo(2);
    assertThat(refuter.err).contains("placebo-treatment");
    Run estimand = estimate(file, "--treatment", "t", "--outcome", "y", "--estimand", "late");
    assertThat(estimand.code).isEqualTo(2);
    assertThat(estimand.err).contains("att");
  }

  @Test
  void estimate_badInput_exitsWithTwo() throws IOException {
    Path file = table();
    assertThat(estimate(file, "--treatment", "t", "--outcome", "y", "--adjust", "t").err)
        .contains("t is also the treatment");
    assertThat(estimate(file, "--treatment", "t", "--outcome", "y", "--adjust", "a,a").err)
        .contains("named twice");
    assertThat(estimate(file, "--treatment", "t", "--outcome", "y", "--estimator", "iv").err)
        .contains("--instrument");
    assertThat(
            estimate(
                    file,
                    "--treatment",
                    "t",
                    "--outcome",
                    "y",
                    "--estimator",
                    "tmle",
                    "--estimand",
                    "att")
                .err)
        .contains("tmle does not estimate");
    Path flat = Files.writeString(folder.resolve("f.csv"), "t,y\n1,2\n1,3\n");
    Run constant = estimate(flat, "--treatment", "t", "--outcome", "y");
    assertThat(constant.code).isEqualTo(2);
    assertThat(constant.err).contains("constant");
    Path twice = Files.writeString(folder.resolve("d.csv"), "t,t,y\n1,0,2\n0,1,3\n");
    assertThat(estimate(twice, "--treatment", "t", "--outcome", "y").code).isEqualTo(2);
    assertThat(estimate(folder.resolve("no.csv"), "--treatment", "t", "--outcome", "y").err)
        .contains("no such file");
  }

  @Test
  void estimate_noOverlap_quotesNoNumber() throws IOException {
    StringBuilder csv = new StringBuilder("t,y,a\n");
    for (int i = 0; i < 200; i++) {
      csv.append((i < 100 ? 0 : 1) + "," + i % 7 + "," + (i < 100 ? i : 1000 + i) + "\n");
    }
    Path file = Files.writeString(folder.resolve("apart.csv"), csv);
    JsonNode json =
        estimate(file, "--treatment", "t", "--outcome", "y", "--adjust", "a", "--format", "json")
            .json();
    assertThat(json.at("/overlap/verdict").asText()).isEqualTo("NONE");
    assertThat(json.get("value").isNull()).isTrue();
  }

  /** The figures of the data's README, through the command. */
  @Test
  void estimate_publishedData_givesThePublishedFigures() throws IOException {
    Path nhefs = SharedData.require("data/causal/nhefs/NHEFS.csv.gz");
    Run g =
        estimate(
            SharedData.require("data/causal/iv/card.csv.gz"),
            "--treatment",
            "educ",
            "--outcome",
            "lwage",
            "--adjust",
            "exper,expersq,black,smsa,south,smsa66,reg662,reg663,reg664,reg665,reg666,reg667,reg668,reg669",
            "--instrument",
            "nearc4",
            "--estimator",
            "iv",
            "--format",
            "json");
    assertThat(g.json().get("value").asDouble()).isCloseTo(.1315, within(5e-5));
    Run hillstrom =
        estimate(
            SharedData.require("data/causal/hillstrom/hillstrom.csv.gz"),
            "--treatment",
            "segment",
            "--outcome",
            "visit",
            "--control",
            "No E-Mail",
            "--treated",
            "Mens E-Mail",
            "--estimator",
            "difference",
            "--format",
            "json");
    assertThat(hillstrom.json().get("value").asDouble()).isCloseTo(.0766, within(5e-5));
    Run gain =
        estimate(
            nhefs,
            "--treatment",
            "qsmk",
            "--outcome",
            "wt82_71",
            "--adjust",
            "sex,race,education,exercise,active,age,smokeintensity,smokeyrs,wt71",
            "--discrete",
            "education,exercise,active",
            "--estimator",
            "g-estimation",
            "--format",
            "json");
    assertThat(gain.json().get("value").asDouble()).isCloseTo(3.4, within(.15));
    assertThat(gain.err).contains("63 of 1629 rows");
  }

  @Test
  void estimate_report_isAPageInTheLanguageAskedFor() throws IOException {
    Path page = folder.resolve("page.html");
    for (String lang : List.of("en", "zh")) {
      Run run =
          estimate(
              table(),
              "--treatment",
              "t",
              "--outcome",
              "y",
              "--adjust",
              "a,b",
              "--estimator",
              "ipw",
              "--report",
              page.toString(),
              "--lang",
              lang,
              "--format",
              "json");
      assertThat(run.json().at("/overlap/balance")).hasSize(2);
      assertThat(Files.readString(page))
          .contains("t.csv: t → y", lang.equals("zh") ? "稳健值" : "robustness value");
    }
    Run wrong =
        estimate(table(), "--treatment", "t", "--outcome", "y", "--report", "x", "--lang", "fr");
    assertThat(wrong.code).isEqualTo(2);
  }
}
