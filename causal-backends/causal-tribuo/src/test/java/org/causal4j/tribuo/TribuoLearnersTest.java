package org.causal4j.tribuo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.estimate.Aipw;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.Estimators;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Learner;
import org.causal4j.core.learn.Predictor;
import org.junit.jupiter.api.Test;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.classification.sgd.objectives.Hinge;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.regression.rtree.CARTRegressionTrainer;
import org.tribuo.regression.rtree.impurity.MeanSquaredError;

class TribuoLearnersTest {
  private static final int N = 300;

  /** Draws a random part of the features at each split, so that its seed matters. */
  private static CARTRegressionTrainer tree() {
    return new CARTRegressionTrainer(6, 2f, 0f, .4f, false, new MeanSquaredError(), 1L);
  }

  private static List<Learner> learners() {
    return List.of(
        TribuoLearners.regression(tree()),
        TribuoLearners.classification(new LogisticRegressionTrainer()));
  }

  private static double[][] rows(SplittableRandom random) {
    double[][] rows = new double[N][3];
    for (double[] row : rows) {
      Arrays.setAll(row, c -> 2 * random.nextDouble() - 1);
    }
    return rows;
  }

  private static Features features() {
    return Features.ofRows(List.of("a", "b", "c"), rows(new SplittableRandom(1)));
  }

  private static double[] binary(Features x) {
    SplittableRandom random = new SplittableRandom(2);
    double[] y = new double[N];
    Arrays.setAll(
        y, i -> random.nextDouble() < 1 / (1 + Math.exp(-3 * x.get(i, 0) - x.get(i, 1))) ? 1 : 0);
    return y;
  }

  private static double[] predictions(Predictor model, Features x) {
    return IntStream.range(0, N).mapToDouble(i -> model.predict(x, i)).toArray();
  }

  @Test
  void fit_sameSeed_sameModelWhateverRanBefore() {
    Features x = features();
    double[] y = binary(x);
    int[] all = IntStream.range(0, N).toArray();
    for (Learner learner : learners()) {
      double[] first = predictions(learner.fit(x, y, all, Seed.of(5)), x);
      learner.fit(x, y, all, Seed.of(6));
      assertThat(predictions(learner.fit(x, y, all, Seed.of(5)), x))
          .as(learner.name())
          .isEqualTo(first);
      assertThat(first).doesNotContain(Double.NaN);
    }
    Learner tree = learners().get(0);
    assertThat(predictions(tree.fit(x, y, all, Seed.of(6)), x))
        .isNotEqualTo(predictions(tree.fit(x, y, all, Seed.of(5)), x));
  }

  @Test
  void fit_manyAtOnce_sameAsOneByOne() {
    Features x = features();
    double[] y = binary(x);
    int[] all = IntStream.range(0, N).toArray();
    for (Learner learner : learners()) {
      List<double[]> alone =
          IntStream.range(0, 16)
              .mapToObj(s -> predictions(learner.fit(x, y, all, Seed.of(s)), x))
              .toList();
      List<double[]> together =
          IntStream.range(0, 16)
              .parallel()
              .mapToObj(s -> predictions(learner.fit(x, y, all, Seed.of(s)), x))
              .toList();
      for (int s = 0; s < 16; s++) {
        assertThat(together.get(s)).isEqualTo(alone.get(s));
      }
    }
  }

  @Test
  void fit_someRows_doesNotSeeTheOthers() {
    Features x = features();
    double[] y = binary(x);
    int[] first = IntStream.range(0, 200).toArray();
    double[] changed = y.clone();
    for (int i = 200; i < N; i++) {
      changed[i] = 1 - changed[i];
    }
    for (Learner learner : learners()) {
      assertThat(predictions(learner.fit(x, changed, first, Seed.of(1)), x))
          .isEqualTo(predictions(learner.fit(x, y, first, Seed.of(1)), x));
    }
  }

