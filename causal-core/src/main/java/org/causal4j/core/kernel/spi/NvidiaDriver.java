package org.causal4j.core.kernel.spi;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether a driver for NVIDIA devices is there, by looking for what it leaves in the file system:
 * nothing is loaded. A library of CUDA that is loaded without a driver can leave its classes dead
 * for the rest of the JVM's life, so providers ask here first.
 */
public final class NvidiaDriver {
  private static final List<String> TRACES =
      List.of(
          "proc/driver/nvidia/version",
          "dev/nvidiactl",
          // Linux inside Windows
          "usr/lib/wsl/lib/libcuda.so.1",
          "Windows/System32/nvcuda.dll");

  private NvidiaDriver() {}

  /** Whether there is a driver, and the environment does not hide all devices from this process. */
  public static boolean present() {
    String root = System.getProperty("os.name", "").startsWith("Windows") ? "C:\\" : "/";
    return present(Path.of(root), System.getenv());
  }

  static boolean present(Path root, Map<String, String> environment) {
    String visible = environment.get("CUDA_VISIBLE_DEVICES");
    if (visible != null && List.of("", "-1", "none").contains(clean(visible))) {
      return false;
    }
    return TRACES.stream().anyMatch(trace -> Files.exists(root.resolve(trace)));
  }

  private static String clean(String devices) {
    return devices.trim().toLowerCase(Locale.ROOT);
  }
}
