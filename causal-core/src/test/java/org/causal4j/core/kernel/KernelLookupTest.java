package org.causal4j.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.causal4j.core.kernel.spi.Availability;
import org.causal4j.core.kernel.spi.KernelBackend;
import org.causal4j.core.kernel.spi.KernelProvider;
import org.causal4j.core.kernel.spi.ScalarBackend;
import org.causal4j.core.kernel.spi.SparseKernel;
import org.causal4j.core.kernel.spi.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelLookupTest {
  private static final String PROPERTY = "causal4j.kernel";

  @TempDir private Path folder;

  /** Scalar Java under another name and with a higher rank. */
  public static class Fast implements KernelProvider {
    @Override
    public String version() {
      return "1.2";
    }

    @Override
    public String name() {
      return "fast";
    }

    @Override
    public int rank() {
      return 50;
    }

    @Override
    public Availability probe() {
      return Availability.available("test device", "test lanes");
    }

    @Override
    public KernelBackend open() {
      return new ScalarBackend();
    }
  }

  /** Says that something is missing. */
  public static class Missing extends Fast {
    @Override
    public String name() {
      return "missing";
    }

    @Override
    public int rank() {
      return 60;
    }

    @Override
    public Availability probe() {
      return Availability.unavailable("there is no such device", "plug one in");
    }
  }

  /** Says that it is available, and fails to link. */
  public static class Unlinked extends Fast {
    @Override
    public String name() {
      return "unlinked";
    }

    @Override
    public int rank() {
      return 70;
    }

    @Override
    public KernelBackend open() {
      throw new NoClassDefFoundError("some/native/Library");
    }
  }

  /** Multiplies wrongly. */
  public static class Wrong extends Fast {
    @Override
    public String name() {
      return "wrong";
    }

    @Override
    public int rank() {
      return 80;
    }

    @Override
    public KernelBackend open() {
      return new WrongBackend();
    }
  }

  private static final class WrongBackend implements KernelBackend {
    private final KernelBackend scalar = new ScalarBackend();

    @Override
    public SparseKernel sparse(int columns, int[] pointers, int[] indexes, float[] values) {
      return scalar.sparse(columns, pointers, indexes, values);
    }

    @Override
    public double dot(float[] a, int aOffset, float[] b, int bOffset, int n) {
      return scalar.dot(a, aOffset, b, bOffset, n);
    }

    @Override
    public void axpy(float alpha, float[] x, int xOffset, float[] y, int yOffset, int n) {
      scalar.axpy(alpha, x, xOffset, y, yOffset, n);
    }

    @Override
    public void gemm(
        Transpose transpose,
        int m,
        int n,
        int k,
        float alpha,
        float[] a,
        int aOffset,
        float[] b,
        int bOffset,
        float beta,
        float[] c,
        int cOffset,
        Workers workers) {
      scalar.gemm(transpose, m, n, k, alpha, a, aOffset, b, bOffset, beta, c, cOffset, workers);
      c[cOffset + m * n - 1] += 0.1f;
    }
  }

  // ---------------------------------------------------------------- the automatic choice

  @Test
  void automatic_nothingElse_isScalarAndSaysSo() throws Exception {
    Kernels kernels = with(List.of(), Kernels::automatic);
    assertThat(kernels.info().name()).isEqualTo("scalar");
    assertThat(kernels.info().reason()).isEqualTo("no other provider is on the class path");
    assertThat(kernels.describe()).hasSize(1);
    assertThat(kernels.threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
  }

  @Test
  void automatic_aProviderThatWorks_isTakenForItsRank() throws Exception {
    Kernels kernels = with(List.of(Fast.class.getName()), Kernels::automatic);
    assertThat(kernels.info())
        .isEqualTo(
            new KernelInfo(
                "fast",
                "1.2",
                "test device",
                "test lanes",
                "",
                true,
                "the highest rank on the class path, and it agrees with scalar Java",
                ""));
    assertThat(kernels.describe().get(1).reason())
        .isEqualTo("not tried: fast ranks higher and works");
  }

  @Test
  void automatic_providersThatFail_areSkippedWithReasonAndRemedy() throws Exception {
    Kernels kernels =
        with(
            List.of(
                Missing.class.getName(),
                Fast.class.getName(),
                Unlinked.class.getName(),
                "org.example.NotThere",
                Wrong.class.getName()),
            Kernels::automatic);
    assertThat(kernels.describe())
        .extracting(KernelInfo::name)
        .containsExactly(
            "fast", "(a provider that did not load)", "wrong", "unlinked", "missing", "scalar");
    assertThat(kernels.describe()).extracting(KernelInfo::chosen).containsOnlyOnce(true);
    assertThat(kernels.info().reason()).contains("next best after").contains("wrong");
    assertThat(kernels.describe().get(1).reason()).contains("org.example.NotThere");
    assertThat(kernels.describe().get(2).reason())
        .isEqualTo("self-test failed: dense product NONE differs from scalar Java");
    assertThat(kernels.describe().get(3).reason()).contains("some/native/Library");
    assertThat(kernels.describe().get(4).remedy()).isEqualTo("plug one in");
    assertThat(kernels.toString())
        .contains("* fast 1.2 on test device (test lanes)")
        .contains("  missing 1.2: there is no such device; plug one in");
  }

  @Test
  void automatic_onlyProvidersThatFail_fallsBackToScalar() throws Exception {
    Kernels kernels = with(List.of(Missing.class.getName()), Kernels::automatic);
    assertThat(kernels.info().name()).isEqualTo("scalar");
    assertThat(kernels.info().reason()).isEqualTo("the next best after missing");
    assertThat(kernels.dot(new float[] {2}, 0, new float[] {3}, 0, 1)).isEqualTo(6);
  }

  // ---------------------------------------------------------------- by name

  @Test
  void named_aProviderThatWorks_isTakenWhateverItsRank() throws Exception {
    Kernels kernels = with(List.of(Fast.class.getName()), () -> Kernels.named("scalar"));
    assertThat(kernels.info().name()).isEqualTo("scalar");
    assertThat(kernels.info().reason()).isEqualTo("asked for by name");
    assertThat(kernels.describe().get(1).reason()).isEqualTo("not asked for");
  }

  @Test
  void named_aProviderThatFails_saysWhyAndWhatToDo() {
    List<String> both = List.of(Missing.class.getName(), Unlinked.class.getName());
    assertThatThrownBy(() -> with(both, () -> Kernels.named("missing")))
        .isInstanceOfSatisfying(
            KernelUnavailableException.class,
            e -> {
              assertThat(e.kernel()).isEqualTo("missing");
              assertThat(e.reason()).isEqualTo("there is no such device");
              assertThat(e.remedy()).isEqualTo("plug one in");
              assertThat(e)
                  .hasMessage("kernel missing can't be used: there is no such device; plug one in");
            });
    assertThatThrownBy(() -> with(both, () -> Kernels.named("unlinked")))
        .isInstanceOf(KernelUnavailableException.class)
        .hasMessageContaining("some/native/Library");
  }

  @Test
  void named_anUnknownProvider_listsThoseThatAreThere() {
    assertThatThrownBy(() -> with(List.of(Fast.class.getName()), () -> Kernels.named("quick")))
        .isInstanceOf(KernelUnavailableException.class)
        .hasMessageContaining("kernel quick can't be used")
        .hasMessageContaining("[scalar, fast]")
        .hasMessageContaining("causal-simd holds vector");
    assertThatThrownBy(() -> with(List.of("org.example.NotThere"), () -> Kernels.named("quick")))
        .isInstanceOf(KernelUnavailableException.class)
        .hasMessageContaining("some did not load")
        .hasMessageContaining("org.example.NotThere");
  }

  // ---------------------------------------------------------------- by system property

  @Test
  void automatic_propertyNamesAProvider_takesItOrFails() throws Exception {
    List<String> both = List.of(Fast.class.getName(), Missing.class.getName());
    Kernels scalar = withProperty("scalar", () -> with(both, Kernels::automatic));
    assertThat(scalar.info().name()).isEqualTo("scalar");
    assertThat(scalar.info().reason()).isEqualTo("named by the system property causal4j.kernel");
    assertThatThrownBy(() -> withProperty("missing", () -> with(both, Kernels::automatic)))
        .isInstanceOf(KernelUnavailableException.class)
        .hasMessageContaining("plug one in");
    Kernels blank = withProperty(" ", () -> with(both, Kernels::automatic));
    assertThat(blank.info().name()).isEqualTo("fast");
  }

  private static <T> T withProperty(String value, Callable<T> body) throws Exception {
    String before = System.getProperty(PROPERTY);
    System.setProperty(PROPERTY, value);
    try {
      return body.call();
    } finally {
      if (before == null) {
        System.clearProperty(PROPERTY);
      } else {
        System.setProperty(PROPERTY, before);
      }
    }
  }

  /** Runs with these providers in the class loader of the thread. */
  private <T> T with(List<String> providers, Callable<T> body) throws Exception {
    Path services = Files.createTempDirectory(folder, "services");
    writeServices(services, providers);
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {services.toUri().toURL()}, KernelLookupTest.class.getClassLoader())) {
      Thread.currentThread().setContextClassLoader(loader);
      return body.call();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static void writeServices(Path root, List<String> providers) throws IOException {
    Path file = root.resolve("META-INF/services/" + KernelProvider.class.getName());
    Files.createDirectories(file.getParent());
    Files.write(file, providers);
  }
}
