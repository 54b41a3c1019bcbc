package org.causal4j.core.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.junit.jupiter.api.Test;

/** Lasso, trees, forest, boosting, MLP and stacking. */
class FlexibleLearnersTest {
  private static final List<Learner> NUMBERS =
      List.of(
          Learners.lasso(),
          Learners.elasticNet(0.5),
          Learners.tree(6, 5),
          Learners.forest(ForestOptions.defaults().withTrees(50)),
          Learners.boosting(),
          Learners.mlp(),
          Learners.stacking(Learners.ridge(), Learners.boosting()));
  private static final List<Learner> PROBABILITIES =
      List.of(
          Learners.logisticLasso(),
          Learners.tree(4, 20),
          Learners.forest(ForestOptions.defaults().withTrees(50).withMinLeaf(20)),
          Learners.logisticBoosting(BoostingOptions.defaults()),
          Learners.logisticMlp(),
          Learners.stacking(Learners.logistic(), Learners.logisticLasso()));

  private static Features noise(int n, int p, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] rows = new double[n][p];
    for (double[] row : rows) {
      Arrays.setAll(row, c -> random.nextGaussian());
    }
    return Features.ofRows(IntStream.range(0, p).mapToObj(c -> "x" + c).toList(), rows);
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }

  private static double error(Predictor model, Features x, double[] y, int from, int to) {
    return IntStream.range(from, to)
        .mapToDouble(i -> Math.pow(model.predict(x, i) - y[i], 2))
        .average()
        .orElseThrow();
  }

  @Test
  void fit_linearTarget_explainsMostOfUnseenRows() {
    Features x = noise(1500, 4, 1);
    SplittableRandom random = new SplittableRandom(2);
    double[] y = new double[1500];
    Arrays.setAll(y, i -> 5 + 2 * x.get(i, 0) - x.get(i, 1) + 0.5 * random.nextGaussian());
    for (Learner learner : NUMBERS) {
      Predictor model = learner.fit(x, y, range(0, 1000), Seed.of(1));
      double limit = learner.name().startsWith("tree") ? 1.5 : 1;
      assertThat(error(model, x, y, 1000, 1500)).as(learner.name()).isLessThan(limit);
    }
  }

  @Test
  void fit_nonlinearTarget_treesAndNetworkBeatTheLine() {
    Features x = noise(2500, 3, 3);
    double[] y = new double[2500];
    Arrays.setAll(y, i -> x.get(i, 0) > 0 ? 3 * Math.abs(x.get(i, 1)) : -1);
    double line = error(Learners.ridge().fit(x, y, range(0, 2000), Seed.of(1)), x, y, 2000, 2500);
    for (Learner learner : NUMBERS) {
      if (learner instanceof ElasticNet) {
        continue;
      }
      Predictor model = learner.fit(x, y, range(0, 2000), Seed.of(1));
      assertThat(error(model, x, y, 2000, 2500)).as(learner.name()).isLessThan(line / 3);
    }
  }

  @Test
  void fit_zeroOneTarget_predictsCalibratedProbabilities() {
    Features x = noise(4000, 3, 4);
    SplittableRandom random = new SplittableRandom(5);
    double[] truth = new double[4000];
    double[] y = new double[4000];
    for (int i = 0; i < y.length; i++) {
      truth[i] = Logistic.sigmoid(x.get(i, 0));
      y[i] = random.nextDouble() < truth[i] ? 1 : 0;
    }
    for (Learner learner : PROBABILITIES) {
      Predictor model = learner.fit(x, y, range(0, 3000), Seed.of(1));
      for (int i = 3000; i < 4000; i++) {
        assertThat(model.predict(x, i)).isBetween(0.0, 1.0);
      }
      assertThat(error(model, x, truth, 3000, 4000)).as(learner.name()).isLessThan(.02);
    }
  }

  @Test
  void fit_sameSeedAndAnyThreads_predictsTheSameBits() {
    Features x = noise(9000, 3, 6);
    double[] y = new double[9000];
    Arrays.setAll(y, i -> x.get(i, 0) * x.get(i, 1));
    int[] rows = range(0, 9000);
    BoostingOptions boosting = BoostingOptions.defaults().withTrees(10);
    ForestOptions forest = ForestOptions.defaults().withTrees(6).withMinLeaf(50);
    double first = 0;
    double second = 0;
    for (int threads : new int[] {1, 2, 8}) {
      double ofBoosting =
          Learners.boosting(boosting.withThreads(threads))
              .fit(x, y, rows, Seed.of(1))
              .predict(x, 17);
      double ofForest =
          Learners.forest(forest.withThreads(threads)).fit(x, y, rows, Seed.of(1)).predict(x, 17);
      assertThat(threads == 1 || (ofBoosting == first && ofForest == second)).isTrue();
      first = ofBoosting;
      second = ofForest;
    }
    for (Learner learner : List.of(Learners.mlp(), Learners.lasso())) {
      int[] some = range(0, 500);
      assertThat(learner.fit(x, y, some, Seed.of(2)).predict(x, 3))
          .isEqualTo(learner.fit(x, y, some, Seed.of(2)).predict(x, 3));
    }
  }

  @Test
  void fit_rowsNotChosen_changeNothing() {
    Features x = noise(400, 2, 7);
    double[] y = new double[400];
    Arrays.setAll(y, i -> x.get(i, 0));
    double[] other = y.clone();
    for (int i = 200; i < 400; i++) {
      other[i] = 1e6;
    }
    for (Learner learner : NUMBERS) {
      assertThat(learner.fit(x, other, range(0, 200), Seed.of(1)).predict(x, 300))
          .as(learner.name())
          .isEqualTo(learner.fit(x, y, range(0, 200), Seed.of(1)).predict(x, 300));
    }
  }

  @Test
  void fit_noFeatures_predictsTheMean() {
    Features none = Features.none(40);
    double[] y = new double[40];
    Arrays.setAll(y, i -> i % 4 == 0 ? 1 : 0);
    for (Learner learner : NUMBERS) {
      assertThat(learner.fit(none, y, range(0, 40), Seed.of(1)).predict(none, 0))
          .as(learner.name())
          .isCloseTo(.25, within(.08));
    }
    for (Learner learner : PROBABILITIES) {
      assertThat(learner.fit(none, y, range(0, 40), Seed.of(1)).predict(none, 0))
          .as(learner.name())
          .isCloseTo(.25, within(.08));
    }
  }

  @Test
  void fit_constantTarget_isThatConstant() {
    Features x = noise(60, 2, 8);
    double[] y = new double[60];
    Arrays.fill(y, 7);
    for (Learner learner : NUMBERS) {
      assertThat(learner.fit(x, y, range(0, 60), Seed.of(1)).predict(x, 0))
          .as(learner.name())
          .isCloseTo(7, within(1e-6));
    }
  }

  @Test
  void predict_otherWidth_isRefused() {
    Features x = noise(100, 2, 9);
    Features wide = noise(100, 3, 9);
    double[] y = new double[100];
    Arrays.setAll(y, i -> x.get(i, 0));
    for (Learner learner : NUMBERS) {
      Predictor model = learner.fit(x, y, range(0, 100), Seed.of(1));
      assertThatIllegalArgumentException()
          .as(learner.name())
          .isThrownBy(() -> model.predict(wide, 0))
          .withMessageContaining("columns");
    }
  }

  @Test
  void logisticFit_notBinary_isRefused() {
    Features x = noise(10, 1, 10);
    for (Learner learner :
        List.of(
            Learners.logisticLasso(),
            Learners.logisticMlp(),
            Learners.logisticBoosting(BoostingOptions.defaults()))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> learner.fit(x, new double[10], range(0, 10), Seed.of(1)))
          .withMessageContaining("all 10 rows are 0");
    }
  }

  /**
   * With orthonormal features the lasso is soft thresholding: irrelevant features get exactly 0.
   */
  @Test
  void lasso_manyNoiseFeatures_usesFew() {
    Features x = noise(200, 100, 11);
    SplittableRandom random = new SplittableRandom(12);
    double[] y = new double[200];
    Arrays.setAll(y, i -> 3 * x.get(i, 5) + random.nextGaussian());
    Predictor model = Learners.lasso().fit(x, y, range(0, 200), Seed.of(1));
    double[][] unit = new double[101][100];
    for (int c = 0; c < 100; c++) {
      unit[c + 1][c] = 1;
    }
    Features probes =
        Features.ofRows(IntStream.range(0, 100).mapToObj(c -> "x" + c).toList(), unit);
    double base = model.predict(probes, 0);
    int used = 0;
    for (int c = 0; c < 100; c++) {
      used += model.predict(probes, c + 1) == base ? 0 : 1;
    }
    assertThat(used).isBetween(1, 50);
    assertThat(model.predict(probes, 6) - base).isCloseTo(3, within(.4));
  }

  /** By hand: the best single split of 1, 2, 9, 10 at x = 0, 1, 2, 3 lies between 1 and 2. */
  @Test
  void tree_oneSplit_isTheBestOne() {
    Features x = Features.ofRows(List.of("x"), new double[][] {{0}, {1}, {2}, {3}});
    double[] y = {1, 2, 9, 10};
    Predictor stump = Learners.tree(1, 1).fit(x, y, range(0, 4), Seed.of(1));
    assertThat(stump.predict(x, 0)).isEqualTo(1.5);
    assertThat(stump.predict(x, 1)).isEqualTo(1.5);
    assertThat(stump.predict(x, 2)).isEqualTo(9.5);
    Features between = Features.ofRows(List.of("x"), new double[][] {{1.4}, {1.6}});
    assertThat(stump.predict(between, 0)).isEqualTo(1.5);
    assertThat(stump.predict(between, 1)).isEqualTo(9.5);
    assertThat(Learners.tree(0, 1).fit(x, y, range(0, 4), Seed.of(1)).predict(x, 0)).isEqualTo(5.5);
  }

  @Test
  void stacking_oneGoodLearner_takesIt() {
    Features x = noise(300, 1, 13);
    double[] y = new double[300];
    Arrays.setAll(y, i -> 4 * x.get(i, 0));
    Predictor model =
        Learners.stacking(Learners.mean(), Learners.ridge(0)).fit(x, y, range(0, 300), Seed.of(1));
    assertThat(model.predict(x, 0)).isCloseTo(y[0], within(.05));
  }

  @Test
  void options_outOfRange_areRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Learners.tree(1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> Learners.elasticNet(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BoostingOptions.defaults().withRate(0))
        .withMessageContaining("rate");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ForestOptions.defaults().withFeatureShare(2));
    assertThatIllegalArgumentException().isThrownBy(Learners::stacking);
  }
}
