package org.causal4j.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.causal4j.core.kernel.KernelInfo;
import org.causal4j.core.kernel.KernelProviderContract;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.Transpose;
import org.causal4j.core.kernel.spi.KernelProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class PytorchProviderTest implements KernelProviderContract {
  @Override
  public KernelProvider provider() {
    return new PytorchProvider();
  }

  @Test
  void named_byName_saysVersionDeviceAndWhatIsLeftToScalarJava() {
    KernelInfo info = Kernels.named("pytorch").info();
    assertThat(info.version()).isEqualTo("2.7.1 (DJL 0.36.0)");
    assertThat(info.device()).isEqualTo("CPU");
    assertThat(info.scope())
        .isEqualTo(
            "computes dense products, leaves the rest to plain Java;"
                + " the bits of a row may depend on the rows beside it");
  }

  @Test
  void rank_asMeasured_isBetweenScalarJavaAndVectors() {
    assertThat(provider().rank()).isBetween(1, 99);
  }

  @Test
  void open_pytorch_isToldToUseOneThread() {
    new PytorchProvider().open();
    assertThat(JniUtils.getNumThreads()).isEqualTo(1);
  }

  /** OpenMP's threads take over the name of the thread that starts them. */
  @Test
  void gemm_oneThread_startsNoOtherInTheLibrary() throws Exception {
    Path tasks = Path.of("/proc/self/task");
    Assumptions.assumeTrue(Files.isDirectory(tasks), "no /proc");
    FutureTask<Long> body =
        new FutureTask<>(
            () -> {
              int n = 700;
              Kernels kernels = Kernels.named("pytorch").withThreads(1);
              float[] ones = new float[n * n];
              Arrays.fill(ones, 1);
              kernels.gemm(Transpose.NONE, n, n, n, 1, ones, ones, 0, new float[n * n]);
              return named(tasks, "budget-probe");
            });
    Thread thread = new Thread(body, "budget-probe");
    thread.start();
    assertThat(body.get()).isEqualTo(1);
  }

  private static long named(Path tasks, String name) throws IOException {
    long found = 0;
    List<Path> all;
    try (Stream<Path> folders = Files.list(tasks)) {
      all = folders.toList();
    }
    for (Path task : all) {
      try {
        found += Files.readString(task.resolve("comm")).strip().equals(name) ? 1 : 0;
      } catch (IOException e) {
        // the thread has ended
        continue;
      }
    }
    return found;
  }
}
