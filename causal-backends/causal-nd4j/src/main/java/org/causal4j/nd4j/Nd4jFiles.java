package org.causal4j.nd4j;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.causal4j.core.kernel.spi.Availability;
import org.jspecify.annotations.Nullable;

/**
 * What the class path holds of ND4J, by the names of files in its jars; nothing is loaded.
 *
 * @param version of nd4j-api; empty if it is missing
 * @param cpu whether the backend for the CPU is there
 * @param cpuLibraries its native library: which build, as "linux-x86_64-avx2"; empty if it is
 *     missing
 * @param blasLibraries whether the native library of OpenBLAS is there
 * @param cuda whether the backend for CUDA is there
 * @param platform this machine's classifier, as linux-x86_64
 */
record Nd4jFiles(
    String version,
    boolean cpu,
    String cpuLibraries,
    boolean blasLibraries,
    boolean cuda,
    String platform) {
  /** The builds for a platform, best first. */
  private static final List<String> BUILDS =
      List.of("-onednn-avx512", "-avx512", "-onednn-avx2", "-avx2", "-onednn", "");

  /** What ND4J gives its backends if the environment does not say otherwise. */
  private static final int CPU_PRIORITY = 0;

  private static final int CUDA_PRIORITY = 100;

  static Nd4jFiles onClassPath() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return of(loader == null ? Nd4jFiles.class.getClassLoader() : loader);
  }

  static Nd4jFiles of(ClassLoader loader) {
    String platform =
        platform(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    String folder = "org/nd4j/linalg/cpu/nativecpu/bindings/";
    String library = System.mapLibraryName("jnind4jcpu");
    String build =
        BUILDS.stream()
            .map(b -> platform + b)
            .filter(b -> loader.getResource(folder + b + "/" + library) != null)
            .findFirst()
            .orElse("");
    String blas =
        "org/bytedeco/openblas/" + platform + "/" + System.mapLibraryName("jniopenblas_nolapack");
    return new Nd4jFiles(
        version(loader),
        loader.getResource("nd4j-native.properties") != null,
        build,
        loader.getResource(blas) != null,
        loader.getResource("nd4j-jcublas.properties") != null,
        platform);
  }

  private static String version(ClassLoader loader) {
    URL url = loader.getResource("META-INF/maven/org.nd4j/nd4j-api/pom.properties");
    if (url == null) {
      return "";
    }
    try (InputStream in = url.openStream()) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version", "");
    } catch (IOException e) {
      throw new UncheckedIOException("can't read " + url, e);
    }
  }

  /** JavaCPP's name of a platform. */
  static String platform(String system, String architecture) {
    String os =
        system.startsWith("Windows") ? "windows" : system.startsWith("Mac") ? "macosx" : "linux";
    String arch = architecture.toLowerCase(Locale.ROOT);
    return os + "-" + (arch.equals("amd64") ? "x86_64" : arch.equals("aarch64") ? "arm64" : arch);
  }

  /**
   * Whether ND4J can be loaded.
   *
   * @param driver whether there is a driver for NVIDIA devices
   * @param environment where ND4J looks for the priorities of its backends
   */
  Availability availability(boolean driver, Map<String, String> environment) {
    if (version.isEmpty()) {
      return Availability.unavailable(
          "ND4J is not on the class path", "add org.nd4j:nd4j-api and org.nd4j:nd4j-native");
    }
    boolean cudaFirst =
        priority(environment.get("BACKEND_PRIORITY_CPU"), CPU_PRIORITY)
            <= priority(environment.get("BACKEND_PRIORITY_GPU"), CUDA_PRIORITY);
    if (cuda && (cudaFirst || !cpu)) {
      if (driver) {
        return Availability.available("CUDA", "");
      }
      return Availability.unavailable(
          "the backend of ND4J for CUDA is on the class path, but there is no NVIDIA driver, or"
              + " CUDA_VISIBLE_DEVICES hides all devices",
          cpu
              ? "install the driver, or take nd4j-cuda off the class path, or set the environment"
                  + " variable BACKEND_PRIORITY_CPU to 200"
              : "install the driver, or put " + natives() + " on the class path instead");
    }
    if (!cpu || cpuLibraries.isEmpty()) {
      return Availability.unavailable(
          "no native library of ND4J for " + platform + " is on the class path",
          "add " + natives());
    }
    if (!blasLibraries) {
      return Availability.unavailable(
          "no native library of OpenBLAS for " + platform + " is on the class path",
          "add org.bytedeco:openblas and org.bytedeco:javacpp with the classifier " + platform);
    }
    return Availability.available("CPU", "OpenBLAS, build " + cpuLibraries);
  }

  private String natives() {
    return "org.nd4j:nd4j-native:" + version + ", without and with the classifier " + platform;
  }

  private static int priority(@Nullable String set, int otherwise) {
    try {
      return set == null ? otherwise : Integer.parseInt(set.trim());
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }
}
