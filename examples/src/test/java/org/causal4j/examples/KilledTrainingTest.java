package org.causal4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command in a JVM of its own, which is killed without warning and started again. */
class KilledTrainingTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int EPOCHS = 60;

  private static final int KILLS = 3;

  @TempDir private Path folder;
  private Path train = Path.of("");

  @BeforeEach
  void write() throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    StringBuilder pairs = new StringBuilder();
    for (int user = 0; user < 600; user++) {
      pairs.append(user);
      for (int item = user % 3; item < 300; item += 3) {
        pairs.append(random.nextInt(4) == 0 ? " " + item : "");
      }
      pairs.append("\n");
    }
    train = Files.writeString(folder.resolve("train.txt"), pairs);
  }

  private Process start(String model, Path state, Path out, Path result) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command =
        new ArrayList<>(List.of(java.toString(), "-Xmx256m", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("train", "--train", train.toString(), "--split", "0.2"));
    command.addAll(List.of("--model", model, "--dim", "16", "--batch", "256"));
    command.addAll(List.of("--epochs", "" + EPOCHS, "--kernel", "scalar", "--threads", "1"));
    command.addAll(List.of("--checkpoint", state.toString(), "--out", out.toString()));
    command.addAll(List.of("--format", "json"));
    return new ProcessBuilder(command)
        .redirectOutput(result.toFile())
        .redirectError(folder.resolve("errors").toFile())
        .start();
  }

  /** Waits until a state of the training appears or changes, or the process ends. */
  private static void awaitChange(Process process, Path state, long former)
      throws IOException, InterruptedException {
    while (process.isAlive() && changed(state) == former) {
      process.waitFor(2, TimeUnit.MILLISECONDS);
    }
  }

  private static long changed(Path file) throws IOException {
    return Files.exists(file) ? Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS) : 0;
  }

  @ParameterizedTest
  @ValueSource(strings = {"lightgcn", "lightgcn-ssm"})
  void train_killedAtRandomMoments_endsAsIfItWasNot(String model) throws Exception {
    Path whole = folder.resolve("whole");
    Path wholeResult = folder.resolve("whole.json");
    Process uninterrupted = start(model, folder.resolve("a"), whole, wholeResult);
    assertThat(uninterrupted.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(uninterrupted.exitValue()).as(errors()).isZero();

    Path killed = folder.resolve("killed");
    Path killedResult = folder.resolve("killed.json");
    Path state = folder.resolve("b").resolve("train").resolve("training.checkpoint");
    SplittableRandom random = new SplittableRandom(5);
    int kills = 0;
    Process process = start(model, folder.resolve("b"), killed, killedResult);
    while (kills < KILLS) {
      for (int epochs = 1 + random.nextInt(6); epochs > 0; epochs--) {
        awaitChange(process, state, changed(state));
      }
      boolean ended = process.waitFor(random.nextInt(25), TimeUnit.MILLISECONDS);
      assertThat(ended).as("ended before it was killed; %s", errors()).isFalse();
      process.destroyForcibly();
      assertThat(process.waitFor()).isNotZero();
      assertThat(killed).doesNotExist();
      kills++;
      process = start(model, folder.resolve("b"), killed, killedResult);
    }
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(errors()).isZero();
    JsonNode one = MAPPER.readTree(wholeResult.toFile());
    JsonNode other = MAPPER.readTree(killedResult.toFile());
    assertThat(other.get("losses")).hasSize(EPOCHS).isEqualTo(one.get("losses"));
    assertThat(other.get("metrics")).isEqualTo(one.get("metrics"));
    assertThat(killed).hasSameBinaryContentAs(whole);
    try (var files = Files.list(state.getParent())) {
      assertThat(files).containsExactly(state);
    }
  }

  private String errors() throws IOException {
    return Files.readString(folder.resolve("errors"));
  }
}
