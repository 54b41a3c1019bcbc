package org.causal4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a user calls them, on small files. The quickstart itself runs in the build. */
class MainTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;

  private record Run(int code, String out, String err) {}

  private static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Run(code, out.toString(), err.toString());
  }

  /** A shop with two tastes; texts tell the tastes apart. */
  private Path events(String extra) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    StringBuilder csv = new StringBuilder("user,item,time,session\n");
    int session = 0;
    for (int user = 0; user < 60; user++) {
      for (int visit = 0; visit < 4; visit++) {
        session++;
        String day = String.format("2024-01-%02dT10:%02d:00", 1 + visit * 7 + user % 7, user % 60);
        for (int n = 0; n < 5; n++) {
          int item = (user % 2) * 10 + random.nextInt(10);
          csv.append("u" + user + ",i" + item + "," + day + ",s" + session + "\n");
        }
      }
    }
    return write("events.csv", csv + extra);
  }

  private Path items() throws IOException {
    StringBuilder csv = new StringBuilder("item,text\n");
    for (int item = 0; item < 20; item++) {
      csv.append(
          "i" + item + "," + (item < 10 ? "red garden tool " : "blue paper lamp ") + item + "\n");
    }
    return write("items.csv", csv.toString());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Run analyze(Path events, Path items, String... more) {
    String[] fixed = {
      "analyze",
      "--events",
      events.toString(),
      "--items",
      items.toString(),
      "--out",
      folder.resolve("out").toString(),
      "--cache",
      folder.resolve("cache").toString()
    };
    String[] all = Arrays.copyOf(fixed, fixed.length + more.length);
    System.arraycopy(more, 0, all, fixed.length, more.length);
    return run(all);
  }

  @Test
  void article_json_hasTheGoldenNumbers() throws IOException {
    Run run = run("article", "--format", "json");
    assertThat(run.code).isZero();
    JsonNode json = MAPPER.readTree(run.out);
    // requirements: G1 .40/.45/.35/.10/.30, G2 .20/.35/.45/-.10, G3 .2/.5/.5/0 and bounds [-.4, .6]
    assertThat(json.at("/G1/association").asDouble()).isCloseTo(.4, within(1e-12));
    assertThat(json.at("/G1/doTreated").asDouble()).isCloseTo(.45, within(1e-12));
    assertThat(json.at("/G1/doControl").asDouble()).isCloseTo(.35, within(1e-12));
    assertThat(json.at("/G1/ate").asDouble()).isCloseTo(.1, within(1e-12));
    assertThat(json.at("/G1/confoundingBias").asDouble()).isCloseTo(.3, within(1e-12));
    assertThat(json.at("/G2/ate").asDouble()).isCloseTo(-.1, within(1e-12));
    assertThat(json.at("/G3/ate").asDouble()).isCloseTo(0, within(1e-12));
    assertThat(json.at("/G3/bounds/0").asDouble()).isCloseTo(-.4, within(1e-12));
    assertThat(json.at("/G3/bounds/1").asDouble()).isCloseTo(.6, within(1e-12));
  }

  @Test
  void article_chinese_printsChinese() {
    Run run = run("article", "--lang", "zh");
    assertThat(run.code).isZero();
    assertThat(run.out).contains("混杂偏差").contains("P(B|do(A))=0.45");
  }

  @Test
  void analyze_smallShop_givesTheSameJsonTwice() throws IOException {
    Path events = events("");
    Path items = items();
    Run first = analyze(events, items, "--format", "json");
    Run second = analyze(events, items, "--format", "json");
    assertThat(first.code).as(first.err).isZero();
    assertThat(first.err).contains("0 hits, 20 misses");
    assertThat(second.err).contains("20 hits, 0 misses");
    JsonNode one = withoutTimes(first.out);
    assertThat(one).isEqualTo(withoutTimes(second.out));
    assertThat(one.get("metrics")).hasSize(4);
    assertThat(one.at("/metrics/0/recall@20/interval")).hasSize(2);
    assertThat(one.at("/recommendations/0/items")).isNotEmpty();
    assertThat(folder.resolve("out/report.html")).exists();
  }

  private static JsonNode withoutTimes(String text) throws IOException {
    ObjectNode json = (ObjectNode) MAPPER.readTree(text);
    json.get("stages").forEach(stage -> ((ObjectNode) stage).remove("millis"));
    json.remove("report");
    return json;
  }

  @Test
  void analyze_missingColumn_namesThoseThereAre() throws IOException {
    Run run = analyze(write("e.csv", "User,item,time\na,b,2024-01-01\n"), items());
    assertThat(run.code).isEqualTo(2);
    assertThat(run.err).contains("no column 'user'").contains("did you mean 'User'?");
    assertThat(run.err.lines()).hasSize(1);
  }

  @Test
  void analyze_emptyFile_saysSo() throws IOException {
    Run run = analyze(write("e.csv", ""), items());
    assertThat(run.code).isEqualTo(2);
    assertThat(run.err).contains("e.csv: is empty");
  }

  @Test
  void analyze_noSuchFile_saysSo() throws IOException {
    Run run = analyze(folder.resolve("none.csv"), items());
    assertThat(run.code).isEqualTo(2);
    assertThat(run.err).contains("none.csv: no such file");
  }

  @Test
  void analyze_unreadableTimes_nameLineAndColumn() throws IOException {
    Run run = analyze(write("e.csv", "user,item,time\na,b,yesterday\n"), items());
    assertThat(run.code).isEqualTo(2);
    assertThat(run.err).contains("e.csv:2:3: unreadable time");
  }

  @Test
  void analyze_mixedZones_nameTheLine() throws IOException {
    Run run =
        analyze(
            write("e.csv", "user,item,time\na,b,2024-01-01T10:00\na,c,2024-01-01T10:00Z\n"),
            items());
    assertThat(run.code).isEqualTo(2);
    assertThat(run.err).contains("e.csv:2:3: mixed zones");
  }

  @Test
  void analyze_wrongCharset_namesTheRemedy() throws IOException {
    Path file = folder.resolve("gbk.csv");
    Files.write(file, "user,item,time\n甲,茶,2024-01-01\n".getBytes(Charset.forName("GBK")));
    Run run = analyze(file, items());
    assertThat(run.code).isEqualTo(2);
    assertThat(run.err).contains("UTF-8").contains("GBK");
    assertThat(analyze(file, items(), "--charset", "nonsense").err)
        .contains("no charset 'nonsense'");
  }

  @Test
  void analyze_oneUser_saysWhy() throws IOException {
    Run run =
        analyze(
            write("e.csv", "user,item,time\na,b,2024-01-01\na,c,2024-01-02\na,d,2024-01-03\n"),
            items());
    assertThat(run.code).isEqualTo(2);
    assertThat(run.err.lines().count()).isEqualTo(1);
  }

  @Test
  void main_unknownCommand_exitsWithTwo() {
    Run run = run("guess");
    assertThat(run.code).isEqualTo(2);
    assertThat(run.err.lines()).hasSize(1);
    assertThat(run("--help").out).contains("quickstart").contains("analyze").contains("article");
  }
}
