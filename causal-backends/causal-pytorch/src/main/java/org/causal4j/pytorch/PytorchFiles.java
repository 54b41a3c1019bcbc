package org.causal4j.pytorch;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.causal4j.core.kernel.spi.Availability;

/**
 * What the class path holds of PyTorch, by the files of properties in DJL's jars. They are read as
 * DJL reads them, but before it does: where something is missing, DJL would download it.
 *
 * @param engine of the jar pytorch-engine; empty if it is missing
 * @param natives one for each jar pytorch-native-…
 * @param bridges of the jars pytorch-jni
 * @param platform this machine's classifier, as linux-x86_64
 */
record PytorchFiles(
    Properties engine, List<Properties> natives, List<Properties> bridges, String platform) {

  static PytorchFiles onClassPath() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return of(loader == null ? PytorchFiles.class.getClassLoader() : loader);
  }

  static PytorchFiles of(ClassLoader loader) {
    List<Properties> engines = read(loader, "pytorch-engine.properties");
    return new PytorchFiles(
        engines.isEmpty() ? new Properties() : engines.get(0),
        read(loader, "native/lib/pytorch.properties"),
        read(loader, "jnilib/pytorch.properties"),
        platform(System.getProperty("os.name", ""), System.getProperty("os.arch", "")));
  }

  private static List<Properties> read(ClassLoader loader, String name) {
    try {
      List<Properties> found = new ArrayList<>();
      for (URL url : Collections.list(loader.getResources(name))) {
        Properties properties = new Properties();
        try (InputStream in = url.openStream()) {
          properties.load(in);
        }
        found.add(properties);
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + name + " on the class path", e);
    }
  }

  /** DJL's name of a platform. */
  static String platform(String system, String architecture) {
    String os = system.startsWith("Windows") ? "win" : system.startsWith("Mac") ? "osx" : "linux";
    String arch = architecture.toLowerCase(Locale.ROOT);
    return os + "-" + (arch.equals("amd64") ? "x86_64" : arch);
  }

  /** As "2.7.1 (DJL 0.36.0)"; empty without the engine. */
  String version() {
    String djl = engine.getProperty("djl_version", "");
    return djl.isEmpty() ? "" : pytorch() + " (DJL " + djl + ")";
  }

  private String pytorch() {
    return engine.getProperty("pytorch_version", "");
  }

  /**
   * Whether PyTorch can be loaded.
   *
   * @param installed whether the user named an installed PyTorch
   * @param driver whether there is a driver for NVIDIA devices
   */
  Availability availability(boolean installed, boolean driver) {
    if (version().isEmpty()) {
      return Availability.unavailable(
          "DJL's PyTorch engine is not on the class path", "add ai.djl.pytorch:pytorch-engine");
    }
    String bridge = pytorch() + "-" + engine.getProperty("djl_version");
    if (bridges.stream().noneMatch(p -> bridge.equals(p.getProperty("jni_version")))) {
      return Availability.unavailable(
          "DJL's bridge to PyTorch is not on the class path, or is of another version",
          "add ai.djl.pytorch:pytorch-jni:" + bridge);
    }
    if (installed) {
      return Availability.available(driver ? "CPU or CUDA" : "CPU", "as installed");
    }
    String cpu =
        "ai.djl.pytorch:pytorch-native-cpu:" + pytorch() + " with the classifier " + platform;
    List<String> flavors =
        natives.stream()
            .filter(p -> p.getProperty("placeholder") == null)
            .filter(p -> platform.equals(p.getProperty("classifier")))
            .filter(p -> p.getProperty("version", "").startsWith(pytorch()))
            .map(p -> p.getProperty("flavor", ""))
            .toList();
    boolean cuda = flavors.stream().anyMatch(f -> f.startsWith("cu"));
    if (cuda && driver) {
      return Availability.available("CUDA", "");
    }
    if (flavors.stream().anyMatch(f -> f.startsWith("cpu"))) {
      return Availability.available("CPU", "chosen by PyTorch");
    }
    if (cuda) {
      return Availability.unavailable(
          "the native library of PyTorch on the class path is one for CUDA, but there is no NVIDIA"
              + " driver, or CUDA_VISIBLE_DEVICES hides all devices",
          "install the driver, or put " + cpu + " on the class path instead");
    }
    return Availability.unavailable(
        "no native library of PyTorch " + pytorch() + " for " + platform + " is on the class path",
        "add " + cpu + ", or set PYTORCH_LIBRARY_PATH to an installed PyTorch of that version");
  }
}
