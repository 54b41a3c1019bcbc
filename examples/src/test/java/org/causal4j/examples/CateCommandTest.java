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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CateCommandTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;

  private record Run(int code, String out, String err) {
    JsonNode json() throws IOException {
      assertThat(code).as(err).isZero();
      return MAPPER.readTree(out);
    }
  }

  private Run cate(Path file, String... more) {
    List<String> all =
        new ArrayList<>(List.of("cate", file.toString(), "--treatment", "t", "--outcome", "y"));
    all.addAll(List.of("--adjust", "a,b,kind", "--format", "json"));
    if (!Arrays.asList(more).contains("--base")) {
      all.addAll(List.of("--base", "ridge"));
    }
    all.addAll(List.of("--out", folder.resolve("out.csv").toString()));
    all.addAll(Arrays.asList(more));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), all.toArray(new String[0]));
    return new Run(code, out.toString(), err.toString());
  }

  /** Effect 2 where a is above 0, else 0; a confounds; 15 rows lack the treatment. */
  private Path table() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder csv = new StringBuilder("t,y,a,b,kind,shop\n");
    for (int i = 0; i < 750; i++) {
      double a = random.nextGaussian();
      double b = random.nextGaussian();
      int t = random.nextDouble() < 1 / (1 + Math.exp(-a)) ? 1 : 0;
      double y = (a > 0 ? 2 * t : 0) + a + b + random.nextGaussian();
      csv.append(i % 50 == 7 ? "" : Integer.toString(t));
      csv.append("," + y + "," + a + "," + b + "," + "uvw".charAt(i % 3) + "," + i / 5 + "\n");
    }
    return Files.writeString(folder.resolve("t.csv"), csv);
  }

  @Test
  void cate_everyLearner_writesARowForEachAndTheKeys() throws IOException {
    Path file = table();
    for (CateLearnerChoice choice : CateLearnerChoice.values()) {
      JsonNode json =
          cate(file, "--learner", choice.word(), "--replicates", "4", "--level", ".9").json();
      assertThat(json.fieldNames())
          .toIterable()
          .contains(
              "learner", "n", "ate", "calibration", "groups", "rules", "overlap", "out", "millis");
      assertThat(json.get("n").asInt()).isEqualTo(735);
      assertThat(json.at("/ate/value").asDouble()).as(choice.word()).isCloseTo(1, within(0.4));
      assertThat(json.at("/ate/interval")).hasSize(2);
      assertThat(json.get("groups")).hasSize(5);
      assertThat(json.at("/overlap/verdict").asText()).isEqualTo("GOOD");
      List<String> lines = Files.readAllLines(folder.resolve("out.csv"));
      assertThat(lines).hasSize(751);
      assertThat(lines.get(0)).isEqualTo("row,effect,low,high,standardError");
      double[] row =
          Arrays.stream(lines.get(8).split(",")).mapToDouble(Double::parseDouble).toArray();
      assertThat(row[0]).isEqualTo(8);
      assertThat(row[1]).isBetween(row[2], row[3]);
      assertThat(row[4]).isPositive();
    }
  }

  @Test
  void cate_step_rulesSayWhere() throws IOException {
    JsonNode json = cate(table(), "--learner", "dr-linear", "--cluster", "shop").json();
    assertThat(json.at("/rules/0/rule").asText()).startsWith("a <= ").contains(" rows");
    assertThat(json.at("/calibration/slope").asDouble()).isBetween(0.4, 1.6);
  }

  @Test
  void cate_sameSeed_sameFile() throws IOException {
    Path file = table();
    cate(file, "--learner", "x", "--replicates", "3").json();
    String first = Files.readString(folder.resolve("out.csv"));
    cate(file, "--learner", "x", "--replicates", "3").json();
    assertThat(Files.readString(folder.resolve("out.csv"))).isEqualTo(first);
  }

  @Test
  void cate_badInput_exitsWith2AndSaysWhy() throws IOException {
    Path file = table();
    check(cate(file, "--learner", "u"), "no learner 'u'; known are [s, t, x, r, dr, ");
    check(cate(file, "--base", "u"), "--base: no learner 'u'; known are [ridge, ");
    check(cate(file, "--level", "2"), "--level: 2.0");
    check(cate(file, "--replicates", "1"), "--replicates: 1");
    check(cate(file, "--cluster", "nowhere"), "nowhere");
    check(cate(file, "--control", "0"), "name both or neither");
    Path constant =
        Files.writeString(
            folder.resolve("c.csv"), "t,y,a,b,kind\n1,2,3,4,u\n1,3,3,5,v\n1,4,1,2,u\n");
    check(cate(constant), "constant");
  }

  private static void check(Run run, String message) {
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(message);
  }
}
