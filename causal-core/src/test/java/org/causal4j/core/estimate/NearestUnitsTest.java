package org.causal4j.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.causal4j.core.Seed;

/** The tree against a look at every unit. */
class NearestUnitsTest {
  private static final double TIE = 1e-9;

  private static double square(double[] a, double[] b) {
    double sum = 0;
    for (int c = 0; c < a.length; c++) {
      sum += (a[c] - b[c]) * (a[c] - b[c]);
    }
    return sum;
  }

  @Property(tries = 200)
  void nearest_anyPoints_areThoseOfAllWithTies(
      @ForAll @IntRange(min = 2, max = 400) int n,
      @ForAll @IntRange(min = 1, max = 5) int p,
      @ForAll @IntRange(min = 1, max = 4) int neighbors,
      @ForAll @IntRange(min = 1, max = 30) int values,
      @ForAll long seed) {
    var draw = Seed.of(seed).random();
    double[][] z = new double[n][p];
    for (double[] row : z) {
      for (int c = 0; c < p; c++) {
        // Few values make ties, and one coordinate is finer than the others.
        row[c] = c == 0 ? draw.nextDouble() : Math.floor(values * draw.nextDouble()) / 3;
      }
    }
    int[] arm = IntStream.range(0, n).filter(i -> i % 3 != 1).toArray();
    NearestUnits tree = new NearestUnits(z, arm, TIE);
    for (int i = 0; i < n; i++) {
      int self = i;
      double[] sorted =
          Arrays.stream(arm)
              .filter(k -> k != self)
              .mapToDouble(k -> square(z[self], z[k]))
              .toArray();
      Arrays.sort(sorted);
      double limit =
          sorted.length < neighbors ? Double.POSITIVE_INFINITY : sorted[neighbors - 1] + TIE;
      int[] expected =
          Arrays.stream(arm).filter(k -> k != self && square(z[self], z[k]) <= limit).toArray();
      assertThat(tree.nearest(z[i], i, neighbors)).containsExactly(expected);
    }
  }
}
