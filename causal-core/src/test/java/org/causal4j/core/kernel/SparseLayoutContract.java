package org.causal4j.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.causal4j.core.kernel.KernelCases.numbers;
import static org.causal4j.core.kernel.KernelCases.raggedMatrix;
import static org.causal4j.core.kernel.KernelCases.randomMatrix;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.causal4j.core.kernel.spi.KernelProvider;
import org.causal4j.core.matrix.CsrMatrix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where the numbers of a sparse product lie changes none of them; inherited by {@link
 * KernelProviderContract}.
 */
public interface SparseLayoutContract {
  /** The provider under test; it is available in this JVM. */
  KernelProvider provider();

  private Kernels kernels(int threads) {
    return KernelCases.kernels(provider(), threads);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 16, 17, 33, 64, 65, 100, 129, 257})
  default void multiply_partsOfArrays_haveTheBitsOfWholeOnes(int width) {
    CsrMatrix a = raggedMatrix(width);
    SparseOperator operator = kernels(1).sparse(a);
    float[] x = numbers(a.columns() * width, 20);
    float[] longX = within(x, 12, 5);
    float[] before = numbers(a.rows() * width, 21);
    int[] chosen = {0, 1, Math.min(a.rows(), a.columns()) - 1};

    float[] y = before.clone();
    float[] longY = within(before, 3, 9);
    operator.multiplyAdd(-0.5f, x, width, y);
    operator.multiplyAdd(-0.5f, longX, 12, width, longY, 3);
    assertThat(longY).isEqualTo(within(y, 3, 9));
    operator.multiplyRows(chosen, x, width, y);
    operator.multiplyRows(chosen, longX, 12, width, longY, 3);
    assertThat(longY).isEqualTo(within(y, 3, 9));
    operator.multiplyColumns(chosen, x, width, y);
    operator.multiplyColumns(chosen, longX, 12, width, longY, 3);
    assertThat(longY).isEqualTo(within(y, 3, 9));
    operator.multiply(x, width, y);
    operator.multiply(longX, 12, width, longY, 3);
    assertThat(longY).isEqualTo(within(y, 3, 9));
  }

  /** The values between as many numbers that nobody may touch. */
  private static float[] within(float[] values, int before, int after) {
    float[] all = new float[before + values.length + after];
    Arrays.fill(all, 7);
    System.arraycopy(values, 0, all, before, values.length);
    return all;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 16, 33, 64, 100})
  default void sparse_otherOrder_givesTheSameBitsInTheOtherOrder(int width) {
    int n = 1_201;
    CsrMatrix a = randomMatrix(n, n, 20_000, 22);
    int[] order = IntStream.range(0, n).map(r -> (int) (r * 500L % n)).toArray();
    float[] x = numbers(n * width, 23);
    int[] chosen = IntStream.range(0, n).filter(r -> r % 3 != 1).toArray();
    int[] chosenThere = IntStream.range(0, n).filter(r -> order[r] % 3 != 1).toArray();
    for (int threads : new int[] {1, 2, 4}) {
      SparseOperator plain = kernels(threads).sparse(a);
      SparseOperator ordered = kernels(threads).sparse(a, order);
      float[] y = new float[x.length];
      float[] there = new float[x.length];
      plain.multiply(x, width, y);
      ordered.multiply(rows(x, order, width), width, there);
      assertThat(Arrays.equals(there, rows(y, order, width))).isTrue();
      plain.multiplyColumns(chosen, x, width, y);
      ordered.multiplyColumns(chosenThere, rows(x, order, width), width, there);
      assertThat(Arrays.equals(there, rows(y, order, width))).isTrue();
      plain.multiplyRows(chosen, x, width, y);
      ordered.multiplyRows(chosenThere, rows(x, order, width), width, there);
      assertThat(Arrays.equals(there, rows(y, order, width))).isTrue();
    }
  }

  private static float[] rows(float[] values, int[] order, int width) {
    float[] moved = new float[values.length];
    for (int r = 0; r < order.length; r++) {
      System.arraycopy(values, order[r] * width, moved, r * width, width);
    }
    return moved;
  }
}
