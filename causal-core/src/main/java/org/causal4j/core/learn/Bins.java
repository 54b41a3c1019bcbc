package org.causal4j.core.learn;

import java.util.Arrays;
import org.causal4j.core.kernel.spi.Workers;

/**
 * Features of some rows cut into at most 256 classes each at quantiles of at most 100,000 of them.
 * A byte a value by column, for those who follow one feature; on demand the same again with eight
 * features in a word, for those who count all of them.
 */
final class Bins {
  private static final int SAMPLE = 100_000;
  // Rows and columns that are read together: their values stay in the cache.
  private static final int BLOCK = 256;
  private static final int GROUP = 8;

  /** Upper ends of the classes of each feature but the last. */
  final double[][] cuts;

  /** Class of each row, in the order of the rows given, by feature. */
  final byte[][] codes;

  private final int rows;

  Bins(Features x, int[] rows, int classes, Workers workers) {
    int p = x.columns();
    this.rows = rows.length;
    cuts = new double[p][];
    codes = new byte[p][rows.length];
    workers.run((p + GROUP - 1) / GROUP, group -> cut(x, rows, classes, group));
    double[][] padded = new double[p][];
    Arrays.setAll(padded, c -> padded(cuts[c]));
    workers.run((rows.length + BLOCK - 1) / BLOCK, block -> code(x, rows, padded, block));
  }

  private void cut(Features x, int[] rows, int classes, int group) {
    int from = group * GROUP;
    int to = Math.min(from + GROUP, cuts.length);
    int step = Math.max(1, rows.length / SAMPLE);
    double[][] sampled = new double[to - from][(rows.length + step - 1) / step];
    for (int i = 0; i < sampled[0].length; i++) {
      for (int c = from; c < to; c++) {
        sampled[c - from][i] = x.at(rows[i * step], c);
      }
    }
    for (int c = from; c < to; c++) {
      Arrays.sort(sampled[c - from]);
      cuts[c] = cuts(sampled[c - from], classes);
    }
  }

  private static double[] cuts(double[] sorted, int classes) {
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

  private void code(Features x, int[] rows, double[][] padded, int block) {
    int from = block * BLOCK;
    int to = Math.min(from + BLOCK, rows.length);
    for (int c = 0; c < padded.length; c++) {
      double[] ends = padded[c];
      byte[] code = codes[c];
      for (int i = from; i < to; i++) {
        code[i] = (byte) classOf(ends, x.at(rows[i], c));
      }
    }
  }

  /** The cuts, filled up with infinity to one less than a power of 2. */
  private static double[] padded(double[] cuts) {
    double[] padded = new double[2 * Integer.highestOneBit(Math.max(1, cuts.length)) - 1];
    Arrays.fill(padded, Double.POSITIVE_INFINITY);
    System.arraycopy(cuts, 0, padded, 0, cuts.length);
    return padded;
  }

  /** The number of cuts below a value: by halving without a branch that could be guessed wrong. */
  private static int classOf(double[] padded, double value) {
    int below = 0;
    for (int half = (padded.length + 1) >> 1; half > 0; half >>= 1) {
      below += value > padded[below + half - 1] ? half : 0;
    }
    return below;
  }

  int classes(int feature) {
    return cuts[feature].length + 1;
  }

  /** The most classes that a feature has; 1 without features. */
  int mostClasses() {
    int most = 1;
    for (double[] ends : cuts) {
      most = Math.max(most, ends.length + 1);
    }
    return most;
  }

  /**
   * The classes of eight features to a word, the first of them in its low byte: an array for each
   * eight features, with a word a row. Features that are not there have class 0.
   */
  long[][] byEight(Workers workers) {
    int p = codes.length;
    long[][] words = new long[(p + 7) / 8][rows];
    workers.run(
        words.length,
        group -> {
          long[] word = words[group];
          for (int c = 8 * group; c < Math.min(p, 8 * group + 8); c++) {
            byte[] code = codes[c];
            int shift = 8 * (c - 8 * group);
            for (int i = 0; i < word.length; i++) {
              word[i] |= (code[i] & 0xFFL) << shift;
            }
          }
        });
    return words;
  }
}
