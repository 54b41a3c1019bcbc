package org.causal4j.core.forest;

import com.google.common.base.Preconditions;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.causal4j.core.kernel.spi.Workers;
import org.causal4j.core.learn.Features;

/**
 * Features cut into classes at quantiles: one byte a value, by row, eight to a {@code long}. A row
 * of 20 features takes 24 bytes, which is less than a cache line.
 */
final class Codes {
  private static final int SAMPLE = 100_000;

  /** Upper ends of the classes of each feature but the last. */
  final double[][] cuts;

  /** Longs a row. */
  final int words;

  /** The rows, one after the other. */
  final long[] packed;

  private Codes(double[][] cuts, int words, long[] packed) {
    this.cuts = cuts;
    this.words = words;
    this.packed = packed;
  }

  static int wordsOf(int features) {
    return Math.max(1, (features + 7) / 8);
  }

  static Codes of(Features x, int classes, Workers workers) {
    int p = x.columns();
    double[][] cuts = new double[p][];
    workers.run(p, c -> cuts[c] = cuts(x, c, classes));
    return encode(x, 0, x.rows(), cuts, workers);
  }

  /** Codes of some rows under cuts that were made elsewhere. */
  static Codes encode(Features x, int from, int to, double[][] cuts, Workers workers) {
    int words = wordsOf(cuts.length);
    int rows = to - from;
    Preconditions.checkArgument(
        (long) rows * words <= Integer.MAX_VALUE - 8,
        "x: %s rows of %s features are more than one array holds",
        rows,
        cuts.length);
    long[] packed = new long[rows * words];
    int block = 1 << 14;
    workers.run(
        (rows + block - 1) / block,
        b -> {
          for (int r = b * block; r < Math.min(rows, (b + 1) * block); r++) {
            encode(x, from + r, cuts, packed, r * words);
          }
        });
    return new Codes(cuts, words, packed);
  }

  static void encode(Features x, int row, double[][] cuts, long[] packed, int at) {
    for (int c = 0; c < cuts.length; c++) {
      packed[at + (c >>> 3)] |= (long) classOf(cuts[c], x.get(row, c)) << ((c & 7) << 3);
    }
  }

  /** A byte a class. */
  static byte[] bytes(Features x, int row, double[][] cuts) {
    byte[] bytes = new byte[cuts.length];
    for (int c = 0; c < bytes.length; c++) {
      bytes[c] = (byte) classOf(cuts[c], x.get(row, c));
    }
    return bytes;
  }

  /** Some rows with a byte a class, as many a row as its longs have. */
  byte[] bytes(int from, int to) {
    byte[] bytes = new byte[Math.multiplyExact(to - from, words * Long.BYTES)];
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asLongBuffer()
        .put(packed, from * words, (to - from) * words);
    return bytes;
  }

  private static double[] cuts(Features x, int column, int classes) {
    int n = x.rows();
    int step = Math.max(1, n / SAMPLE);
    double[] sorted = new double[(n + step - 1) / step];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = x.get(i * step, column);
    }
    Arrays.sort(sorted);
    int distinct = 1;
    for (int i = 1; i < sorted.length; i++) {
      distinct += sorted[i] > sorted[i - 1] ? 1 : 0;
    }
    double[] cuts = new double[classes - 1];
    int count = 0;
    long reached = 0;
    for (int i = 1; i < sorted.length && count < cuts.length; i++) {
      if (sorted[i] > sorted[i - 1]) {
        long quantile = (long) i * classes / sorted.length;
        if (distinct <= classes || quantile > reached) {
          double middle = sorted[i - 1] / 2 + sorted[i] / 2;
          cuts[count++] = middle < sorted[i] && middle >= sorted[i - 1] ? middle : sorted[i - 1];
          reached = quantile;
        }
      }
    }
    return Arrays.copyOf(cuts, count);
  }

  /** The number of cuts below a value. */
  private static int classOf(double[] cuts, double value) {
    int low = 0;
    int high = cuts.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (value > cuts[middle]) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
