package org.causal4j.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    List<String> all = new ArrayList<>(List.of(options));
    all.add("-Dai.djl.offline=true");
    return OtherJvm.run("pytorch", more, kept, all.toArray(String[]::new));
  }

  @Test
  void automatic_allThere_ranksAboveScalarJava() throws Exception {
    assertThat(run(List.of(), path -> true))
        .contains("* pytorch 2.7.1 (DJL 0.36.0) on CPU")
        .contains("scalar: not tried: pytorch ranks higher and works")
        .contains("named: * pytorch 2.7.1 (DJL 0.36.0) on CPU");
  }

  @Test
  void automatic_withoutAnyJarOfDjl_isScalarJava() throws Exception {
    assertThat(run(List.of(), path -> !path.replace(File.separatorChar, '/').contains("/ai/djl/")))
        .contains("* scalar on CPU (plain Java): the next best after pytorch")
        .contains("  pytorch: DJL's PyTorch engine is not on the class path; add ai.djl.pytorch")
        .contains("named: kernel pytorch can't be used: DJL's PyTorch engine is not on");
  }

  @Test
  void automatic_withoutNativeLibraries_isScalarJavaAndLoadsNothingFromOutside() throws Exception {
    assertThat(run(List.of(), path -> !path.contains("pytorch-native-cpu")))
        .contains("* scalar on CPU (plain Java): the next best after pytorch")
        .contains("  pytorch 2.7.1 (DJL 0.36.0): no native library of PyTorch 2.7.1 for ")
        .contains("named: kernel pytorch can't be used: no native library of PyTorch 2.7.1")
        .contains("add ai.djl.pytorch:pytorch-native-cpu:2.7.1 with the classifier ");
    assertThat(run(List.of(), path -> !path.contains("pytorch-jni")))
        .contains("add ai.djl.pytorch:pytorch-jni:2.7.1-0.36.0");
  }

  @Test
  void automatic_withCudaAndNoDevice_fallsBackWithoutANoise(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("native/lib/pytorch.properties");
    Files.createDirectories(file.getParent());
    String platform = PytorchFiles.onClassPath().platform();
    Files.writeString(file, "version=2.7.1\nflavor=cu128\nclassifier=" + platform + "\n");
    String output =
        run(
            List.of(folder),
            path -> !path.contains("pytorch-native-cpu"),
            "-Dslf4j.provider=" + PrintedLog.class.getName());
    assertThat(output.lines().filter(line -> line.startsWith("log: ")))
        .singleElement(InstanceOfAssertFactories.STRING)
        .startsWith("log: INFO kernel pytorch is not in use: ")
        .contains("no NVIDIA driver")
        .contains("; install the driver, or ");
    assertThat(output)
        .contains("* scalar on CPU (plain Java): the next best after pytorch")
        .contains("named: kernel pytorch can't be used: the native library of PyTorch on the class")
        .contains("install the driver, or put ai.djl.pytorch:pytorch-native-cpu:2.7.1")
        .doesNotContain("Exception")
        .doesNotContain("\tat ");
    assertThat(run(List.of(folder), path -> true)).contains("* pytorch 2.7.1 (DJL 0.36.0) on CPU");
  }

  @Test
  void automatic_propertyNamesPytorch_takesIt() throws Exception {
    assertThat(run(List.of(), path -> true, "-Dcausal4j.kernel=pytorch"))
        .contains("named by the system property causal4j.kernel; computes dense products");
  }
}
