package org.causal4j.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.causal4j.core.kernel.KernelUnavailableException;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.PrintedLog;
import org.causal4j.core.kernel.Transpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** JVMs of their own, without some of the jars, or with what looks like others, and no device. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class OtherClassPathsTest {
  /** What such a JVM runs. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      Kernels kernels = Kernels.automatic();
      System.out.println(kernels);
      float[] c = new float[100 * 100];
      float[] ones = new float[100 * 100];
      Arrays.fill(ones, 1);
      kernels.gemm(Transpose.NONE, 100, 100, 100, 1, ones, ones, 0, c);
      System.out.println("product " + c[0] + " to " + c[9_999]);
      try {
        System.out.println("named: " + Kernels.named("nd4j").info());
      } catch (KernelUnavailableException e) {
        System.out.println("named: " + e.getMessage());
      }
    }
  }

  private static String run(List<Path> more, Predicate<String> kept, String... options)
      throws IOException, InterruptedException {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(kept)
            .collect(Collectors.joining(File.pathSeparator));
    for (Path path : more) {
      classPath += File.pathSeparator + path;
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", classPath, Program.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CUDA_VISIBLE_DEVICES", "-1");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("product 100.0 to 100.0");
    return output;
  }

  @Test
  void automatic_allThere_ranksAboveScalarJava() throws Exception {
    assertThat(run(List.of(), path -> true))
        .contains("* nd4j 1.0.0-M2.1 on CPU (OpenBLAS, build ")
        .contains("scalar: not tried: nd4j ranks higher and works")
        .contains("named: * nd4j 1.0.0-M2.1 on CPU");
  }

  @Test
  void automatic_withoutAnyJarOfNd4j_isScalarJava() throws Exception {
    assertThat(
            run(
                List.of(),
                path ->
                    !path.contains("nd4j-") && !path.contains("bytedeco")
                        || path.contains("causal-nd4j")))
        .contains("* scalar on CPU (plain Java): the next best after nd4j")
        .contains("  nd4j: ND4J is not on the class path; add org.nd4j:nd4j-api")
        .contains("named: kernel nd4j can't be used: ND4J is not on the class path");
  }

  @Test
  void automatic_withoutNativeLibraries_isScalarJava() throws Exception {
    assertThat(run(List.of(), path -> !path.endsWith("-linux-x86_64.jar")))
        .contains("* scalar on CPU (plain Java): the next best after nd4j")
        .contains("  nd4j 1.0.0-M2.1: no native library of ND4J for ")
        .contains("named: kernel nd4j can't be used: no native library of ND4J for ")
        .contains("add org.nd4j:nd4j-native:1.0.0-M2.1");
  }

  @Test
  void automatic_withCudaAndNoDevice_fallsBackWithoutANoise(@TempDir Path folder) throws Exception {
    Files.createFile(folder.resolve("nd4j-jcublas.properties"));
    String output =
        run(List.of(folder), path -> true, "-Dslf4j.provider=" + PrintedLog.class.getName());
    assertThat(output.lines().filter(line -> line.startsWith("log: ")))
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("log: INFO kernel nd4j is not in use: ")
        .contains("no NVIDIA driver")
        .contains("; install the driver, or ");
    assertThat(output)
        .contains("* scalar on CPU (plain Java): the next best after nd4j")
        .contains("named: kernel nd4j can't be used: the backend of ND4J for CUDA")
        .contains("install the driver, or take nd4j-cuda off the class path")
        .doesNotContain("Exception")
        .doesNotContain("\tat ");
  }

  @Test
  void automatic_propertyNamesNd4j_takesIt() throws Exception {
    assertThat(run(List.of(), path -> true, "-Dcausal4j.kernel=nd4j"))
        .contains("named by the system property causal4j.kernel; computes dense products");
  }
}
