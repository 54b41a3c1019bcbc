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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code estimate} beyond the difference of two arms. */
class SeveralEffectsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;

  private record Run(int code, String out, String err) {
    JsonNode json() throws IOException {
      assertThat(code).as(err).isZero();
      return MAPPER.readTree(out);
    }
  }

  private static Run estimate(Path file, String options) {
    List<String> all = new ArrayList<>(List.of("estimate", file.toString()));
    all.addAll(Arrays.asList(options.split(" ")));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), all.toArray(new String[0]));
    return new Run(code, out.toString(), err.toString());
  }

  /** x confounds; m mediates t's effect on y; kind moves k by 1 (b) and 2 (c); dose moves d. */
  private Path table() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder csv = new StringBuilder("t,x,m,y,won,kind,k,dose,d,w,shop,empty,one,ten\n");
    for (int i = 0; i < 900; i++) {
      double x = 2 * random.nextDouble() - 1;
      int t = random.nextDouble() < 1 / (1 + Math.exp(-x)) ? 1 : 0;
      double m = t + x + random.nextGaussian();
      double y = t + 2 * m + x + random.nextGaussian();
      int won = random.nextDouble() < .3 + .3 * t + .1 * x ? 1 : 0;
      int kind = random.nextInt(3);
      double k = kind + x + random.nextGaussian();
      double dose = x + random.nextGaussian();
      double d = 2 * dose + x + random.nextGaussian();
      csv.append(t).append(',').append(x).append(',').append(m).append(',').append(y);
      csv.append(',').append(won).append(',').append("abc".charAt(kind)).append(',').append(k);
      csv.append(',').append(dose).append(',').append(d).append(',').append(1 + i % 2);
      csv.append(',').append(i / 9).append(",,1,").append(t == 1 ? 10 : -10).append('\n');
    }
    return Files.writeString(folder.resolve("t.csv"), csv);
  }

  private static final String WON = "--treatment t --outcome won --adjust x --format json ";

  @Test
  void estimate_ratios_haveMeasureAndArms() throws IOException {
    Path file = table();
    JsonNode difference = estimate(file, WON).json();
    JsonNode ratio = estimate(file, WON + "--measure ratio").json();
    JsonNode odds =
        estimate(file, WON + "--measure odds-ratio --refute placebo-outcome --replicates 20")
            .json();
    double treated = ratio.at("/arms/1/mean").asDouble();
    double control = ratio.at("/arms/0/mean").asDouble();
    assertThat(difference.get("measure").asText()).isEqualTo("difference");
    assertThat(difference.get("value").asDouble()).isCloseTo(treated - control, within(1e-9));
    assertThat(ratio.get("measure").asText()).isEqualTo("ratio");
    assertThat(ratio.get("value").asDouble()).isCloseTo(treated / control, within(1e-9));
    assertThat(odds.get("measure").asText()).isEqualTo("odds-ratio");
    assertThat(odds.get("value").asDouble())
        .isCloseTo(treated / (1 - treated) * (1 - control) / control, within(1e-9));
    assertThat(odds.at("/arms/1/state").asText()).isEqualTo("1");
    assertThat(odds.at("/arms/1/interval")).hasSize(2);
    assertThat(odds.get("refutations")).hasSize(1);
    String text = estimate(file, "--treatment t --outcome won --adjust x --measure ratio").out;
    assertThat(text).contains("ATE as ratio").contains("of its logarithm").contains("1: mean");
    Run unable = estimate(file, WON + "--estimator matching --measure ratio");
    assertThat(unable.code).isEqualTo(2);
    assertThat(unable.err).contains("two means");
  }

  @Test
  void estimate_weights_countInTheEstimate() throws IOException {
    Path file = table();
    for (String name : List.of("regression", "ipw", "aipw", "tmle", "dml", "g-estimation")) {
      JsonNode plain = estimate(file, WON + "--estimator " + name).json();
      JsonNode weighted = estimate(file, WON + "--weights w --estimator " + name).json();
      assertThat(weighted.get("value").asDouble())
          .as(name)
          .isNotEqualTo(plain.get("value").asDouble())
          .isCloseTo(.3, within(.15));
    }
    Run unable = estimate(file, WON + "--weights w --estimator matching");
    assertThat(unable.code).isEqualTo(2);
    assertThat(unable.err).contains("can't take 'w' into account");
  }

  @Test
  void estimate_allArms_keepsEveryRow() throws IOException {
    Path file = table();
    for (String name : List.of("aipw", "ipw", "regression")) {
      Run run =
          estimate(
              file,
              "--treatment kind --outcome k --adjust x --control a --treated all --format json"
                  + " --estimator "
                  + name);
      JsonNode json = run.json();
      assertThat(run.err).doesNotContain("left out");
      assertThat(json.get("n").asInt()).isEqualTo(900);
      assertThat(json.get("arms")).hasSize(3);
      assertThat(json.get("effects")).hasSize(2);
      for (JsonNode effect : json.get("effects")) {
        double truth = effect.get("state").asText().equals("b") ? 1 : 2;
        assertThat(effect.get("value").asDouble())
            .isCloseTo(truth, within(4 * effect.get("standardError").asDouble()));
        assertThat(effect.at("/band/0").asDouble()).isLessThan(effect.at("/interval/0").asDouble());
        assertThat(effect.get("pAdjusted").asDouble()).isLessThan(.01);
      }
    }
    String text =
        estimate(file, "--treatment kind --outcome k --adjust x --control a --treated all").out;
    assertThat(text).contains("b against a").contains("at once");
    Run unable =
        estimate(file, "--treatment kind --outcome k --control a --treated all --estimator tmle");
    assertThat(unable.code).isEqualTo(2);
    assertThat(unable.err).contains("--treated");
  }

  @Test
  void estimate_dose_printsACurve() throws IOException {
    Path file = table();
    JsonNode json =
        estimate(
                file,
                "--treatment dose --outcome d --adjust x --dose --learner ridge --format json")
            .json();
    assertThat(json.get("curve")).hasSize(25);
    JsonNode first = json.at("/curve/0");
    JsonNode last = json.at("/curve/24");
    double slope =
        (last.get("mean").asDouble() - first.get("mean").asDouble())
            / (last.get("dose").asDouble() - first.get("dose").asDouble());
    assertThat(slope).isCloseTo(2, within(.3));
    near(json.get("averageDerivative"), 2);
    assertThat(json.at("/curve/12/overlap/verdict").asText()).isEqualTo("GOOD");
    assertThat(json.at("/curve/12/overlap/share").asDouble()).isBetween(.5, 1.0);
    assertThat(first.at("/interval")).hasSize(2);
    assertThat(first.at("/band/0").asDouble()).isLessThan(first.at("/interval/0").asDouble());
  }

  /** The dose follows x closely: most doses are never found among most units. */
  @Test
  void estimate_dosesWithoutOverlap_haveNoNumber() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    StringBuilder csv = new StringBuilder("x,dose,d\n");
    for (int i = 0; i < 500; i++) {
      double x = random.nextGaussian();
      double dose = x + .3 * random.nextGaussian();
      csv.append(x).append(',').append(dose).append(',').append(dose + x).append('\n');
    }
    Path file = Files.writeString(folder.resolve("apart.csv"), csv);
    String options = "--treatment dose --outcome d --adjust x --dose --learner ridge";
    JsonNode json = estimate(file, options + " --format json").json();
    assertThat(json.at("/curve/0/mean").isNull()).isTrue();
    assertThat(json.at("/curve/0/interval").isNull()).isTrue();
    assertThat(json.at("/curve/0/overlap/verdict").asText()).isEqualTo("NONE");
    assertThat(json.at("/averageDerivative/value").asDouble()).isCloseTo(1, within(.1));
    assertThat(estimate(file, options).out)
        .contains("no quotable mean")
        .contains("average derivative: ");
  }

  @Test
  void estimate_mediation_dividesTheEffect() throws IOException {
    Path file = table();
    String options = "--treatment t --outcome y --adjust x --mediator m --format json --estimator ";
    for (String name : List.of("mediation", "mediation-models")) {
      JsonNode json = estimate(file, options + name).json();
      near(json.get("direct"), 1);
      near(json.get("indirect"), 2);
      near(json.get("total"), 3);
      near(json.get("proportionMediated"), 2.0 / 3);
    }
    assertThat(estimate(file, options + "mediation-models").json().at("/sensitivity").fieldNames())
        .toIterable()
        .containsExactly("indirectIsZeroAtRho");
    assertThat(estimate(file, options.replace("--format json ", "") + "mediation").out)
        .contains("direct (NDE)")
        .contains("proportion mediated");
  }

  private static void near(JsonNode effect, double truth) {
    assertThat(effect.get("value").asDouble())
        .isCloseTo(truth, within(4 * effect.get("standardError").asDouble()));
  }

  /** y depends on t through m alone; x hides. */
  @Test
  void estimate_frontDoor_findsTheEffect() throws IOException {
    SplittableRandom random = new SplittableRandom(2);
    StringBuilder csv = new StringBuilder("t,m,y\n");
    for (int i = 0; i < 2000; i++) {
      double hidden = random.nextGaussian();
      int t = random.nextDouble() < 1 / (1 + Math.exp(-hidden)) ? 1 : 0;
      double m = t + random.nextGaussian();
      csv.append(t).append(',').append(m).append(',');
      csv.append(2 * m + hidden + random.nextGaussian()).append('\n');
    }
    Path file = Files.writeString(folder.resolve("f.csv"), csv);
    JsonNode json =
        estimate(
                file, "--treatment t --outcome y --mediator m --estimator front-door --format json")
            .json();
    near(json, 2);
  }

  /** California against the other states: −.02246 (Kessler and Roth 2014). */
  @Test
  void estimate_did_isThePublishedNumber() throws IOException {
    List<String> lines =
        Files.readAllLines(SharedData.require("data/causal/panel/organ_donations.csv"));
    String[] header = lines.get(0).replace("\"", "").split(",");
    int state = Arrays.asList(header).indexOf("State");
    int quarter = Arrays.asList(header).indexOf("Quarter_Num");
    StringBuilder csv = new StringBuilder(lines.get(0) + ",treated\n");
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.replace("\"", "").split(",");
      boolean treated = cells[state].equals("California") && Integer.parseInt(cells[quarter]) >= 4;
      csv.append(line).append(treated ? ",1\n" : ",0\n");
    }
    Path file = Files.writeString(folder.resolve("organ.csv"), csv);
    JsonNode json =
        estimate(
                file,
                "--treatment treated --outcome Rate --unit State --time Quarter_Num --estimator did"
                    + " --format json")
            .json();
    assertThat(json.get("value").asDouble()).isCloseTo(-.02246, within(5e-6));
    assertThat(json.get("estimand").asText()).isEqualTo("ATT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--treatment one --outcome won --adjust x",
        "--treatment t --outcome won --adjust x,empty",
        "--treatment t --outcome won --adjust x,x",
        "--treatment t --outcome won --adjust x,t",
        "--treatment kind --outcome k --adjust x",
        "--treatment t --outcome won --adjust x --cluster one",
        "--treatment t --outcome won --adjust ten --estimator ipw",
        "--treatment t --outcome won --adjust ten --estimator g-estimation",
        "--treatment t --outcome empty --adjust x",
        "--treatment t --outcome kind --adjust x",
        "--treatment t --outcome won --adjust nobody",
        "--treatment t --outcome y --measure odds-ratio",
        "--treatment t --outcome won --measure hazard",
        "--treatment t --outcome won --mediator m",
        "--treatment t --outcome won --estimator mediation",
        "--treatment t --outcome won --estimator did --unit shop",
        "--treatment t --outcome won --estimator front-door --mediator m --adjust x",
        "--treatment t --outcome won --dose",
        "--treatment dose --outcome d --dose --estimator ipw",
        "--treatment kind --outcome k --treated all --control a --refute all",
        "--treatment kind --outcome k --treated all --control z",
        "--treatment kind --outcome k --treated all",
      })
  void estimate_badInput_endsWithTwoAndOneLine(String options) throws IOException {
    Run run = estimate(table(), options);
    assertThat(run.code).as(run.out + run.err).isEqualTo(2);
    List<String> lines = run.err.lines().filter(line -> !line.startsWith("note: ")).toList();
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0)).startsWith("causal4j: ").doesNotContain("fault of the library");
    assertThat(run.out).doesNotContain("NaN");
  }
}
