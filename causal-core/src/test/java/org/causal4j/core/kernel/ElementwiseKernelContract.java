package org.causal4j.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.causal4j.core.kernel.KernelCases.assertClose;
import static org.causal4j.core.kernel.KernelCases.assertSameKind;
import static org.causal4j.core.kernel.KernelCases.extremes;
import static org.causal4j.core.kernel.KernelCases.numbers;
import static org.causal4j.core.kernel.KernelCases.tolerance;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.causal4j.core.kernel.spi.KernelProvider;
import org.junit.jupiter.api.Test;

/**
 * The part of the parity kit that goes entry by entry; inherited by {@link KernelProviderContract}.
 */
public interface ElementwiseKernelContract {
  /** Lengths around the share that one thread takes of an elementwise operation. */
  int[] LONG_SIZES = {65_535, 65_536, 65_537, 65_536 + 257, 200_003};

  /** The provider under test; it is available in this JVM. */
  KernelProvider provider();

  @Test
  default void dot_anyLengthAndOffset_agreesWithDoublePrecision() {
    for (int n :
        IntStream.concat(
                Arrays.stream(KernelProviderContract.SIZES), IntStream.of(0, 1_030, 70_001))
            .toArray()) {
      float[] a = numbers(n + 7, n);
      float[] b = numbers(n + 7, n + 1);
      double sum = 0;
      double size = 0;
      for (int i = 0; i < n; i++) {
        sum += (double) a[3 + i] * b[5 + i];
        size += Math.abs((double) a[3 + i] * b[5 + i]);
      }
      assertClose("dot of " + n, kernels(1).dot(a, 3, b, 5, n), sum, tolerance(n, size));
    }
  }

  @Test
  default void dot_oneExtremeValue_isTheResult() {
    for (float extreme : extremes()) {
      for (int at : new int[] {0, 15, 16, 40}) {
        float[] a = new float[41];
        float[] ones = new float[41];
        Arrays.fill(ones, 1);
        a[at] = extreme;
        assertThat(kernels(1).dot(a, 0, ones, 0, 41)).isEqualTo(Double.valueOf(extreme + 0.0));
      }
    }
  }

  @Test
  default void axpy_anyLengthAndOffset_addsWithinItsRange() {
    for (int n :
        IntStream.concat(Arrays.stream(KernelProviderContract.SIZES), Arrays.stream(LONG_SIZES))
            .toArray()) {
      float[] x = numbers(n + 9, n);
      float[] before = numbers(n + 9, n + 1);
      float[] y = before.clone();
      kernels(2).axpy(0.7f, x, 2, y, 5, n);
      for (int i = 0; i < y.length; i++) {
        if (i < 5 || i >= 5 + n) {
          assertClose("outside", y[i], before[i], 0);
        } else {
          double want = before[i] + (double) 0.7f * x[i - 3];
          double size = Math.abs(before[i]) + Math.abs((double) 0.7f * x[i - 3]);
          assertClose("axpy of " + n, y[i], want, tolerance(2, size));
        }
      }
    }
  }

  @Test
  default void axpy_extremeValues_areOfTheSameKindAsInScalarJava() {
    for (float alpha : extremes()) {
      float[] got = new float[3 * extremes().length];
      float[] x = Arrays.copyOf(extremes(), got.length);
      float[] want = got.clone();
      kernels(1).axpy(alpha, x, 0, got, 0, x.length);
      Kernels.scalar().axpy(alpha, x, 0, want, 0, x.length);
      assertSameKind(got, want);
    }
  }

