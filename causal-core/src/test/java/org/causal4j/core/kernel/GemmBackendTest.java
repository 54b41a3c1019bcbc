package org.causal4j.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.FloatBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.causal4j.core.kernel.spi.Availability;
import org.causal4j.core.kernel.spi.Capabilities;
import org.causal4j.core.kernel.spi.GemmBackend;
import org.causal4j.core.kernel.spi.KernelBackend;
import org.causal4j.core.kernel.spi.KernelProvider;
import org.causal4j.core.kernel.spi.ScalarBackend;
import org.causal4j.core.kernel.spi.Workers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The base of native backends, over a library that is plain Java. */
class GemmBackendTest implements KernelProviderContract {
  /** A matrix of the library; it belongs to the test to count them. */
  private static final class Matrix {
    final float[] values;

    Matrix(float[] values) {
      this.values = values;
    }
  }

  private static final class Library extends GemmBackend<Matrix> {
    final Set<Matrix> held = ConcurrentHashMap.newKeySet();
    final AtomicInteger loaded = new AtomicInteger();
    final AtomicInteger calls = new AtomicInteger();
    final ScalarBackend scalar = new ScalarBackend();
    boolean broken;

    Library(long least, int reuse, int maxBlocks) {
      super(least, reuse, maxBlocks);
    }

    @Override
    protected Matrix load(FloatBuffer values, int rows, int columns) {
      assertThat(values.remaining()).isEqualTo(rows * columns);
      float[] copy = new float[rows * columns];
      values.get(copy);
      Matrix matrix = new Matrix(copy);
      held.add(matrix);
      loaded.incrementAndGet();
      return matrix;
    }

    @Override
    protected void multiply(
        Matrix a,
        boolean transposeA,
        Matrix b,
        boolean transposeB,
        int m,
        int n,
        Consumer<FloatBuffer> result) {
      calls.incrementAndGet();
      if (broken) {
        throw new IllegalStateException("the library failed");
      }
      assertThat(held).contains(a, b);
      Transpose transpose =
          transposeA ? Transpose.LEFT : transposeB ? Transpose.RIGHT : Transpose.NONE;
      int k = a.values.length / m;
      float[] c = new float[m * n];
      Workers one = new Workers(1);
      scalar.gemm(transpose, m, n, k, 1, a.values, 0, b.values, 0, 0, c, 0, one);
      result.accept(FloatBuffer.wrap(c).asReadOnlyBuffer());
    }

    @Override
    protected void release(Matrix matrix) {
      assertThat(held.remove(matrix)).isTrue();
    }
  }

  @Override
  public KernelProvider provider() {
    return new KernelProvider() {
      @Override
      public String name() {
        return "library";
      }

      @Override
      public int rank() {
        return 10;
      }

      @Override
      public Availability probe() {
        return Availability.available("CPU", "");
      }

      @Override
      public KernelBackend open() {
        return new Library(0, 0, 64);
      }
    };
  }

  private static void run(Library library, Transpose transpose, int m, int n, int k) {
    float[] a = KernelCases.numbers(m * k, 1);
    float[] b = KernelCases.numbers(k * n, 2);
    float[] c = new float[m * n];
    library.gemm(transpose, m, n, k, 1, a, 0, b, 0, 0, c, 0, new Workers(2));
  }

  @ParameterizedTest
  @EnumSource(Transpose.class)
  void gemm_longOrWide_isCutIntoBlocksAndSharesTheOtherOperand(Transpose transpose) {
    for (int[] mn : new int[][] {{700, 400}, {400, 700}}) {
      Library library = new Library(0, 0, 64);
      run(library, transpose, mn[0], mn[1], 200);
      assertThat(library.calls).hasValue(3);
      assertThat(library.loaded).hasValue(4);
      assertThat(library.held).isEmpty();
    }
  }

  @Test
  void gemm_blocks_areBoundedBySizeAndByTheLibrary() {
    Library small = new Library(0, 0, 64);
    run(small, Transpose.NONE, 127, 100, 2_000);
    assertThat(small.calls).as("two blocks would be narrower than 64 rows").hasValue(1);
    Library device = new Library(0, 0, 1);
    run(device, Transpose.NONE, 700, 400, 200);
    assertThat(device.calls).hasValue(1);
  }

  @Test
  void gemm_smallOrWithoutReuse_isLeftToScalarJava() {
    Library library = new Library(GemmBackend.LARGEST_LEAST, 8, 64);
    run(library, Transpose.NONE, 32, 32, 63);
    run(library, Transpose.NONE, 4_096, 1, 100);
    run(library, Transpose.NONE, 50, 50, 0);
    assertThat(library.calls).hasValue(0);
    run(library, Transpose.NONE, 32, 32, 64);
    assertThat(library.calls).hasValue(1);
  }

  @Test
  void gemm_libraryFails_throwsAndGivesTheMemoryBack() {
    Library library = new Library(0, 0, 64);
    library.broken = true;
    assertThatThrownBy(() -> run(library, Transpose.NONE, 700, 400, 200))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the library failed");
    assertThat(library.held).isEmpty();
  }

  @Test
  void scope_denseProductsOnly_saysWhatIsLeftAndWhatIsNotPromised() {
    assertThat(new Library(0, 0, 1).capabilities().scope())
        .isEqualTo(
            "computes dense products, leaves the rest to plain Java;"
                + " the bits of a row may depend on the rows beside it");
    assertThat(Capabilities.everything().scope()).isEmpty();
    assertThat(new Capabilities(Set.of(), true).scope())
        .isEqualTo("computes nothing, leaves the rest to plain Java");
  }

  @Test
  void new_bounds_areChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Library(GemmBackend.LARGEST_LEAST + 1, 0, 1))
        .withMessageContaining("least: 65537");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Library(0, 9, 1))
        .withMessageContaining("reuse: 9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Library(0, 0, 0))
        .withMessageContaining("maxBlocks: 0");
  }
}
