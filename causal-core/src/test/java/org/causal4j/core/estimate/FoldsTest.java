package org.causal4j.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.causal4j.core.Seed;

class FoldsTest {
  private static int[] numbered(int n, int from) {
    return IntStream.range(from, from + n).toArray();
  }

  /** Numbers of clusters are names: other names of the same clusters fall into the same folds. */
  @Property(tries = 100)
  void assign_unitsAsClusters_areThoseOfAnyOtherNumbers(
      @ForAll @IntRange(min = 2, max = 300) int n,
      @ForAll @IntRange(min = 1, max = 7) int folds,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] arm = random.ints(n, 0, 2).toArray();
    assertThat(Folds.assign(arm, numbered(n, 0), folds, Seed.of(seed)))
        .isEqualTo(Folds.assign(arm, numbered(n, 1), folds, Seed.of(seed)));
  }

  @Property(tries = 50)
  void standardError_unitsAsClusters_isThatOfAnyOtherNumbers(
      @ForAll @IntRange(min = 2, max = 200) int n, @ForAll long seed) {
    double[] influence = new SplittableRandom(seed).doubles(n).toArray();
    assertThat(ClusterVariance.standardError(influence, numbered(n, 0)))
        .isCloseTo(ClusterVariance.standardError(influence, numbered(n, 1)), within(1e-15));
    assertThat(ClusterVariance.count(numbered(n, 0))).isEqualTo(n);
  }
}
