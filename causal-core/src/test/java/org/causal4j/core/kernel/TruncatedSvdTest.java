package org.causal4j.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.causal4j.core.CausalException;
import org.causal4j.core.Seed;
import org.causal4j.core.matrix.CsrMatrix;
import org.causal4j.core.matrix.FloatMatrix;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.junit.jupiter.api.Test;

class TruncatedSvdTest {
  private static final Kernels KERNELS = Kernels.scalar();

  private static CsrMatrix random(int rows, int columns, double share, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] at =
        random
            .ints(0, 1 << 20)
            .limit((long) rows * columns)
            .map(i -> i < share * (1 << 20) ? 1 : 0)
            .toArray();
    int[] places = java.util.stream.IntStream.range(0, at.length).filter(i -> at[i] == 1).toArray();
    float[] values = new float[places.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble() * 2 - 0.5);
    }
    return CsrMatrix.ofEntries(
        rows,
        columns,
        Arrays.stream(places).map(p -> p / columns).toArray(),
        Arrays.stream(places).map(p -> p % columns).toArray(),
        values);
  }

  private static double[] singularValues(CsrMatrix a) {
    DMatrixRMaj dense = new DMatrixRMaj(a.rows(), a.columns());
    for (int r = 0; r < a.rows(); r++) {
      for (int e = a.rowStart(r); e < a.rowEnd(r); e++) {
        dense.set(r, a.column(e), a.value(e));
      }
    }
    SingularValueDecomposition_F64<DMatrixRMaj> svd =
        DecompositionFactory_DDRM.svd(a.rows(), a.columns(), false, false, true);
    assertThat(svd.decompose(dense)).isTrue();
    double[] values = svd.getSingularValues();
    SingularOps_DDRM.descendingOrder(null, false, values, values.length, null, false);
    return values;
  }

  @Property(tries = 30)
  void of_anyMatrix_hasTheSingularValuesOfADenseDecomposition(
      @ForAll @IntRange(min = 20, max = 90) int rows,
      @ForAll @IntRange(min = 20, max = 70) int columns,
      @ForAll long seed) {
    CsrMatrix a = random(rows, columns, 0.3, seed);
    TruncatedSvd svd =
        TruncatedSvd.of(a, TruncatedSvd.Options.of(6).withIterations(60), Seed.of(seed), KERNELS);
    double[] expected = singularValues(a);
    for (int k = 0; k < 6; k++) {
      assertThat(svd.values()[k]).isCloseTo(expected[k], within(2e-4 * expected[0]));
    }
    checkOrthonormal(svd.left());
    checkOrthonormal(svd.right());
  }

  private static void checkOrthonormal(FloatMatrix u) {
    for (int i = 0; i < u.columns(); i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int r = 0; r < u.rows(); r++) {
          sum += (double) u.get(r, i) * u.get(r, j);
        }
        assertThat(sum).as("%s, %s", i, j).isCloseTo(i == j ? 1 : 0, within(1e-4));
      }
    }
  }

  @Test
  void of_fullRank_givesTheMatrixBack() {
    CsrMatrix a = random(40, 25, 0.4, 3);
    TruncatedSvd svd = TruncatedSvd.of(a, TruncatedSvd.Options.of(25), Seed.of(1), KERNELS);
    for (int r = 0; r < 40; r++) {
      for (int c = 0; c < 25; c++) {
        double sum = 0;
        for (int k = 0; k < svd.rank(); k++) {
          sum += svd.left().get(r, k) * svd.values()[k] * svd.right().get(c, k);
        }
        assertThat(sum).isCloseTo(a.get(r, c), within(1e-5));
      }
    }
    assertThat(svd.residual()).isLessThan(1e-5);
  }

  @Test
  void of_lessRankThanAsked_leavesTheZerosOut() {
    // two rows that repeat: rank 2
    int[] rows = {0, 1, 2, 3, 4, 5};
    int[] columns = {0, 3, 0, 3, 0, 3};
    CsrMatrix a = CsrMatrix.ofEntries(6, 8, rows, columns, new float[] {1, 2, 1, 2, 1, 2});
    TruncatedSvd svd = TruncatedSvd.of(a, TruncatedSvd.Options.of(5), Seed.of(2), KERNELS);
    assertThat(svd.rank()).isEqualTo(2);
    assertThat(svd.values()[0]).isCloseTo(2 * Math.sqrt(3), within(1e-5));
    assertThat(svd.values()[1]).isCloseTo(Math.sqrt(3), within(1e-5));
  }

  @Test
  void of_moreThreads_givesTheSameBits() {
    CsrMatrix a = random(1500, 300, 0.05, 5);
    TruncatedSvd.Options options = TruncatedSvd.Options.of(10).withIterations(3);
    TruncatedSvd one = TruncatedSvd.of(a, options, Seed.of(1), KERNELS.withThreads(1));
    for (int threads : new int[] {2, 4}) {
      TruncatedSvd more = TruncatedSvd.of(a, options, Seed.of(1), KERNELS.withThreads(threads));
      assertThat(more.left()).isEqualTo(one.left());
      assertThat(more.right()).isEqualTo(one.right());
      assertThat(more.values()).isEqualTo(one.values());
    }
    assertThat(TruncatedSvd.of(a, options, Seed.of(2), KERNELS).left()).isNotEqualTo(one.left());
  }

  @Test
  void of_wrongArguments_areRefused() {
    CsrMatrix a = random(5, 4, 0.9, 1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TruncatedSvd.of(a, TruncatedSvd.Options.of(5), Seed.of(1), KERNELS))
        .withMessageContaining("rank: 5 is above the smaller side of a matrix of 5 x 4");
    assertThatIllegalArgumentException().isThrownBy(() -> TruncatedSvd.Options.of(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TruncatedSvd.Options.of(1).withIterations(0));
    CsrMatrix zero = CsrMatrix.ofEntries(3, 3, new int[0], new int[0], new float[0]);
    assertThatThrownBy(() -> TruncatedSvd.of(zero, TruncatedSvd.Options.of(2), Seed.of(1), KERNELS))
        .isInstanceOf(CausalException.class)
        .hasMessageContaining("only zeros");
    CsrMatrix broken =
        CsrMatrix.ofEntries(3, 3, new int[] {0}, new int[] {1}, new float[] {Float.NaN});
    assertThatThrownBy(
            () -> TruncatedSvd.of(broken, TruncatedSvd.Options.of(2), Seed.of(1), KERNELS))
        .isInstanceOf(CausalException.class)
        .hasMessageContaining("not finite");
  }
}
