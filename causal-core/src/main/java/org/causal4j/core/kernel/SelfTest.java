package org.causal4j.core.kernel;

import java.util.Arrays;
import java.util.Optional;
import org.causal4j.core.kernel.spi.AdamStep;
import org.causal4j.core.kernel.spi.GemmBackend;
import org.causal4j.core.kernel.spi.KernelBackend;
import org.causal4j.core.kernel.spi.ScalarBackend;
import org.causal4j.core.kernel.spi.Workers;

/** A few small products compared with scalar Java, before a provider is trusted; milliseconds. */
final class SelfTest {
  /** Terms of the longest sum below times single precision, with room for another order. */
  private static final double TOLERANCE = 1e-5;

  private static final int ROWS = 19;
  private static final int[] WIDTHS = {1, 7, 64, 67};

  private SelfTest() {}

  /** What the backend gets wrong, if anything. */
  static Optional<String> fault(KernelBackend backend) {
    KernelBackend scalar = new ScalarBackend();
    Workers workers = new Workers(1);
    for (int width : WIDTHS) {
      float[] x = numbers(ROWS * width, 3);
      if (differ(product(backend, x, width, workers), product(scalar, x, width, workers))) {
        return Optional.of("sparse product of width " + width + " differs from scalar Java");
      }
      for (Transpose transpose : Transpose.values()) {
        if (differ(
            dense(backend, transpose, x, width, workers),
            dense(scalar, transpose, x, width, workers))) {
          return Optional.of("dense product " + transpose + " differs from scalar Java");
        }
      }
      if (differ(elementwise(backend, x), elementwise(scalar, x))) {
        return Optional.of("dot, axpy or Adam differs from scalar Java");
      }
      float[] top = x.clone();
      Arrays.sort(top);
      float bound = top[top.length - 2];
      if (backend.firstAbove(x, 0, x.length, bound) != scalar.firstAbove(x, 0, x.length, bound)) {
        return Optional.of("search for scores above a threshold differs from scalar Java");
      }
    }
    for (Transpose transpose : Transpose.values()) {
      if (differ(large(backend, transpose, workers), large(scalar, transpose, workers))) {
        return Optional.of("larger dense product " + transpose + " differs from scalar Java");
      }
    }
    return Optional.empty();
  }

  private static float[] product(KernelBackend backend, float[] x, int width, Workers workers) {
    int[] pointers = new int[ROWS + 1];
    int[] columns = new int[ROWS * ROWS];
    int used = 0;
    for (int r = 0; r < ROWS; r++) {
      for (int c = 0; c < r; c++) {
        if ((r * c + c) % 3 != 1) {
          columns[used++] = c;
        }
      }
      pointers[r + 1] = used;
    }
    float[] y = numbers(ROWS * width, 5);
    backend
        .sparse(ROWS, pointers, Arrays.copyOf(columns, used), numbers(used, 7))
        .multiply(0.5f, x, 0, width, true, y, 0, workers);
    return y;
  }

  private static float[] dense(
      KernelBackend backend, Transpose transpose, float[] x, int width, Workers workers) {
    float[] c = numbers(ROWS * ROWS, 11);
    float[] b = numbers(ROWS * width, 13);
    backend.gemm(transpose, ROWS, ROWS, width, 2, x, 0, b, 0, 0.5f, c, 0, workers);
    return c;
  }

  /** Of {@link GemmBackend#LARGEST_LEAST} multiply-adds at least: the library's own product. */
  private static float[] large(KernelBackend backend, Transpose transpose, Workers workers) {
    int m = 53;
    int n = 51;
    int k = 49;
    float[] c = new float[m * n];
    float[] a = numbers(m * k, 23);
    float[] b = numbers(k * n, 29);
    backend.gemm(transpose, m, n, k, 1, a, 0, b, 0, 0, c, 0, workers);
    return c;
  }

  private static float[] elementwise(KernelBackend backend, float[] x) {
    int n = x.length;
    float[] parameters = numbers(n, 17);
    float[] squares = new float[n];
    Arrays.fill(squares, 0.25f);
    backend.adam(
        parameters,
        x,
        numbers(n, 19),
        squares,
        0,
        n,
        new AdamStep(0.9f, 0.1f, 0.99f, 0.01f, 0.01f, 2, 1e-8f, 1));
    backend.axpy(0.5f, squares, 0, parameters, 0, n);
    parameters[0] += (float) backend.dot(x, 0, parameters, 0, n);
    return parameters;
  }

  /** Numbers in [-1, 1] without a pattern that would hide a mix-up of places. */
  private static float[] numbers(int n, int salt) {
    float[] numbers = new float[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = ((i + salt) * 7919 % 2003 - 1001) / 1001f;
    }
    return numbers;
  }

  private static boolean differ(float[] got, float[] want) {
    double size = 1;
    for (float value : want) {
      size = Math.max(size, Math.abs(value));
    }
    for (int i = 0; i < want.length; i++) {
      if (!(Math.abs(got[i] - want[i]) <= TOLERANCE * size * 10)) {
        return true;
      }
    }
    return false;
  }
}
