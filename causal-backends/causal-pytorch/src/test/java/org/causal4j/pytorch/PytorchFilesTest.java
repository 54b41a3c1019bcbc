package org.causal4j.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.causal4j.core.kernel.spi.Availability;
import org.junit.jupiter.api.Test;

class PytorchFilesTest {
  private static final String PLATFORM = "linux-x86_64";

  private static Properties properties(String... namesAndValues) {
    Properties properties = new Properties();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
    }
    return properties;
  }

  private static Properties natives(String flavor) {
    return properties(
        "version", "2.7.1-20250812", "flavor", flavor, "classifier", PLATFORM, "libraries", "a.so");
  }

  private static PytorchFiles files(Properties... natives) {
    return new PytorchFiles(
        properties("djl_version", "0.36.0", "pytorch_version", "2.7.1"),
        List.of(natives),
        List.of(properties("jni_version", "2.7.1-0.36.0")),
        PLATFORM);
  }

  private static String text(Availability availability) {
    return availability.toString();
  }

  @Test
  void onClassPath_here_areTheArtifactsOfTheTest() {
    PytorchFiles files = PytorchFiles.onClassPath();
    assertThat(files.version()).isEqualTo("2.7.1 (DJL 0.36.0)");
    assertThat(files.natives()).hasSize(1);
    assertThat(files.bridges()).hasSize(1);
  }

  @Test
  void platform_namesOfJava_areThoseOfDjl() {
    assertThat(PytorchFiles.platform("Linux", "amd64")).isEqualTo(PLATFORM);
    assertThat(PytorchFiles.platform("Mac OS X", "aarch64")).isEqualTo("osx-aarch64");
    assertThat(PytorchFiles.platform("Windows 11", "amd64")).isEqualTo("win-x86_64");
  }

  @Test
  void availability_aMissingPart_isNamed() {
    PytorchFiles none = new PytorchFiles(new Properties(), List.of(), List.of(), PLATFORM);
    assertThat(text(none.availability(true, true))).contains("add ai.djl.pytorch:pytorch-engine");
    PytorchFiles unbridged =
        new PytorchFiles(
            files().engine(),
            List.of(natives("cpu")),
            List.of(properties("jni_version", "2.5.1-0.36.0")),
            PLATFORM);
    assertThat(text(unbridged.availability(true, true)))
        .contains("add ai.djl.pytorch:pytorch-jni:2.7.1-0.36.0");
    assertThat(text(files().availability(false, true)))
        .contains("no native library of PyTorch 2.7.1 for linux-x86_64")
        .contains("pytorch-native-cpu:2.7.1 with the classifier linux-x86_64")
        .contains("PYTORCH_LIBRARY_PATH");
  }

  @Test
  void availability_librariesThatDoNotFit_areNotCounted() {
    List<Properties> misfits = new ArrayList<>();
    for (String name : new String[] {"classifier", "version", "placeholder"}) {
      Properties misfit = natives("cpu");
      misfit.setProperty(name, "other");
      misfits.add(misfit);
    }
    for (Properties misfit : misfits) {
      assertThat(text(files(misfit).availability(false, false))).contains("no native library");
    }
  }

  @Test
  void availability_librariesOfTheCpuOrInstalled_areAvailable() {
    Availability.Available cpu = new Availability.Available("CPU", "chosen by PyTorch");
    for (String flavor : new String[] {"cpu", "cpu-precxx11"}) {
      assertThat(files(natives(flavor)).availability(false, false)).isEqualTo(cpu);
      assertThat(files(natives(flavor)).availability(false, true)).isEqualTo(cpu);
    }
    assertThat(files().availability(true, false))
        .isEqualTo(Availability.available("CPU", "as installed"));
  }

  @Test
  void availability_librariesOfCuda_needADriverOrThoseOfTheCpu() {
    Availability.Available cuda = new Availability.Available("CUDA", "");
    assertThat(files(natives("cu128")).availability(false, true)).isEqualTo(cuda);
    assertThat(files(natives("cpu"), natives("cu128")).availability(false, true)).isEqualTo(cuda);
    assertThat(files(natives("cpu"), natives("cu128")).availability(false, false))
        .isEqualTo(Availability.available("CPU", "chosen by PyTorch"));
    assertThat(text(files(natives("cu128")).availability(false, false)))
        .contains("no NVIDIA driver")
        .contains("install the driver, or put ai.djl.pytorch:pytorch-native-cpu:2.7.1");
  }
}
