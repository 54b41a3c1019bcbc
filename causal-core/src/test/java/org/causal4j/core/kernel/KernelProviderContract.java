package org.causal4j.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.causal4j.core.kernel.KernelCases.assertClose;
import static org.causal4j.core.kernel.KernelCases.assertSameKind;
import static org.causal4j.core.kernel.KernelCases.assertSparse;
import static org.causal4j.core.kernel.KernelCases.extremes;
import static org.causal4j.core.kernel.KernelCases.identity;
import static org.causal4j.core.kernel.KernelCases.numbers;
import static org.causal4j.core.kernel.KernelCases.raggedMatrix;
import static org.causal4j.core.kernel.KernelCases.randomMatrix;
import static org.causal4j.core.kernel.KernelCases.tolerance;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.spi.Availability;
import org.causal4j.core.matrix.CsrMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The parity kit: what every provider of kernels promises, against sums in double precision and
 * against scalar Java. Implement {@link #provider()} and inherit the tests.
 *
 * <p>A sum may be off by the rounding of its terms in any order: its number of terms times 2⁻²³
 * times the sum of their absolute values.
 */
public interface KernelProviderContract
    extends ElementwiseKernelContract, SparseLayoutContract, CapabilitiesContract {
  /** Around the lengths of vectors of 4, 8 and 16 lanes, and of tiles of several vectors. */
  int[] SIZES = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 100, 127, 129, 257};

  // ---------------------------------------------------------------- the provider

  @Test
  default void probe_here_isAvailableWithItsDevice() {
    assertThat(provider().probe())
        .isInstanceOfSatisfying(
            Availability.Available.class, yes -> assertThat(yes.device()).isNotBlank());
  }

  @Test
  default void name_ofProvider_isInLowerCase() {
    assertThat(provider().name()).matches("[a-z][a-z0-9-]*");
    assertThat(provider().rank()).isNotNegative();
  }

  @Test
  default void open_backend_passesTheSelfTest() {
    assertThat(SelfTest.fault(provider().open())).isEmpty();
  }

  // ---------------------------------------------------------------- sparse products

  @ParameterizedTest
  @ValueSource(
      ints = {1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 32, 33, 48, 63, 64, 65, 96, 100, 128, 129, 192, 257})
  default void multiply_anyWidth_agreesWithDoublePrecision(int width) {
    CsrMatrix a = raggedMatrix(width);
    float[] x = numbers(a.columns() * width, width + 1);
    float[] before = numbers(a.rows() * width, width + 2);
    float[] y = before.clone();
    SparseOperator operator = kernels(1).sparse(a);
    operator.multiply(x, width, y);
    assertSparse(a, 1, x, width, new float[before.length], y);

    y = before.clone();
    operator.multiplyAdd(-0.75f, x, width, y);
    assertSparse(a, -0.75f, x, width, before, y);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 16, 17, 64, 100})
  default void multiply_yFullOfNaN_isOverwritten(int width) {
    CsrMatrix a = raggedMatrix(5);
    float[] y = new float[a.rows() * width];
    Arrays.fill(y, Float.NaN);
    kernels(1).sparse(a).multiply(numbers(a.columns() * width, 6), width, y);
    assertThat(y).doesNotContain(Float.NaN);
    assertThat(a.rowLength(0)).isZero();
    assertThat(Arrays.copyOf(y, width)).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 15, 16, 17, 33, 63, 64, 65, 100, 257})
  default void multiplyRows_someRows_haveTheBitsOfTheWholeProduct(int width) {
    CsrMatrix a = raggedMatrix(width);
    float[] x = numbers(a.columns() * width, 8);
    SparseOperator operator = kernels(1).sparse(a);
    float[] whole = new float[a.rows() * width];
    operator.multiply(x, width, whole);
    int[] chosen = {0, 1, 4, 5, a.rows() - 2, a.rows() - 1};
    float[] some = new float[whole.length];
    Arrays.fill(some, 7);
    operator.multiplyRows(chosen, x, width, some);
    for (int r = 0; r < a.rows(); r++) {
      float[] row = Arrays.copyOfRange(some, r * width, (r + 1) * width);
      if (Arrays.binarySearch(chosen, r) >= 0) {
        assertThat(row).isEqualTo(Arrays.copyOfRange(whole, r * width, (r + 1) * width));
      } else {
        assertThat(row).containsOnly(7);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 16, 33, 64, 100})
  default void multiplyColumns_zerosElsewhere_agreesWithTheWholeProduct(int width) {
    CsrMatrix a = raggedMatrix(width);
    int[] chosen = {0, 2, 3, a.columns() - 1};
    float[] x = new float[a.columns() * width];
    float[] numbers = numbers(x.length, 8);
    for (int row : chosen) {
      System.arraycopy(numbers, row * width, x, row * width, width);
    }
    float[] one = numbers(a.rows() * width, 3);
    kernels(1).sparse(a).multiplyColumns(chosen, x, width, one);
    assertSparse(a, 1, x, width, new float[one.length], one);
    for (int threads : new int[] {2, 4}) {
      float[] more = numbers(one.length, 4);
      kernels(threads).sparse(a).multiplyColumns(chosen, x, width, more);
      assertThat(more).isEqualTo(one);
    }
    kernels(1).sparse(a).multiplyColumns(new int[0], new float[x.length], width, one);
    assertThat(one).containsOnly(0);
    org.assertj.core.api.Assertions.assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                kernels(1)
                    .sparse(a)
                    .multiplyColumns(new int[] {2, 2}, x, width, new float[one.length]));
  }

  @Test
  default void multiply_emptyMatrices_writeZerosOrNothing() {
    CsrMatrix noRows = CsrMatrix.ofEntries(0, 3, new int[0], new int[0], new float[0]);
    kernels(2).sparse(noRows).multiply(new float[3 * 64], 64, new float[0]);
    kernels(2).sparse(noRows).multiplyRows(new int[0], new float[3 * 64], 64, new float[0]);
    CsrMatrix noEntries = CsrMatrix.ofEntries(3, 0, new int[0], new int[0], new float[0]);
    float[] y = numbers(3 * 64, 1);
    float[] before = y.clone();
    kernels(2).sparse(noEntries).multiplyAdd(2, new float[0], 64, y);
    assertThat(y).isEqualTo(before);
    kernels(2).sparse(noEntries).multiply(new float[0], 64, y);
    assertThat(y).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 15, 17, 64, 65, 257})
  default void multiply_extremeValues_areOfTheSameKindAsInScalarJava(int width) {
    float[] extremes = extremes();
    int n = extremes.length;
    // each row pairs one extreme value with each column of x: denormals, overflow, zeros, NaN
    CsrMatrix a = CsrMatrix.ofEntries(n, n, identity(n), identity(n), extremes);
    float[] x = new float[n * width];
    for (int i = 0; i < x.length; i++) {
      x[i] = extremes[(i / width + i % width) % n];
    }
    float[] got = new float[x.length];
    float[] want = new float[x.length];
    kernels(1).sparse(a).multiply(x, width, got);
    Kernels.scalar().withThreads(1).sparse(a).multiply(x, width, want);
    assertSameKind(got, want);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 16, 64, 100})
  default void multiply_oneNaN_reachesItsColumnOnly(int width) {
    CsrMatrix a = raggedMatrix(9);
    float[] x = numbers(a.columns() * width, 10);
    int column = a.column(a.rowStart(a.rows() - 1));
    x[column * width + 3] = Float.NaN;
    float[] y = new float[a.rows() * width];
    kernels(1).sparse(a).multiply(x, width, y);
    for (int i = 0; i < y.length; i++) {
      assertThat(Float.isNaN(y[i])).isEqualTo(i % width == 3 && a.contains(i / width, column));
    }
  }

  @Test
  default void multiply_oneTwoOrFourThreads_givesTheSameBits() {
    CsrMatrix a = randomMatrix(3_001, 1_999, 60_000, 11);
    int[] chosen = IntStream.range(0, a.rows()).filter(r -> r % 3 != 1).toArray();
    for (int width : new int[] {7, 64, 100}) {
      float[] x = numbers(a.columns() * width, 12);
      float[] one = numbers(a.rows() * width, 13);
      float[] someOne = one.clone();
      float[] before = one.clone();
      kernels(1).sparse(a).multiplyAdd(0.3f, x, width, one);
      kernels(1).sparse(a).multiplyRows(chosen, x, width, someOne);
      for (int threads : new int[] {2, 4}) {
        float[] more = before.clone();
        kernels(threads).sparse(a).multiplyAdd(0.3f, x, width, more);
        assertThat(Arrays.equals(more, one)).isTrue();
        float[] someMore = before.clone();
        kernels(threads).sparse(a).multiplyRows(chosen, x, width, someMore);
        assertThat(Arrays.equals(someMore, someOne)).isTrue();
      }
    }
  }

  // ---------------------------------------------------------------- dense products

  @ParameterizedTest
  @EnumSource(Transpose.class)
  default void gemm_anyShape_agreesWithDoublePrecision(Transpose transpose) {
    for (int size : SIZES) {
      for (int[] mnk :
          new int[][] {{size, 33, 17}, {5, size, 65}, {7, 16, size}, {1, size, 64}, {size, 1, 3}}) {
        checkGemm(transpose, mnk[0], mnk[1], mnk[2], 1, 0);
        checkGemm(transpose, mnk[0], mnk[1], mnk[2], -1.5f, 1);
        checkGemm(transpose, mnk[0], mnk[1], mnk[2], 0.5f, 0.25f);
      }
    }
    checkGemm(transpose, 401, 67, 300, 1, 1);
    checkGemm(transpose, 97, 1030, 31, 1, 0);
    checkGemm(transpose, 3, 5, 1_025, 2, 0.5f);
  }

  /** With offsets into longer arrays, and a C that must not be read where beta is 0. */
  private void checkGemm(Transpose transpose, int m, int n, int k, float alpha, float beta) {
    String label = transpose + " " + m + " " + n + " " + k + " " + alpha + " " + beta;
    float[] a = numbers(m * k + 9, m);
    float[] b = numbers(k * n + 6, n + 1);
    float[] before = numbers(m * n + 11, k + 2);
    float[] c = before.clone();
    if (beta == 0) {
      Arrays.fill(c, 4, 4 + m * n, Float.NaN);
    }
    kernels(1).gemm(transpose, m, n, k, alpha, a, 5, b, 3, beta, c, 4);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double start = beta == 0 ? 0 : (double) beta * before[4 + i * n + j];
        double sum = start;
        double size = Math.abs(start);
        for (int p = 0; p < k; p++) {
          double left = a[5 + (transpose == Transpose.LEFT ? p * m + i : i * k + p)];
          double right = b[3 + (transpose == Transpose.RIGHT ? j * k + p : p * n + j)];
          sum += alpha * left * right;
          size += Math.abs(alpha * left * right);
        }
        assertClose(label, c[4 + i * n + j], sum, tolerance(k + 3, size));
      }
    }
    for (int outside : new int[] {0, 1, 2, 3, 4 + m * n, 10 + m * n}) {
      assertThat(c[outside]).as(label).isEqualTo(before[outside]);
    }
  }

  @ParameterizedTest
  @EnumSource(Transpose.class)
  default void gemm_noTerms_scalesC(Transpose transpose) {
    float[] c = {2, Float.NaN, 4, 5};
    kernels(1).gemm(transpose, 2, 2, 0, 1, new float[0], new float[0], 0, c);
    assertThat(c).containsExactly(0, 0, 0, 0);
    float[] scaled = {2, 3, 4, 5};
    kernels(1).gemm(transpose, 2, 2, 0, 1, new float[0], new float[0], 2, scaled);
    assertThat(scaled).containsExactly(4, 6, 8, 10);
    kernels(1).gemm(transpose, 0, 3, 2, 1, new float[0], new float[6], 0, new float[0]);
    kernels(1).gemm(transpose, 3, 0, 2, 1, new float[6], new float[0], 0, new float[0]);
  }

  @ParameterizedTest
  @EnumSource(Transpose.class)
  default void gemm_extremeValues_areOfTheSameKindAsInScalarJava(Transpose transpose) {
    float[] extremes = extremes();
    int n = extremes.length;
    float[] got = new float[n * n];
    float[] want = new float[n * n];
    kernels(1).gemm(transpose, n, n, 1, 1, extremes, extremes, 0, got);
    Kernels.scalar().withThreads(1).gemm(transpose, n, n, 1, 1, extremes, extremes, 0, want);
    assertSameKind(got, want);
  }

  @ParameterizedTest
  @EnumSource(Transpose.class)
  default void gemm_NaNAndInfinity_reachTheirRowAndColumnOnly(Transpose transpose) {
    int m = 19;
    int n = 37;
    int k = 13;
    float[] a = numbers(m * k, 14);
    float[] b = numbers(k * n, 15);
    // row 18 of op(A) and column 36 of op(B): the last of each
    a[transpose == Transpose.LEFT ? 5 * m + 18 : 18 * k + 5] = Float.NaN;
    b[transpose == Transpose.RIGHT ? 36 * k + 7 : 7 * n + 36] = Float.POSITIVE_INFINITY;
    float[] c = new float[m * n];
    kernels(1).gemm(transpose, m, n, k, 1, a, b, 0, c);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        float value = c[i * n + j];
        assertThat(Float.isNaN(value)).isEqualTo(i == 18);
        assertThat(Float.isInfinite(value)).isEqualTo(i != 18 && j == 36);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Transpose.class)
  default void gemm_oneTwoOrFourThreads_givesTheSameBits(Transpose transpose) {
    // the last two are long enough to be cut into blocks
    int[][] shapes = {
      {130, 257, 65}, {1, 5_000, 64}, {801, 3, 100}, {400, 260, 350}, {90, 2_001, 200}
    };
    for (int[] mnk : shapes) {
      int m = mnk[0];
      int n = mnk[1];
      int k = mnk[2];
      float[] a = numbers(m * k, 16);
      float[] b = numbers(k * n, 17);
      float[] before = numbers(m * n, 18);
      float[] one = before.clone();
      kernels(1).gemm(transpose, m, n, k, 1.25f, a, b, 0.5f, one);
      float[] scalar = before.clone();
      Kernels.scalar().gemm(transpose, m, n, k, 1.25f, a, b, 0.5f, scalar);
      for (int i = 0; i < one.length; i++) {
        // a term is below 1.25
        assertClose("value " + i, one[i], scalar[i], tolerance(2 * k, 1.25 * k));
      }
      for (int threads : new int[] {2, 4}) {
        float[] more = before.clone();
        kernels(threads).gemm(transpose, m, n, k, 1.25f, a, b, 0.5f, more);
        assertThat(Arrays.equals(more, one)).isTrue();
      }
    }
  }

  /** A user's scores must not depend on the users that are scored beside him. */
  @ParameterizedTest
  @EnumSource(Transpose.class)
  default void gemm_rowAlone_hasTheBitsThatArePromised(Transpose transpose) {
    int m = 21;
    int n = 301;
    int k = 300;
    float[] a = numbers(m * k, 31);
    float[] b = numbers(k * n, 32);
    float[] all = new float[m * n];
    kernels(2).gemm(transpose, m, n, k, 1, a, b, 0, all);
    boolean promised = provider().open().capabilities().rowsAlone();
    for (int i = 0; i < m; i++) {
      float[] row = new float[k];
      for (int p = 0; p < k; p++) {
        row[p] = a[transpose == Transpose.LEFT ? p * m + i : i * k + p];
      }
      float[] alone = new float[n];
      kernels(2).gemm(transpose, 1, n, k, 1, row, b, 0, alone);
      for (int j = 0; j < n; j++) {
        // |a b| < 1, so the size of a sum is below k
        assertClose("row " + i, alone[j], all[i * n + j], promised ? 0 : tolerance(2 * k, k));
      }
    }
  }

  // ---------------------------------------------------------------- top-k

  @Test
  default void topK_manyTies_isTheSortByScoreThenPosition() {
    for (int n : SIZES) {
      SplittableRandom random = Seed.of(n).random();
      float[] scores = new float[n + 4];
      for (int i = 0; i < scores.length; i++) {
        scores[i] = random.nextInt(5) - 2;
      }
      scores[3 + n / 2] = Float.NEGATIVE_INFINITY;
      int[] excluded = IntStream.range(0, n).filter(i -> i % 4 == 1).toArray();
      for (int k : new int[] {1, 3, 10, 64, 300}) {
        int[] want =
            IntStream.range(0, n)
                .filter(i -> i % 4 != 1)
                .boxed()
                .sorted(
                    (i, j) ->
                        scores[3 + i] == scores[3 + j]
                            ? Integer.compare(i, j)
                            : Float.compare(scores[3 + j], scores[3 + i]))
                .mapToInt(Integer::intValue)
                .limit(k)
                .toArray();
        assertThat(kernels(1).topK(scores, 3, 3 + n, k, excluded)).isEqualTo(want);
      }
    }
  }

  @Test
  default void topK_oneHighScore_isFoundAtEveryPlace() {
    for (int n : new int[] {1, 17, 65, 100}) {
      for (int at = 0; at < n; at++) {
        float[] scores = new float[n];
        scores[at] = Float.MIN_VALUE;
        assertThat(kernels(1).topK(scores, 1)).containsExactly(at);
      }
    }
  }

  @Test
  default void topK_NaNAtAnyPlace_isRefused() {
    for (int at = 0; at < 100; at++) {
      float[] scores = numbers(100, 22);
      scores[at] = Float.NaN;
      int[] own = {at};
      assertThatThrownBy(() -> kernels(1).topK(scores, 3))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("NaN at position " + own[0]);
      assertThat(kernels(1).topK(scores, 0, 100, 3, own)).hasSize(3);
    }
  }

  // ---------------------------------------------------------------- bits and helpers

  /** Compiled code must not round in another way than code that is still interpreted. */
  @Test
  default void all_beforeAndAfterTheCompilerCame_giveTheSameBits() {
    CsrMatrix a = raggedMatrix(23);
    float[] first = everything(a);
    for (int i = 0; i < 300; i++) {
      everything(a);
    }
    assertThat(everything(a)).isEqualTo(first);
  }

  private float[] everything(CsrMatrix a) {
    int width = 67;
    float[] x = numbers(a.columns() * width, 24);
    float[] y = numbers(a.rows() * width, 25);
    Kernels kernels = kernels(1);
    kernels.sparse(a).multiplyAdd(0.9f, x, width, y);
    int m = 9;
    float[] c = new float[m * m];
    for (Transpose transpose : Transpose.values()) {
      kernels.gemm(transpose, m, m, width, 1, y, x, 1, c);
    }
    c[0] += (float) kernels.dot(x, 0, y, 0, 1_500);
    c[1] += (float) kernels.expSum(c, 2, c.length, 3);
    kernels.axpy(0.3f, c, 0, y, 0, c.length);
    kernels.adam(
        y, y.clone(), new float[y.length], new float[y.length], AdamSettings.defaults(), 1);
    y[1] += c[0];
    return y;
  }

  private Kernels kernels(int threads) {
    return KernelCases.kernels(provider(), threads);
  }
}
