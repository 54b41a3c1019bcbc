package org.causal4j.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.causal4j.core.kernel.OtherJvm;
import org.junit.jupiter.api.Test;

/** A JVM of its own, started without {@code --add-modules jdk.incubator.vector}. */
class WithoutTheModuleTest {
  @Test
  void automatic_withoutTheModule_fallsBackAndNamesTheFlag()
      throws IOException, InterruptedException {
    assertThat(OtherJvm.run("vector", List.of(), path -> true))
        .contains("* scalar on CPU (plain Java): the next best after vector")
        .contains(
            "  vector: the JVM runs without the module jdk.incubator.vector;"
                + " run with --add-modules jdk.incubator.vector")
        .contains("named: kernel vector can't be used: the JVM runs without the module");
  }
}
