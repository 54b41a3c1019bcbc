package org.causal4j.core.forest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Learner;
import org.causal4j.core.learn.Predictor;

/**
 * What must not change the effects. Expectations are medians; numbers are multiples of 1/64 and
 * shifts and factors are exact, so the same trees grow and the laws hold to the bit.
 */
class CausalForestLawsTest {
  private static final int N = 160;

  private static CausalForest fit(double[][] x, double[] t, double[] y) {
    return fit(x, t, y, CausalForestOptions.Trend.SPLINES);
  }

  private static CausalForest fit(
      double[][] x, double[] t, double[] y, CausalForestOptions.Trend trend) {
    return new CausalForestFit(
            ForestData.features(x),
            IntStream.range(0, N).toArray(),
            ForestData.SMALL
                .withTrees(8)
                .withNuisanceTrees(8)
                .withLearners(MEDIAN, MEDIAN)
                .withTrend(trend),
            Seed.of(3),
            ProgressListener.NONE)
        .fit(t, y, Optional.empty());
  }

  /** Predicts the lower median, so that shifts and factors pass through it exactly. */
  private static final Learner MEDIAN =
      new Learner() {
        @Override
        public String name() {
          return "median";
        }

        @Override
        public Predictor fit(Features x, double[] y, int[] rows, Seed seed) {
          double[] sorted = Arrays.stream(rows).mapToDouble(r -> y[r]).sorted().toArray();
          double median = sorted[sorted.length / 2];
          return (features, row) -> median;
        }
      };

  private static double[] draw(SplittableRandom random, int range) {
    double[] values = new double[N];
    Arrays.setAll(values, i -> random.nextInt(range) / 64.0);
    return values;
  }

  @Property(tries = 15)
  void effects_outcomeShifted_stay(
      @ForAll long seed, @ForAll @IntRange(min = -1000, max = 1000) int shift) {
    SplittableRandom random = Seed.of(seed).random();
    double[][] x = ForestData.uniform(N, 3, random);
    double[] t = draw(random, 200);
    double[] y = draw(random, 1000);
    double[] shifted = Arrays.stream(y).map(v -> v + shift).toArray();
    assertThat(fit(x, t, shifted).outOfBagEffects()).isEqualTo(fit(x, t, y).outOfBagEffects());
  }

  @Property(tries = 15)
  void effects_outcomeScaled_scale(
      @ForAll long seed, @ForAll @IntRange(min = -20, max = 20) int power) {
    SplittableRandom random = Seed.of(seed).random();
    double[][] x = ForestData.uniform(N, 3, random);
    double[] t = draw(random, 200);
    double[] y = draw(random, 1000);
    double factor = Math.scalb(1.0, power);
    double[] scaled = Arrays.stream(y).map(v -> v * factor).toArray();
    double[] expected =
        Arrays.stream(fit(x, t, y).outOfBagEffects()).map(v -> v * factor).toArray();
    CausalForest forest = fit(x, t, scaled);
    assertThat(forest.outOfBagEffects()).isEqualTo(expected);
  }

  @Property(tries = 15)
  void effects_treatmentScaled_divide(
      @ForAll long seed, @ForAll @IntRange(min = -20, max = 20) int power) {
    SplittableRandom random = Seed.of(seed).random();
    double[][] x = ForestData.uniform(N, 3, random);
    double[] t = draw(random, 200);
    double[] y = draw(random, 1000);
    double factor = Math.scalb(1.0, power);
    double[] scaled = Arrays.stream(t).map(v -> v * factor).toArray();
    double[] expected =
        Arrays.stream(fit(x, t, y).outOfBagEffects()).map(v -> v / factor).toArray();
    assertThat(fit(x, scaled, y).outOfBagEffects()).isEqualTo(expected);
  }

  @Property(tries = 15)
  void effects_featuresMonotonelyTransformed_stayWithoutATrend(@ForAll long seed) {
    SplittableRandom random = Seed.of(seed).random();
    double[][] x = ForestData.uniform(N, 3, random);
    double[] t = draw(random, 200);
    double[] y = draw(random, 1000);
    double[][] moved = new double[N][3];
    for (int i = 0; i < N; i++) {
      for (int c = 0; c < 3; c++) {
        moved[i][c] = Math.exp(3 * x[i][c]);
      }
    }
    CausalForestOptions.Trend none = CausalForestOptions.Trend.NONE;
    assertThat(fit(moved, t, y, none).outOfBagEffects())
        .isEqualTo(fit(x, t, y, none).outOfBagEffects());
  }
}
