package org.causal4j.simd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.KernelProviderContract;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.Transpose;
import org.causal4j.core.kernel.spi.KernelProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VectorProviderTest implements KernelProviderContract {
  @Override
  public KernelProvider provider() {
    return new VectorProvider();
  }

  @Test
  void automatic_withTheModule_takesVectors() {
    Kernels kernels = Kernels.automatic();
    assertThat(kernels.info().name()).isEqualTo("vector");
    assertThat(kernels.info().device()).isEqualTo("CPU");
    assertThat(kernels.info().instructionSet()).matches("\\d+ bits, \\d+ lanes");
    assertThat(Kernels.named("vector").info().reason()).isEqualTo("asked for by name");
  }

  /** A user's scores must not depend on the users that are scored beside him. */
  @ParameterizedTest
  @EnumSource(Transpose.class)
  void gemm_rowAlone_hasTheBitsItHasAmongOthers(Transpose transpose) {
    int m = 21;
    int n = 301;
    int k = 300;
    SplittableRandom random = Seed.of(1).random();
    float[] a = numbers(m * k, random);
    float[] b = numbers(k * n, random);
    Kernels kernels = Kernels.named("vector").withThreads(2);
    float[] all = new float[m * n];
    kernels.gemm(transpose, m, n, k, 1, a, b, 0, all);
    for (int i = 0; i < m; i++) {
      float[] row = new float[k];
      for (int p = 0; p < k; p++) {
        row[p] = a[transpose == Transpose.LEFT ? p * m + i : i * k + p];
      }
      float[] alone = new float[n];
      kernels.gemm(transpose, 1, n, k, 1, row, b, 0, alone);
      assertThat(alone).isEqualTo(Arrays.copyOfRange(all, i * n, (i + 1) * n));
    }
  }

  private static float[] numbers(int n, SplittableRandom random) {
    float[] numbers = new float[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = (float) (2 * random.nextDouble() - 1);
    }
    return numbers;
  }
}
