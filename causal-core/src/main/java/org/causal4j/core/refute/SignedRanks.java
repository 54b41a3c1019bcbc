package org.causal4j.core.refute;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Ranks of the sizes of differences.
 *
 * @param positive sum of the ranks of the positive ones
 * @param sum of all ranks
 * @param squares sum of their squares
 */
record SignedRanks(double positive, double sum, double squares) {
  static SignedRanks of(double[] differences) {
    for (int i = 0; i < differences.length; i++) {
      Preconditions.checkArgument(
          Double.isFinite(differences[i]),
          "differences: pair %s is %s",
          (Object) i,
          differences[i]);
    }
    double[] kept = Arrays.stream(differences).filter(d -> d != 0).toArray();
    Preconditions.checkArgument(kept.length > 0, "differences: all are 0");
    int[] order =
        IntStream.range(0, kept.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> Math.abs(kept[i])))
            .mapToInt(Integer::intValue)
            .toArray();
    double positive = 0;
    double sum = 0;
    double squares = 0;
    for (int from = 0; from < order.length; ) {
      int to = from;
      while (to < order.length && Math.abs(kept[order[to]]) == Math.abs(kept[order[from]])) {
        to++;
      }
      double rank = (from + 1 + to) / 2.0;
      for (int k = from; k < to; k++) {
        positive += kept[order[k]] > 0 ? rank : 0;
        sum += rank;
        squares += rank * rank;
      }
      from = to;
    }
    return new SignedRanks(positive, sum, squares);
  }
}
