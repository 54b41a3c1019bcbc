package org.causal4j.core.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.spi.KernelProvider;
import org.causal4j.core.kernel.spi.Workers;
import org.causal4j.core.matrix.CsrMatrix;

/** Matrices, numbers and comparisons of the parity kit. */
final class KernelCases {
  private KernelCases() {}

  /** The kernels of a provider under test. */
  static Kernels kernels(KernelProvider provider, int threads) {
    KernelInfo info = new KernelInfo(provider.name(), "", "", "", "", true, "under test", "");
    return new Kernels(provider.open(), info, List.of(info), new Workers(threads));
  }

  static double tolerance(int terms, double size) {
    return terms * 0x1p-23 * size + terms * (double) Float.MIN_VALUE;
  }

  /** An assertion object for each of a million numbers would take longer than the kernels. */
  static void assertClose(String label, double got, double want, double tolerance) {
    if (!(Math.abs(got - want) <= tolerance)) {
      assertThat(got).as(label).isCloseTo(want, within(tolerance));
    }
  }

  static void assertSparse(
      CsrMatrix a, float alpha, float[] x, int width, float[] before, float[] got) {
    for (int r = 0; r < a.rows(); r++) {
      for (int j = 0; j < width; j++) {
        double sum = before[r * width + j];
        double size = Math.abs(sum);
        for (int p = a.rowStart(r); p < a.rowEnd(r); p++) {
          double term = (double) alpha * a.value(p) * x[a.column(p) * width + j];
          sum += term;
          size += Math.abs(term);
        }
        assertClose("row " + r, got[r * width + j], sum, tolerance(a.rowLength(r) + 2, size));
      }
    }
  }

  /** Both NaN, the same infinity, or equal but for the last bits. */
  static void assertSameKind(float[] got, float[] want) {
    for (int i = 0; i < want.length; i++) {
      if (Float.isFinite(want[i])) {
        double size = Math.abs((double) want[i]);
        assertClose("value " + i, got[i], want[i], tolerance(2, size));
      } else {
        assertThat(got[i]).isEqualTo(Float.valueOf(want[i]));
      }
    }
  }

  /** No two of them multiply to a number at the edge of the range. */
  static float[] extremes() {
    return new float[] {
      0,
      -0f,
      1,
      -1,
      Float.MIN_VALUE,
      3e-40f,
      -1e-39f,
      1e-20f,
      1e30f,
      -1e30f,
      1e12f,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.NaN,
      Float.MIN_NORMAL,
      0.1f,
      3
    };
  }

  /** Rows of 0, 1, 2, 3, … entries, one of all columns, and an empty last but one. */
  static CsrMatrix raggedMatrix(int seed) {
    int rows = 23;
    int columns = 300;
    int[] entryRows = new int[rows * columns];
    int[] entryColumns = new int[rows * columns];
    int used = 0;
    for (int r = 0; r < rows; r++) {
      int length = r == rows - 2 ? 0 : r == rows - 4 ? columns : r;
      for (int c = 0; c < length; c++) {
        entryRows[used] = r;
        entryColumns[used++] = length == columns ? c : c * columns / length;
      }
    }
    return CsrMatrix.ofEntries(
        rows,
        columns,
        Arrays.copyOf(entryRows, used),
        Arrays.copyOf(entryColumns, used),
        numbers(used, seed));
  }

  static CsrMatrix randomMatrix(int rows, int columns, int entries, int seed) {
    SplittableRandom random = Seed.of(seed).random();
    int[] entryRows = new int[entries];
    int[] entryColumns = new int[entries];
    for (int e = 0; e < entries; e++) {
      // a long tail: some rows have thousands of entries, many have none
      entryRows[e] = (int) (rows * Math.pow(random.nextDouble(), 3));
      entryColumns[e] = random.nextInt(columns);
    }
    return CsrMatrix.ofEntries(rows, columns, entryRows, entryColumns, numbers(entries, seed));
  }

  static int[] identity(int n) {
    return IntStream.range(0, n).toArray();
  }

  /** Numbers in (-1, 1). */
  static float[] numbers(int n, int seed) {
    SplittableRandom random = Seed.of(seed).random();
    float[] numbers = new float[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = (float) (2 * random.nextDouble() - 1);
    }
    return numbers;
  }
}
