package org.causal4j.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.causal4j.core.kernel.KernelUnavailableException;
import org.causal4j.core.kernel.Kernels;
import org.junit.jupiter.api.Test;

/** A JVM of its own, started without {@code --add-modules jdk.incubator.vector}. */
class WithoutTheModuleTest {
  /** What such a JVM runs. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) {
      System.out.println(Kernels.automatic());
      try {
        Kernels.named("vector");
      } catch (KernelUnavailableException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void automatic_withoutTheModule_fallsBackAndNamesTheFlag()
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output)
        .contains("* scalar on CPU (plain Java): the next best after vector")
        .contains(
            "  vector: the JVM runs without the module jdk.incubator.vector;"
                + " run with --add-modules jdk.incubator.vector")
        .contains("kernel vector can't be used: the JVM runs without the module");
  }
}
