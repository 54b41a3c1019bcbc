package org.causal4j.core.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.cate.CateData;
import org.causal4j.core.cate.CateEstimate;
import org.causal4j.core.forest.CausalForestOptions.Trend;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Learners;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The smooth part of the effect that the trees of a half-sample leave to it. */
class ForestTrendTest {
  private static final CausalForestOptions OPTIONS =
      ForestData.SMALL.withTrees(100).withLearners(Learners.ridge(), Learners.logistic());

  /** Linear in five features: what boxes of trees average out. */
  private static double plane(double[] x) {
    return 2 * (x[0] + x[1] - x[2] + x[3] - x[4]);
  }

  private static double step(double[] x) {
    return x[0] > 0.5 ? 2 : 0;
  }

  private static CateData draw(int n, ToDoubleFunction<double[]> effect, Seed seed) {
    SplittableRandom random = seed.random();
    double[][] x = ForestData.uniform(n, 5, random);
    int[] treatment = new int[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      treatment[i] = random.nextDouble() < 0.3 + 0.4 * x[i][1] ? 1 : 0;
      y[i] = x[i][1] + (treatment[i] - 0.5) * effect.applyAsDouble(x[i]) + random.nextGaussian();
    }
    return CateData.of(ForestData.features(x), treatment, y);
  }

  private record Accuracy(double bias, double rmse, double covered) {}

  /** Over ten data sets, at fixed points. */
  private static Accuracy accuracy(Trend trend, ToDoubleFunction<double[]> effect) {
    int points = 100;
    int sets = 10;
    double[][] at = ForestData.uniform(points, 5, Seed.of(1).random());
    double[] mean = new double[points];
    double squares = 0;
    double covered = 0;
    for (int k = 0; k < sets; k++) {
      CateData data = draw(800, effect, Seed.of(2).derive(k));
      var estimates =
          CausalForest.fit(data, OPTIONS.withTrend(trend), Seed.of(k))
              .estimates(ForestData.features(at), 0.95);
      for (int i = 0; i < points; i++) {
        double truth = effect.applyAsDouble(at[i]);
        CateEstimate estimate = estimates.get(i);
        mean[i] += (estimate.effect() - truth) / sets;
        squares += Math.pow(estimate.effect() - truth, 2) / points / sets;
        covered += estimate.interval().covers(truth) ? 1.0 / points / sets : 0;
      }
    }
    double bias = Arrays.stream(mean).map(Math::abs).average().orElseThrow();
    return new Accuracy(bias, Math.sqrt(squares), covered);
  }

  @Test
  void estimates_effectLinearInFiveFeatures_areNearlyUnbiasedAndCover() {
    Accuracy alone = accuracy(Trend.NONE, ForestTrendTest::plane);
    Accuracy chosen = accuracy(Trend.CHOSEN, ForestTrendTest::plane);
    assertThat(chosen.bias()).isLessThan(0.4 * alone.bias());
    assertThat(chosen.rmse()).isLessThan(0.8 * alone.rmse());
    assertThat(chosen.covered()).isGreaterThan(0.85);
  }

  @Test
  void fit_effectOfAStep_leavesTheTrendAndGivesTheBitsOfTreesAlone() {
    CateData data = draw(1000, ForestTrendTest::step, Seed.of(3));
    CausalForest chosen = CausalForest.fit(data, OPTIONS, Seed.of(4));
    CausalForest alone = CausalForest.fit(data, OPTIONS.withTrend(Trend.NONE), Seed.of(4));
    assertThat(chosen.provenance().settings()).containsEntry("trend", "none");
    assertThat(chosen.estimates(data.x(), 0.9)).isEqualTo(alone.estimates(data.x(), 0.9));
    assertThat(chosen.outOfBagEffects()).isEqualTo(alone.outOfBagEffects());
  }

  @Test
  void fit_trend_anyNumberOfThreadsAndOneRowOrManyGiveTheSameBits() {
    CateData data = draw(500, ForestTrendTest::plane, Seed.of(5));
    CausalForestOptions options = OPTIONS.withTrend(Trend.SPLINES);
    CausalForest one = CausalForest.fit(data, options, Seed.of(6));
    var all = one.estimates(data.x(), 0.95);
    double[] effects = one.effects(data.x());
    for (int i = 0; i < data.n(); i++) {
      assertThat(all.get(i)).isEqualTo(one.estimate(data.x(), i, 0.95));
      assertThat(effects[i]).isEqualTo(one.effect(data.x(), i)).isEqualTo(all.get(i).effect());
    }
    for (int threads : new int[] {2, 8}) {
      CausalForest many = CausalForest.fit(data, options.withThreads(threads), Seed.of(6));
      assertThat(many.estimates(data.x(), 0.95)).isEqualTo(all);
      assertThat(many.outOfBagEffects()).isEqualTo(one.outOfBagEffects());
    }
  }

