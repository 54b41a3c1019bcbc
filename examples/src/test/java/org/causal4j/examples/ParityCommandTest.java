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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.causal4j.core.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParityCommandTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path folder;

  private record Run(int code, String out, String err) {}

  private static Run parity(Path data, String... more) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] arguments = new String[3 + more.length];
    arguments[0] = "parity";
    arguments[1] = "--data";
    arguments[2] = data.toString();
    System.arraycopy(more, 0, arguments, 3, more.length);
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new Run(code, out.toString(), err.toString());
  }

  private static Path published() {
    SharedData.require("data/causal/nhefs/NHEFS.csv.gz");
    return SharedData.require("data/causal/README.md").getParent();
  }

  @Test
  void of_publishedData_everyRowThatMustHoldHolds() throws IOException {
    List<ParityRow> rows = ParityTable.of(published());
    for (ParityRow row : rows) {
      assertThat(row.absent()).as("%s", row).isFalse();
      assertThat(row.broken()).as("%s", row).isFalse();
    }
    assertThat(rows.stream().filter(ParityRow::required)).hasSize(15);
    Set<String> names = new HashSet<>();
    assertThat(rows).allSatisfy(row -> assertThat(names.add(row.name())).as(row.name()).isTrue());
  }

  @Test
  void parity_dataOfOneStudyAlone_saysWhatIsAbsentAndHolds() throws IOException {
    Path from = published().resolve("panel/kielmc.csv");
    Files.createDirectory(folder.resolve("panel"));
    Files.copy(from, folder.resolve("panel/kielmc.csv"));
    Run run = parity(folder, "--format", "json");
    assertThat(run.code).as(run.err).isZero();
    JsonNode json = MAPPER.readTree(run.out);
    assertThat(json.get("holds").asBoolean()).isTrue();
    for (JsonNode row : json.get("rows")) {
      String name = row.get("name").asText();
      boolean there =
          name.startsWith("Incinerator") || name.startsWith("Darfur") || name.startsWith("E-value");
      assertThat(row.get("absent").asBoolean()).as(name).isNotEqualTo(there);
      if (!there) {
        assertThat(row.get("note").asText()).startsWith("data absent");
        assertThat(row.get("value").isNull()).isTrue();
      }
      if (name.startsWith("Incinerator")) {
        assertThat(row.get("value").asDouble()).isCloseTo(-11_863.90, within(.005));
        assertThat(row.get("interval")).hasSize(2);
      }
    }
  }

  /**
   * One price changed: the published effect must no longer come out, and the command must say so.
   */
  @Test
  void parity_dataChanged_failsWithOne() throws IOException {
    String text = Files.readString(published().resolve("panel/kielmc.csv"));
    Files.createDirectory(folder.resolve("panel"));
    List<String> lines = text.lines().toList();
    Files.write(folder.resolve("panel/kielmc.csv"), lines.subList(0, lines.size() - 1));
    Run run = parity(folder);
    assertThat(run.code).isEqualTo(1);
    assertThat(run.out).contains("Incinerator, DiD").contains(" no ").contains("without data");
  }

  @Test
  void parity_noFolder_isBadInput() {
    Run run = parity(folder.resolve("nowhere"));
    assertThat(run.code).isEqualTo(2);
    assertThat(run.err).contains("--data");
  }

  @Test
  void within_atTheTolerance_isYesAndBeyondItNo() {
    assertThat(row(1.5).within()).contains(true);
    assertThat(row(1.6).within()).contains(false);
    assertThat(row(1.6).broken()).isTrue();
  }

  private static ParityRow row(double ours) {
    return new ParityRow(
        "a", Optional.of(1.0), "b", .5, "c", true, Optional.of(ours), Optional.empty(), "");
  }
}
