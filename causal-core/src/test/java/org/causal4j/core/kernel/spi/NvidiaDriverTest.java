package org.causal4j.core.kernel.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NvidiaDriverTest {
  @TempDir private Path root;

  @Test
  void present_noTrace_isFalse() {
    assertThat(NvidiaDriver.present(root, Map.of())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "proc/driver/nvidia/version",
        "dev/nvidiactl",
        "usr/lib/wsl/lib/libcuda.so.1",
        "Windows/System32/nvcuda.dll"
      })
  void present_aTrace_isTrueUnlessDevicesAreHidden(String trace) throws IOException {
    Path file = root.resolve(trace);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
    assertThat(NvidiaDriver.present(root, Map.of())).isTrue();
    assertThat(NvidiaDriver.present(root, Map.of("CUDA_VISIBLE_DEVICES", "0"))).isTrue();
    assertThat(NvidiaDriver.present(root, Map.of("CUDA_VISIBLE_DEVICES", ""))).isFalse();
    assertThat(NvidiaDriver.present(root, Map.of("CUDA_VISIBLE_DEVICES", " -1 "))).isFalse();
    assertThat(NvidiaDriver.present(root, Map.of("CUDA_VISIBLE_DEVICES", "None"))).isFalse();
  }
}
