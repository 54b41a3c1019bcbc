package org.causal4j.core.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.causal4j.core.Seed;
import org.junit.jupiter.api.Test;

/** What is summed in blocks, in whole numbers or eight features at a time, against plain loops. */
class FastPathsTest {
  private static Features features(int n, int p, int values, SplittableRandom random) {
    double[][] rows = new double[n][p];
    for (double[] row : rows) {
      Arrays.setAll(row, c -> values == 0 ? random.nextGaussian() : random.nextInt(values));
    }
    return Features.ofRows(IntStream.range(0, p).mapToObj(c -> "x" + c).toList(), rows);
  }

  private static int[] all(int n) {
    return IntStream.range(0, n).toArray();
  }

  /** The least-squares tree of a depth by trying every split at every value. */
  private static double[] exhaustive(Features x, double[] y, int[] rows, int depth, int minLeaf) {
    double[] fitted = new double[y.length];
    double mean = IntStream.of(rows).mapToDouble(i -> y[i]).average().orElseThrow();
    double best = 1e-9 * (1 + mean * mean * rows.length);
    int[][] parts = null;
    for (int c = 0; c < x.columns() && depth > 0; c++) {
      int at = c;
      double[] values = IntStream.of(rows).mapToDouble(i -> x.get(i, at)).sorted().toArray();
      for (double cut : Arrays.stream(values).distinct().toArray()) {
        int[] left = IntStream.of(rows).filter(i -> x.get(i, at) <= cut).toArray();
        int[] right = IntStream.of(rows).filter(i -> x.get(i, at) > cut).toArray();
        if (left.length >= minLeaf && right.length >= minLeaf) {
          double gain = square(y, left) + square(y, right) - square(y, rows);
          if (gain > best * (1 + 1e-9)) {
            best = gain;
            parts = new int[][] {left, right};
          }
        }
      }
    }
    if (parts == null) {
      IntStream.of(rows).forEach(i -> fitted[i] = mean);
      return fitted;
    }
    for (int[] part : parts) {
      double[] below = exhaustive(x, y, part, depth - 1, minLeaf);
      IntStream.of(part).forEach(i -> fitted[i] = below[i]);
    }
    return fitted;
  }

  private static double square(double[] y, int[] rows) {
    double sum = IntStream.of(rows).mapToDouble(i -> y[i]).sum();
    return sum * sum / rows.length;
  }

  /** Targets are drawn from a continuum, so that no two splits gain the same but by coincidence. */
  @Property(tries = 60)
  void oneTree_anyShape_isThatOfExhaustiveSearch(
      @ForAll @IntRange(min = 2, max = 60) int n,
      @ForAll @IntRange(min = 1, max = 19) int p,
      @ForAll @IntRange(min = 1, max = 4) int minLeaf,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Features x = features(n, p, 50, random);
    double[] y = random.doubles(n).map(v -> 100 * v * v).toArray();
    double[] expected = exhaustive(x, y, all(n), 2, minLeaf);
    Predictor tree = Learners.tree(2, minLeaf).fit(x, y, all(n), Seed.of(1));
    for (int classes : new int[] {64, 256}) {
      BoostingOptions one = new BoostingOptions(1, 2, 1, minLeaf, 0, classes, 1);
      Predictor boosted = Learners.boosting(one).fit(x, y, all(n), Seed.of(1));
      for (int i = 0; i < n; i++) {
        assertThat(boosted.predict(x, i)).isCloseTo(expected[i], within(1e-9));
        assertThat(tree.predict(x, i)).isCloseTo(expected[i], within(1e-9));
      }
    }
  }

  /** One value a million times as large as the rest: rounding must not swallow the rest. */
  @Test
  void boosting_oneHugeValue_stillLearnsTheOthers() {
    int n = 70_000;
    SplittableRandom random = new SplittableRandom(4);
    Features x = features(n, 2, 0, random);
    double[] y = new double[n];
    Arrays.setAll(y, i -> x.get(i, 0) > 0 ? 1 : -1);
    y[17] = 1e9;
    BoostingOptions options = new BoostingOptions(60, 6, .5, 1, 0, 64, 1);
    Predictor model = Learners.boosting(options).fit(x, y, all(n), Seed.of(1));
    double off = 0;
    for (int i = 0; i < 2000; i++) {
      double wanted = x.get(i, 0) > 0 ? 1 : -1;
      off += Math.abs(model.predict(x, i) - wanted) < .5 ? 0 : 1;
    }
    assertThat(off).isLessThan(700);
  }

  /** At the optimum Σ(p − y) z + penalty β = 0; with rows enough to start from a part of them. */
  @Test
  void logistic_manyRows_hasNoGradientLeft() {
    int n = 40_003;
    SplittableRandom random = new SplittableRandom(5);
    Features x = features(n, 3, 0, random);
    double[] y = new double[n];
    Arrays.setAll(
        y, i -> random.nextDouble() < Logistic.sigmoid(x.get(i, 0) - .5 * x.get(i, 2)) ? 1 : 0);
    Predictor model = Learners.logistic(0).fit(x, y, all(n), Seed.of(1));
    double[] slope = new double[4];
    for (int i = 0; i < n; i++) {
      double error = model.predict(x, i) - y[i];
      slope[3] += error;
      for (int c = 0; c < 3; c++) {
        slope[c] += error * x.get(i, c);
      }
    }
    for (double s : slope) {
      assertThat(s).isCloseTo(0, within(.02));
    }
  }

  /** Where only the part is separable, the whole still is fitted. */
  @Test
  void logistic_partSeparable_startsFromNothing() {
    int n = 32_000;
    double[][] rows = new double[n][1];
    double[] y = new double[n];
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < n; i++) {
      rows[i][0] = i % 2;
      y[i] = i % 4 == 0 ? 0 : random.nextInt(2);
    }
    Features x = Features.ofRows(List.of("x"), rows);
    Predictor model = Learners.logistic(0).fit(x, y, all(n), Seed.of(1));
    for (int group = 0; group < 2; group++) {
      int kept = group;
      double share =
          IntStream.range(0, n)
              .filter(i -> i % 2 == kept)
              .mapToDouble(i -> y[i])
              .average()
              .orElse(0);
      assertThat(model.predict(x, group)).isCloseTo(share, within(1e-5));
    }
  }

  /** Least squares leaves residuals that no feature explains, whatever the last block holds. */
  @Property(tries = 40)
  void ridgeWithoutPenalty_anyShape_leavesNoMoment(
      @ForAll @IntRange(min = 30, max = 400) int n,
      @ForAll @IntRange(min = 1, max = 9) int p,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Features x = features(n, p, 0, random);
    double[] y = random.doubles(n).toArray();
    Predictor model = Learners.ridge(0).fit(x, y, all(n), Seed.of(1));
    for (int c = 0; c < p; c++) {
      double moment = 0;
      for (int i = 0; i < n; i++) {
        moment += (y[i] - model.predict(x, i)) * x.get(i, c);
      }
      assertThat(moment).isCloseTo(0, within(1e-9 * n));
    }
  }
}
