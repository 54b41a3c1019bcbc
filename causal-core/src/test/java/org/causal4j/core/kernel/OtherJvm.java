package org.causal4j.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Chooses kernels in a JVM of its own, with another class path and no device. */
public final class OtherJvm {
  private OtherJvm() {}

  /** Prints the automatic choice, a product made with it, and what comes of naming a provider. */
  public static void main(String[] arguments) {
    Kernels kernels = Kernels.automatic();
    System.out.println(kernels);
    float[] c = new float[100 * 100];
    float[] ones = new float[100 * 100];
    Arrays.fill(ones, 1);
    kernels.gemm(Transpose.NONE, 100, 100, 100, 1, ones, ones, 0, c);
    System.out.println("product " + c[0] + " to " + c[9_999]);
    try {
      System.out.println("named: " + Kernels.named(arguments[0]).info());
    } catch (KernelUnavailableException e) {
      System.out.println("named: " + e.getMessage());
    }
  }

  /**
   * What {@link #main} prints.
   *
   * @param named the provider to name
   * @param more what comes after this JVM's class path
   * @param kept which entries of that stay
   * @param options those of the JVM
   */
  public static String run(String named, List<Path> more, Predicate<String> kept, String... options)
      throws IOException, InterruptedException {
    List<String> classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(kept)
            .collect(Collectors.toCollection(ArrayList::new));
    more.forEach(path -> classPath.add(path.toString()));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath)));
    command.addAll(List.of(OtherJvm.class.getName(), named));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CUDA_VISIBLE_DEVICES", "-1");
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("product 100.0 to 100.0");
    return output;
  }
}
