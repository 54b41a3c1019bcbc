package org.causal4j.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.causal4j.core.kernel.OtherJvm;
import org.causal4j.core.kernel.PrintedLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** JVMs of their own, without some of the jars, or with what looks like others, and no device. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class OtherClassPathsTest {
  private static String run(List<Path> more, Predicate<String> kept, String... options)
      throws IOException, InterruptedException {
    return OtherJvm.run("nd4j", more, kept, options);
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
