package org.causal4j.core.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.junit.jupiter.api.Test;

class WeightedLearnersTest {
  private static final Seed SEED = Seed.of(7);
  private static final int N = 300;
  private static final Features X = features();
  private static final double[] Y =
      IntStream.range(0, N)
          .mapToDouble(i -> Math.exp(X.get(i, 0)) + X.get(i, 1) * X.get(i, 2))
          .toArray();

  private static Features features() {
    SplittableRandom random = new SplittableRandom(3);
    double[][] rows = new double[N][3];
    for (double[] row : rows) {
      Arrays.setAll(row, c -> random.nextGaussian());
    }
    return Features.ofRows(List.of("a", "b", "c"), rows);
  }

  private static int[] all() {
    return IntStream.range(0, N).toArray();
  }

  private static double rSquared(Learner learner) {
    int[] learn = IntStream.range(0, 200).toArray();
    Predictor model = learner.fit(X, Y, learn, SEED);
    double mean = IntStream.range(200, N).mapToDouble(i -> Y[i]).average().orElseThrow();
    double left = 0;
    double total = 0;
    for (int i = 200; i < N; i++) {
      left += (Y[i] - model.predict(X, i)) * (Y[i] - model.predict(X, i));
      total += (Y[i] - mean) * (Y[i] - mean);
    }
    return 1 - left / total;
  }

  @Test
  void fit_curvesAndProducts_areLearned() {
    double line = rSquared(Learners.ridge());
    assertThat(line).isLessThan(0.75);
    assertThat(rSquared(Learners.splineRidge())).isGreaterThan(0.95);
    assertThat(rSquared(Learners.kernelRidge())).isGreaterThan(line + 0.1);
    assertThat(rSquared(Learners.kernelRidge(60))).isGreaterThan(line);
  }

  @Test
  void fitWeighted_equalWeights_changeNothing() {
    double[] same = new double[N];
    Arrays.fill(same, 3);
    for (Learner learner :
        List.of(
            Learners.mean(),
            Learners.ridge(),
            Learners.splineRidge(),
            Learners.kernelRidge(50),
            Learners.boosting(),
            Learners.forest(ForestOptions.defaults().withTrees(10)),
            Learners.stacking(Learners.ridge(), Learners.boosting()))) {
      Predictor plain = learner.fit(X, Y, all(), SEED);
      Predictor weighted = learner.fitWeighted(X, Y, same, all(), SEED);
      for (int i = 0; i < 20; i++) {
        assertThat(weighted.predict(X, i))
            .as(learner.name())
            .isCloseTo(plain.predict(X, i), within(1e-7));
      }
    }
  }

  @Test
  void fitWeighted_forestOfOnesOrTwos_isTheUnweightedForestToTheBit() {
    Learner forest = Learners.forest(ForestOptions.defaults().withTrees(10));
    Predictor plain = forest.fit(X, Y, all(), SEED);
    for (double weight : new double[] {1, 2}) {
      double[] same = new double[N];
      Arrays.fill(same, weight);
      Predictor weighted = forest.fitWeighted(X, Y, same, all(), SEED);
      for (int i = 0; i < N; i++) {
        assertThat(weighted.predict(X, i)).isEqualTo(plain.predict(X, i));
      }
    }
  }

  @Test
  void fitWeighted_zeroWeights_leaveRowsOut() {
    double[] weights = new double[N];
    Arrays.fill(weights, 0, 150, 1);
    double[] off = Y.clone();
    Arrays.fill(off, 150, N, 1e6);
    for (Learner learner :
        List.of(
            Learners.mean(),
            Learners.ridge(1),
            Learners.splineRidge(),
            Learners.kernelRidge(80),
            Learners.boosting(),
            Learners.forest(ForestOptions.defaults().withTrees(10)),
            Learners.lasso())) {
      Predictor model = learner.fitWeighted(X, off, weights, all(), SEED);
      assertThat(model.predict(X, 5)).as(learner.name()).isBetween(-100.0, 100.0);
    }
  }

  @Test
  void fitWeighted_wholeWeights_equalRepeats() {
    double[] weights = IntStream.range(0, N).mapToDouble(i -> i % 3 + 1).toArray();
    List<Integer> repeated = new ArrayList<>();
    for (int i = 0; i < N; i++) {
      for (int k = 0; k <= i % 3; k++) {
        repeated.add(i);
      }
    }
    int[] rows = repeated.stream().mapToInt(Integer::intValue).toArray();
    // Without a penalty the scaling of columns, which is not weighted, plays no part.
    Predictor weighted = Learners.ridge(0).fitWeighted(X, Y, weights, all(), SEED);
    Predictor copies = Learners.ridge(0).fit(X, Y, rows, SEED);
    for (int i = 0; i < 20; i++) {
      assertThat(weighted.predict(X, i)).isCloseTo(copies.predict(X, i), within(1e-9));
    }
  }

  @Test
  void resample_anyWeights_countsAreWithinOneOfTheShare() {
    double[] weights = IntStream.range(0, N).mapToDouble(i -> i % 5).toArray();
    double total = Arrays.stream(weights).sum();
    int[] drawn = Weighting.resample(weights, all(), SEED);
    assertThat(drawn).hasSize(N);
    for (int i = 0; i < N; i++) {
      int row = i;
      long count = Arrays.stream(drawn).filter(d -> d == row).count();
      assertThat((double) count).isCloseTo(weights[i] * N / total, within(1.0));
    }
  }

  @Test
  void fitWeighted_badWeights_refused() {
    double[] weights = new double[N];
    assertThatThrownBy(() -> Learners.ridge().fitWeighted(X, Y, weights, all(), SEED))
        .hasMessageContaining("weights: all 300 rows have none");
    weights[4] = -1;
    assertThatThrownBy(() -> Learners.ridge().fitWeighted(X, Y, weights, all(), SEED))
        .hasMessageContaining("row 4 is -1.0");
    assertThatThrownBy(() -> Learners.kernelRidge(0)).hasMessageContaining("landmarks: 0");
  }
}