  @Test
  void load_forestWithATrend_answersWithTheSameBits(@TempDir Path folder) throws Exception {
    CateData data = draw(500, ForestTrendTest::plane, Seed.of(7));
    CausalForest forest =
        CausalForest.fit(data, OPTIONS.withTrend(Trend.SPLINES), Seed.of(8)).withThreads(2);
    forest.save(folder.resolve("forest"));
    CausalForest loaded = CausalForest.load(folder.resolve("forest"));
    assertThat(loaded.estimates(data.x(), 0.95)).isEqualTo(forest.estimates(data.x(), 0.95));
    assertThat(loaded.importance()).isEqualTo(forest.importance());
  }

  @Test
  void fit_moreFeaturesThanATrendMayHave_isRefusedOrLeftToTheTrees() {
    SplittableRandom random = Seed.of(9).random();
    double[][] x = ForestData.uniform(200, 30, random);
    int[] treatment = IntStream.range(0, 200).map(i -> random.nextInt(2)).toArray();
    double[] y = random.doubles(200).toArray();
    CateData data = CateData.of(ForestData.features(x), treatment, y);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CausalForest.fit(data, OPTIONS.withTrend(Trend.SPLINES), Seed.of(1)))
        .withMessageContaining("trend: 30 features on 200 rows");
    assertThat(CausalForest.fit(data, OPTIONS, Seed.of(1)).provenance().settings())
        .containsEntry("trend", "none");
  }

  @Test
  void slopesOf_outcomesWithoutNoise_areTheEffectInEachHalf() {
    SplittableRandom random = Seed.of(10).random();
    double[][] rows = ForestData.uniform(2000, 4, random);
    float[] y = new float[2000];
    float[] w = new float[2000];
    for (int i = 0; i < y.length; i++) {
      w[i] = random.nextInt(2) - 0.5f;
      y[i] = w[i] * (float) (1 + 2 * rows[i][0] - 3 * rows[i][1] * rows[i][2]);
    }
    Features x = ForestData.features(rows);
    TrendFit fit = new TrendFit(x, y, w);
    Bags bags = new Bags(IntStream.range(0, 2000).toArray(), 2, 0.5, 0.5);
    double[] slopes = new double[2 * fit.size()];
    for (int group = 0; group < 2; group++) {
      bags.drawHalf(group, Seed.of(group));
      fit.slopesOf(bags, group, slopes, group * fit.size());
    }
    Trends trend = new Trends(fit.basis, slopes);
    for (int i = 0; i < 100; i++) {
      double truth = 1 + 2 * rows[i][0] - 3 * rows[i][1] * rows[i][2];
      for (int group = 0; group < 2; group++) {
        assertThat(trend.at(group, trend.functions(x, i))).isCloseTo(truth, within(0.01));
      }
    }
    float[] left = new float[2000];
    fit.leave(bags, 1, slopes, fit.size(), y, w, left);
    for (int i = 0; i < 2000; i++) {
      assertThat((double) left[i]).isCloseTo(0, within(0.01));
    }
  }

  /** The penalties know every unit, so a half without one is not quite free of it. */
  @Test
  void slopesOf_outcomesOfUnits_hardlyMoveHalvesWithoutThem() {
    SplittableRandom random = Seed.of(11).random();
    double[][] rows = ForestData.uniform(1000, 3, random);
    float[] y = new float[1000];
    float[] w = new float[1000];
    for (int i = 0; i < y.length; i++) {
      w[i] = random.nextInt(2) - 0.5f;
      y[i] = (float) random.nextGaussian();
    }
    Features x = ForestData.features(rows);
    TrendFit plain = new TrendFit(x, y, w);
    double without = 0;
    double with = 0;
    for (int unit = 0; unit < 50; unit++) {
      float[] moved = y.clone();
      moved[unit] += w[unit] > 0 ? 5 : -5;
      double[] before = effectAt(plain, x, unit);
      double[] after = effectAt(new TrendFit(x, moved, w), x, unit);
      without += after[0] - before[0];
      with += after[1] - before[1];
    }
    assertThat(with).isPositive();
    assertThat(Math.abs(without)).isLessThan(0.25 * with);
  }

  /** The mean trend at a unit of the halves without it and of those with it. */
  private static double[] effectAt(TrendFit fit, Features x, int unit) {
    Bags bags = new Bags(IntStream.range(0, 1000).toArray(), 20, 0.5, 0.5);
    double[] slopes = new double[fit.size()];
    double[] mean = new double[2];
    int[] count = new int[2];
    for (int group = 0; group < 20; group++) {
      bags.drawHalf(group, Seed.of(group));
      fit.slopesOf(bags, group, slopes, 0);
      Trends trend = new Trends(fit.basis, slopes);
      int in = bags.inBag(group, unit) ? 1 : 0;
      mean[in] += trend.at(0, trend.functions(x, unit));
      count[in]++;
    }
    return new double[] {mean[0] / count[0], mean[1] / count[1]};
  }
}
