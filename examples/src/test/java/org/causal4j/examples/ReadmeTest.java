package org.causal4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.causal4j.core.SharedData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compiles and runs the code of the READMEs and of the tour. */
class ReadmeTest {
  private static final String DATA = "examples/src/main/resources/org/causal4j/examples/";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.zh-CN.md"})
  void readme_seeAndDo_printsWhatItSays(String name) throws Exception {
    String readme = read(name);
    assertThat(run(block(readme, "snippet: see-do"), "").strip())
        .isEqualToNormalizingNewlines(block(readme, "output: see-do").strip());
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.zh-CN.md"})
  void readme_walk_runs(String name) throws Exception {
    Path events = firstRows(12_000);
    Path items = SharedData.projectFile(DATA + "quickstart_items.csv.gz").toAbsolutePath();
    String files =
        "java.nio.file.Path events = java.nio.file.Path.of(\"%s\");%n".formatted(events)
            + "java.nio.file.Path items = java.nio.file.Path.of(\"%s\");%n".formatted(items);
    assertThat(run(block(read(name), "snippet: walk"), files)).contains("LightGCN score");
  }

  @Test
  void tour_inJShell_exitsWithZeroAndPrintsTheGoldenNumbers() throws Exception {
    Path out = folder.resolve("tour.txt");
    Process jshell =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jshell").toString(),
                "-s",
                "--class-path",
                System.getProperty("java.class.path"),
                "examples/jshell/start.jsh",
                "examples/jshell/tour.jsh")
            .directory(SharedData.projectFile(".").toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertThat(jshell.waitFor(5, TimeUnit.MINUTES)).isTrue();
    String text = Files.readString(out);
    assertThat(jshell.exitValue()).as(text).isZero();
    assertThat(text).doesNotContain("Error:").doesNotContain("Exception");
    assertThat(text).contains("effect .1").contains("effect -.1").contains("7. What to show");
  }

  private static String read(String name) throws IOException {
    return Files.readString(SharedData.projectFile(name));
  }

  private static String block(String readme, String marker) {
    Matcher block =
        Pattern.compile("<!-- " + marker + " -->\\s*```\\w*\\n(.*?)```", Pattern.DOTALL)
            .matcher(readme);
    assertThat(block.find()).as(marker).isTrue();
    return block.group(1);
  }

  private String run(String code, String before) throws Exception {
    String imports =
        Files.readAllLines(SharedData.projectFile("examples/jshell/start.jsh")).stream()
            .map(line -> line + ";")
            .collect(Collectors.joining("\n"));
    Path source =
        Files.writeString(
            folder.resolve("Snippet.java"),
            imports
                + "\npublic class Snippet { public static void run() throws Exception {\n"
                + before
                + code
                + "\n}}\n");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    ByteArrayOutputStream problems = new ByteArrayOutputStream();
    int failed =
        compiler.run(
            null,
            null,
            problems,
            "-proc:none",
            "-encoding",
            "UTF-8",
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            folder.toString(),
            source.toString());
    assertThat(failed).as(problems.toString(StandardCharsets.UTF_8)).isZero();
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
      loader.loadClass("Snippet").getMethod("run").invoke(null);
    } finally {
      System.setOut(console);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  private Path firstRows(int count) throws IOException {
    File data = SharedData.projectFile(DATA + "quickstart_events.csv.gz").toFile();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(data.toPath())),
                StandardCharsets.UTF_8))) {
      List<String> head = lines.lines().limit(count).toList();
      return Files.write(folder.resolve("events.csv"), head);
    }
  }
}
