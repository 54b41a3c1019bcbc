package org.causal4j.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.causal4j.core.kernel.spi.Availability;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Nd4jFilesTest {
  private static final String PLATFORM = "linux-x86_64";

  private static Nd4jFiles files(boolean cpu, String libraries, boolean blas, boolean cuda) {
    return new Nd4jFiles("1.0.0-M2.1", cpu, libraries, blas, cuda, PLATFORM);
  }

  private static String text(Availability availability) {
    return availability.toString();
  }

  @Test
  void onClassPath_here_areTheArtifactsOfTheTest() {
    Nd4jFiles files = Nd4jFiles.onClassPath();
    assertThat(files.version()).isEqualTo("1.0.0-M2.1");
    assertThat(files.cpu()).isTrue();
    assertThat(files.cuda()).isFalse();
    if (files.platform().equals(PLATFORM)) {
      assertThat(files.cpuLibraries()).isEqualTo(PLATFORM);
      assertThat(files.blasLibraries()).isTrue();
    }
  }

  @Test
  void of_filesInFolders_areSeenWithoutLoading(@TempDir Path folder) throws IOException {
    for (String name :
        new String[] {
          "nd4j-jcublas.properties",
          "org/nd4j/linalg/cpu/nativecpu/bindings/"
              + Nd4jFiles.onClassPath().platform()
              + "-avx2/"
              + System.mapLibraryName("jnind4jcpu")
        }) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.createFile(file);
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
      Nd4jFiles files = Nd4jFiles.of(loader);
      assertThat(files.cuda()).isTrue();
      assertThat(files.cpu()).isFalse();
      assertThat(files.cpuLibraries()).endsWith("-avx2");
      assertThat(files.version()).isEmpty();
    }
  }

  @Test
  void platform_namesOfJava_areThoseOfJavaCpp() {
    assertThat(Nd4jFiles.platform("Linux", "amd64")).isEqualTo(PLATFORM);
    assertThat(Nd4jFiles.platform("Mac OS X", "aarch64")).isEqualTo("macosx-arm64");
    assertThat(Nd4jFiles.platform("Windows 11", "amd64")).isEqualTo("windows-x86_64");
  }

  @Test
  void availability_nothingThere_namesTheArtifacts() {
    Nd4jFiles none = new Nd4jFiles("", false, "", false, false, PLATFORM);
    assertThat(none.availability(false, Map.of()))
        .isEqualTo(
            Availability.unavailable(
                "ND4J is not on the class path", "add org.nd4j:nd4j-api and org.nd4j:nd4j-native"));
    assertThat(text(files(false, "", false, false).availability(true, Map.of())))
        .contains("no native library of ND4J for linux-x86_64")
        .contains("add org.nd4j:nd4j-native:1.0.0-M2.1");
    assertThat(text(files(true, "", true, false).availability(true, Map.of())))
        .contains("with the classifier linux-x86_64");
    assertThat(text(files(true, PLATFORM, false, false).availability(true, Map.of())))
        .contains("add org.bytedeco:openblas");
  }

  @Test
  void availability_cpu_isAvailableWithItsBuild() {
    assertThat(files(true, "linux-x86_64-avx2", true, false).availability(true, Map.of()))
        .isEqualTo(Availability.available("CPU", "OpenBLAS, build linux-x86_64-avx2"));
  }

  @Test
  void availability_cudaAlone_needsADriver() {
    Nd4jFiles files = files(false, "", false, true);
    assertThat(files.availability(true, Map.of())).isEqualTo(Availability.available("CUDA", ""));
    assertThat(text(files.availability(false, Map.of())))
        .contains("no NVIDIA driver")
        .contains("put org.nd4j:nd4j-native:1.0.0-M2.1");
    assertThat(text(files.availability(false, Map.of("BACKEND_PRIORITY_CPU", "200"))))
        .as("there is no backend for the CPU to prefer")
        .contains("no NVIDIA driver");
  }

  @Test
  void availability_bothBackends_followThePriorities() {
    Nd4jFiles files = files(true, PLATFORM, true, true);
    assertThat(files.availability(true, Map.of())).isEqualTo(Availability.available("CUDA", ""));
    assertThat(text(files.availability(false, Map.of())))
        .contains("take nd4j-cuda off the class path")
        .contains("BACKEND_PRIORITY_CPU");
    for (boolean driver : new boolean[] {false, true}) {
      assertThat(files.availability(driver, Map.of("BACKEND_PRIORITY_CPU", "200")))
          .isEqualTo(Availability.available("CPU", "OpenBLAS, build linux-x86_64"));
    }
    assertThat(text(files.availability(false, Map.of("BACKEND_PRIORITY_CPU", "high"))))
        .contains("no NVIDIA driver");
  }
}
