package org.causal4j.core.learn;

import java.util.Arrays;
import org.causal4j.core.kernel.spi.Workers;

/**
 * Features of some rows cut into at most 256 classes each at quantiles of at most 100,000 of them;
 * one byte a value, by column.
 */
final class Bins {
  private static final int SAMPLE = 100_000;

  /** Upper ends of the classes of each feature but the last. */
  final double[][] cuts;

  /** Class of each row, in the order of the rows given, by feature. */
  final byte[][] codes;

  Bins(Features x, int[] rows, int classes, Workers workers) {
    int p = x.columns();
    cuts = new double[p][];
    codes = new byte[p][];
    workers.run(
        p,
        c -> {
          cuts[c] = cuts(x, rows, c, classes);
          byte[] code = new byte[rows.length];
          for (int i = 0; i < rows.length; i++) {
            code[i] = (byte) classOf(cuts[c], x.at(rows[i], c));
          }
          codes[c] = code;
        });
  }

  private static double[] cuts(Features x, int[] rows, int column, int classes) {
    int step = Math.max(1, rows.length / SAMPLE);
    double[] sorted = new double[(rows.length + step - 1) / step];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = x.at(rows[i * step], column);
    }
    Arrays.sort(sorted);
    double[] cuts = new double[classes - 1];
    int count = 0;
    int distinct = 1;
    for (int i = 1; i < sorted.length; i++) {
      distinct += sorted[i] > sorted[i - 1] ? 1 : 0;
    }
    long reached = 0;
    for (int i = 1; i < sorted.length && count < cuts.length; i++) {
      if (sorted[i] > sorted[i - 1]) {
        long quantile = (long) i * classes / sorted.length;
        if (distinct <= classes || quantile > reached) {
          cuts[count++] = between(sorted[i - 1], sorted[i]);
          reached = quantile;
        }
      }
    }
    return Arrays.copyOf(cuts, count);
  }

  /** A number that the lower value is not above and the upper one is above. */
  private static double between(double low, double high) {
    double middle = low + (high - low) / 2;
    return middle < high ? middle : low;
  }

  /** The number of cuts below a value. */
  static int classOf(double[] cuts, double value) {
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

  int classes(int feature) {
    return cuts[feature].length + 1;
  }
}