  @Test
  default void adam_manySteps_followsDoublePrecision() {
    AdamSettings settings = AdamSettings.defaults().withLearningRate(0.01).withWeightDecay(0.1);
    for (int n :
        IntStream.concat(Arrays.stream(KernelProviderContract.SIZES), IntStream.of(65_536 + 257))
            .toArray()) {
      float[] parameters = numbers(n, n);
      double[] reference = IntStream.range(0, n).mapToDouble(i -> parameters[i]).toArray();
      double[] mean = new double[n];
      double[] square = new double[n];
      float[] m = new float[n];
      float[] v = new float[n];
      for (int step = 1; step <= 10; step++) {
        float[] gradient = numbers(n, n + step);
        kernels(2).adam(parameters, gradient, m, v, settings, step);
        for (int i = 0; i < n; i++) {
          mean[i] = 0.9 * mean[i] + 0.1 * gradient[i];
          square[i] = 0.999 * square[i] + 0.001 * gradient[i] * gradient[i];
          double unbiased = mean[i] / (1 - Math.pow(0.9, step));
          double root = Math.sqrt(square[i] / (1 - Math.pow(0.999, step)));
          reference[i] -= 0.01 * (unbiased / (root + 1e-8) + 0.1 * reference[i]);
        }
      }
      for (int i = 0; i < n; i++) {
        assertClose("adam of " + n, parameters[i], reference[i], 3e-6);
      }
    }
  }

  /** Below the least of single precision's whole numbers of ln 2 and above the largest too. */
  @Test
  default void expSum_anyLengthAndArgument_agreesWithDoublePrecision() {
    float shift = 0.7f;
    for (int n :
        IntStream.concat(Arrays.stream(KernelProviderContract.SIZES), IntStream.of(0, 2_051))
            .toArray()) {
      float[] x = new float[n + 5];
      for (int i = 0; i < x.length; i++) {
        x[i] = i % 97 - 86f + 0.013f * (i % 71);
      }
      float[] before = x.clone();
      double got = kernels(2).expSum(x, 3, 3 + n, shift);
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        double want = i < 3 || i >= 3 + n ? before[i] : Math.exp((double) (before[i] - shift));
        assertClose("exp of " + before[i], x[i], want, i < 3 || i >= 3 + n ? 0 : 2e-7 * want);
        sum += i < 3 || i >= 3 + n ? 0 : want;
      }
      assertClose("sum of " + n, got, sum, (n + 2) * 0x1p-23 * sum);
    }
  }

  /** Softmax takes away what is left out by an infinity. */
  @Test
  default void expSum_atTheEdges_isZeroOneInfinityOrNaN() {
    float[] edges = {Float.NEGATIVE_INFINITY, -1e30f, -87.4f, 0, -0f, 88.1f, 1e30f};
    float[] want = {0, 0, 0, 1, 1, Float.POSITIVE_INFINITY, Float.POSITIVE_INFINITY};
    for (int i = 0; i < edges.length; i++) {
      for (int at : new int[] {0, 15, 40}) {
        float[] x = new float[41];
        x[at] = edges[i];
        double sum = kernels(1).expSum(x, 0, 41, 0);
        assertThat(x[at]).isEqualTo(want[i]);
        assertThat(sum).isEqualTo(40.0 + want[i]);
      }
    }
    float[] x = new float[41];
    x[7] = Float.NaN;
    x[40] = Float.POSITIVE_INFINITY;
    assertThat(kernels(1).expSum(x, 0, 40, 0)).isNaN();
    assertThat(x[7]).isNaN();
    assertThat(x[6]).isEqualTo(1);
    assertThat(x[40]).isEqualTo(Float.POSITIVE_INFINITY);
  }

  @Test
  default void elementwise_oneTwoOrFourThreads_givesTheSameBits() {
    int n = 200_003;
    float[] x = numbers(n, 20);
    float[] y = numbers(n, 21);
    float[] one = y.clone();
    float[] m = new float[n];
    float[] v = new float[n];
    kernels(1).axpy(0.3f, x, 0, one, 0, n);
    kernels(1).adam(one, x, m, v, AdamSettings.defaults(), 3);
    for (int threads : new int[] {2, 4}) {
      float[] more = y.clone();
      kernels(threads).axpy(0.3f, x, 0, more, 0, n);
      kernels(threads).adam(more, x, new float[n], new float[n], AdamSettings.defaults(), 3);
      assertThat(Arrays.equals(more, one)).isTrue();
    }
  }

  private Kernels kernels(int threads) {
    return KernelCases.kernels(provider(), threads);
  }
}