  @Test
  void fit_knownLaw_predictsIt() {
    Features x = features();
    double[] y = new double[N];
    Arrays.setAll(y, i -> x.get(i, 0) > 0 ? 3 : -1);
    int[] all = IntStream.range(0, N).toArray();
    Learner tree = TribuoLearners.regression(new CARTRegressionTrainer(4));
    double[] fitted = predictions(tree.fit(x, y, all, Seed.of(1)), x);
    for (int i = 0; i < N; i++) {
      assertThat(fitted[i]).isCloseTo(y[i], within(1e-9));
    }
    double[] p =
        predictions(
            TribuoLearners.classification(new LogisticRegressionTrainer())
                .fit(x, binary(x), all, Seed.of(1)),
            x);
    for (int i = 0; i < N; i++) {
      assertThat(p[i]).isBetween(0.0, 1.0);
    }
    double apart = 0;
    for (int i = 0; i < N; i++) {
      apart += (x.get(i, 0) > 0 ? p[i] : -p[i]) / (N / 2.0);
    }
    assertThat(apart).isGreaterThan(.3);
    double[] none = predictions(tree.fit(Features.none(N), y, all, Seed.of(1)), Features.none(N));
    assertThat(none[0]).isCloseTo(Arrays.stream(y).average().orElseThrow(), within(1e-6));
  }

  @Test
  void aipw_confounded_findsTheEffectOnAnyNumberOfThreads() {
    SplittableRandom random = new SplittableRandom(3);
    int n = 1500;
    double[] x = new double[n];
    double[] t = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = 2 * random.nextDouble() - 1;
      t[i] = random.nextDouble() < 1 / (1 + Math.exp(-1.5 * x[i])) ? 1 : 0;
      y[i] = 2 * t[i] + 3 * x[i] + random.nextGaussian();
    }
    Table table =
        Table.of(
            Column.Continuous.of("x", x),
            Column.Continuous.of("t", t),
            Column.Continuous.of("y", y));
    Aipw aipw =
        Estimators.aipw()
            .withOutcome(TribuoLearners.regression(new CARTRegressionTrainer(5)))
            .withPropensity(TribuoLearners.classification(new LogisticRegressionTrainer()));
    EffectEstimate one =
        aipw.estimate(Design.backdoor("t", "y", "x"), table, Contrast.binary("t"), Seed.of(1));
    assertThat(one.estimate()).isCloseTo(2, within(4 * one.standardError()));
    for (int threads : new int[] {2, 8}) {
      EffectEstimate more =
          aipw.withThreads(threads)
              .estimate(Design.backdoor("t", "y", "x"), table, Contrast.binary("t"), Seed.of(1));
      assertThat(more.estimate()).isEqualTo(one.estimate());
      assertThat(more.standardError()).isEqualTo(one.standardError());
    }
  }

  @Test
  void fit_badInput_isRefused() {
    Features x = features();
    double[] y = binary(x);
    int[] all = IntStream.range(0, N).toArray();
    Learner tree = TribuoLearners.regression(new CARTRegressionTrainer(3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tree.fit(x, y, new int[0], Seed.of(1)))
        .withMessageContaining("none to learn from");
    Learner logistic = TribuoLearners.classification(new LogisticRegressionTrainer());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> logistic.fit(x, new double[N], all, Seed.of(1)))
        .withMessageContaining("all 300 rows are 0");
    y[4] = .5;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> logistic.fit(x, y, all, Seed.of(1)))
        .withMessageContaining("neither 0 nor 1");
    Learner hinge =
        TribuoLearners.classification(new LinearSGDTrainer(new Hinge(), new AdaGrad(.1), 5, 1L));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hinge.fit(x, binary(x), all, Seed.of(1)))
        .withMessageContaining("not probabilities");
    Learner splits =
        TribuoLearners.classification(
            new CARTClassificationTrainer(4, 2f, 0f, .4f, false, new GiniIndex(), 1L));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> splits.fit(x, binary(x), all, Seed.of(1)))
        .withMessageContaining("not probabilities");
  }
}
