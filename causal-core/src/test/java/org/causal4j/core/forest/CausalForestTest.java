package org.causal4j.core.forest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.causal4j.core.DataFormatException;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.cate.CateData;
import org.causal4j.core.cate.CateModel;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.Estimand;
import org.causal4j.core.estimate.Overlap;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Learners;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CausalForestTest {
  private static final CausalForestOptions SMALL = ForestData.SMALL;

  private static double step(double[] x) {
    return x[0] > 0.5 ? 2 : 0;
  }

  private static CausalForestOptions linear() {
    return SMALL.withLearners(Learners.ridge(), Learners.logistic());
  }

  private static double error(double[] effects, Features x, boolean step) {
    double squares = 0;
    for (int i = 0; i < effects.length; i++) {
      double truth = step ? step(new double[] {x.get(i, 0)}) : 3 * x.get(i, 1) - 1;
      squares += Math.pow(effects[i] - truth, 2) / effects.length;
    }
    return Math.sqrt(squares);
  }

  @Test
  void fit_stepEffect_isRecoveredAndItsFeatureNamed() {
    CateData data = ForestData.confounded(4000, CausalForestTest::step, Seed.of(1));
    CausalForest forest = CausalForest.fit(data, SMALL.withTrees(200), Seed.of(2));
    Features fresh = ForestData.features(ForestData.uniform(500, 4, Seed.of(3).random()));
    assertThat(error(forest.effects(fresh), fresh, true)).isLessThan(0.35);
    assertThat(error(forest.outOfBagEffects(), data.x(), true)).isLessThan(0.35);
    assertThat(forest.importance().get("x0")).isGreaterThan(0.5);
    assertThat(forest.importance().values().stream().mapToDouble(v -> v).sum())
        .isCloseTo(1, within(1e-12));
    Calibration calibration = forest.calibration();
    assertThat(calibration.mean()).isCloseTo(1, within(0.1));
    assertThat(calibration.difference()).isCloseTo(1, within(0.2));
    assertThat(calibration.differencePValue()).isLessThan(1e-6);
  }

  @Test
  void fit_linearEffect_isRecoveredWithCoveringIntervals() {
    CateData data = ForestData.confounded(3000, x -> 3 * x[1] - 1, Seed.of(4));
    CausalForest forest = CausalForest.fit(data, linear().withTrees(300), Seed.of(5));
    Features fresh = ForestData.features(ForestData.uniform(400, 4, Seed.of(6).random()));
    assertThat(error(forest.effects(fresh), fresh, false)).isLessThan(0.35);
    var estimates = forest.estimates(fresh, 0.95);
    long covered =
        IntStream.range(0, 400)
            .filter(i -> estimates.get(i).interval().covers(3 * fresh.get(i, 1) - 1))
            .count();
    assertThat(covered).isGreaterThan(340);
  }

  @Test
  void averageEffect_confoundedData_coversTheTruthWhereTheNaiveContrastDoesNot() {
    CateData data = ForestData.confounded(4000, CausalForestTest::step, Seed.of(7));
    CausalForest forest = CausalForest.fit(data, linear().withTrees(100), Seed.of(8));
    EffectEstimate ate = forest.averageEffect();
    assertThat(ate.interval().covers(1)).isTrue();
    assertThat(ate.standardError()).isBetween(0.01, 0.05);
    assertThat(ate.isQuotable()).isTrue();
    assertThat(naive(data) - 1).isGreaterThan(5 * ate.standardError());
    EffectEstimate att = forest.averageEffectOnTreated(0.9);
    assertThat(att.estimand()).isEqualTo(Estimand.ATT);
    assertThat(att.estimate()).isCloseTo(1, within(4 * att.standardError()));
  }

  private static double naive(CateData data) {
    double[] sum = new double[2];
    for (int i = 0; i < data.n(); i++) {
      sum[data.treatment(i)] += data.y(i);
    }
    return sum[1] / data.treated() - sum[0] / data.control();
  }

  @Test
  void fit_continuousTreatment_findsTheSlopeInUnitsOfTheTreatment() {
    SplittableRandom random = Seed.of(9).random();
    double[][] x = ForestData.uniform(3000, 3, random);
    double[] treatment = new double[3000];
    double[] y = new double[3000];
    for (int i = 0; i < y.length; i++) {
      treatment[i] = 100 + 20 * (x[i][1] + random.nextGaussian());
      y[i] = x[i][1] + 0.05 * (x[i][0] > 0.5 ? 1 : -1) * treatment[i] + random.nextGaussian();
    }
    int[] own = IntStream.range(0, 3000).toArray();
    CausalForest forest =
        CausalForest.fit(
            ForestData.features(x),
            treatment,
            y,
            own,
            SMALL.withTrees(100),
            Seed.of(10),
            ProgressListener.NONE);
    Features probe = ForestData.features(new double[][] {{0.9, 0.5, 0.5}, {0.1, 0.5, 0.5}});
    assertThat(forest.effect(probe, 0)).isCloseTo(0.05, within(0.015));
    assertThat(forest.effect(probe, 1)).isCloseTo(-0.05, within(0.015));
    assertThat(forest.averageEffect().estimate()).isCloseTo(0, within(0.01));
    assertThat(forest.overlap()).isEmpty();
    assertThatThrownBy(() -> forest.averageEffectOnTreated(0.95))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void fit_anyNumberOfThreads_givesTheSameBits() {
    CateData data = ForestData.confounded(600, CausalForestTest::step, Seed.of(11));
    CausalForestOptions options = SMALL.withMtry(2);
    CausalForest one = CausalForest.fit(data, options, Seed.of(12));
    for (int threads : new int[] {2, 8}) {
      CausalForest many = CausalForest.fit(data, options.withThreads(threads), Seed.of(12));
      assertThat(many.outOfBagEffects()).isEqualTo(one.outOfBagEffects());
      assertThat(many.effects(data.x())).isEqualTo(one.effects(data.x()));
      assertThat(many.averageEffect()).isEqualTo(one.averageEffect());
    }
    assertThat(CausalForest.fit(data, options, Seed.of(13)).outOfBagEffects())
        .isNotEqualTo(one.outOfBagEffects());
  }

  @Test
  void estimates_manyRows_areThoseOfEachRowAlone() {
    CateData data = ForestData.confounded(500, CausalForestTest::step, Seed.of(14));
    CateModel forest = CausalForest.learner(linear()).fit(data, Seed.of(15));
    var all = forest.estimates(data.x(), 0.9);
    double[] effects = forest.effects(data.x());
    for (int i = 0; i < 500; i++) {
      assertThat(all.get(i)).isEqualTo(forest.estimate(data.x(), i, 0.9));
      assertThat(effects[i]).isEqualTo(forest.effect(data.x(), i));
    }
  }

  @Test
  void load_savedForest_answersWithTheSameBits(@TempDir Path folder) throws Exception {
    CateData data = ForestData.confounded(500, CausalForestTest::step, Seed.of(16));
    CausalForest forest = CausalForest.fit(data, linear(), Seed.of(17));
    Path file = folder.resolve("forest");
    forest.save(file);
    CausalForest loaded = CausalForest.load(file);
    assertThat(loaded.estimates(data.x(), 0.95)).isEqualTo(forest.estimates(data.x(), 0.95));
    assertThat(loaded.averageEffect()).isEqualTo(forest.averageEffect());
    assertThat(loaded.calibration()).isEqualTo(forest.calibration());
    assertThat(loaded.importance()).isEqualTo(forest.importance());
    assertThat(loaded.toString()).isEqualTo(forest.toString());
    Path again = folder.resolve("again");
    loaded.save(again);
    assertThat(again).hasSameBinaryContentAs(file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> CausalForest.load(file))
        .isInstanceOf(DataFormatException.class)
        .hasMessageContaining("checksum");
    Files.write(file, Arrays.copyOf(bytes, 7));
    assertThatThrownBy(() -> CausalForest.load(file)).isInstanceOf(DataFormatException.class);
  }

  @Test
  void fit_armsToldApartByAFeature_overlapSaysNone() {
    SplittableRandom random = Seed.of(18).random();
    double[][] x = ForestData.uniform(600, 2, random);
    int[] treatment = Arrays.stream(x).mapToInt(row -> row[0] > 0.5 ? 1 : 0).toArray();
    double[] y = Arrays.stream(x).mapToDouble(row -> row[1] + random.nextGaussian()).toArray();
    CausalForest forest =
        CausalForest.fit(CateData.of(ForestData.features(x), treatment, y), linear(), Seed.of(19));
    assertThat(forest.overlap().orElseThrow().verdict()).isEqualTo(Overlap.Verdict.NONE);
    assertThat(forest.averageEffect().isQuotable()).isFalse();
  }

  @Test
  void fit_wholeClusters_areInOrOutOfASampleTogetherAndWidenTheError() {
    CateData data = ForestData.confounded(600, CausalForestTest::step, Seed.of(20));
    // each unit ten times: without clusters the error would be as of 6,000 units
    int[] tenfold = IntStream.range(0, 6000).map(i -> i / 10).toArray();
    CateData copies = data.rows(tenfold);
    CausalForest forest = CausalForest.fit(copies, linear(), Seed.of(21));
    CausalForest single = CausalForest.fit(data, linear(), Seed.of(21));
    assertThat(copies.n()).isEqualTo(6000);
    assertThat(forest.averageEffect().clusters()).isEqualTo(600);
    assertThat(forest.averageEffect().standardError())
        .isCloseTo(
            single.averageEffect().standardError(),
            within(0.3 * single.averageEffect().standardError()));
  }

  @Test
  void fit_listenerCancels_stops() {
    CateData data = ForestData.confounded(400, CausalForestTest::step, Seed.of(22));
    ProgressListener impatient =
        new ProgressListener() {
          private volatile boolean growing;

          @Override
          public void onProgress(String stage, long done, long total) {
            growing |= stage.contains("causal") && done >= 3;
          }

          @Override
          public boolean isCancelled() {
            return growing;
          }
        };
    assertThatThrownBy(() -> CausalForest.fit(data, linear(), Seed.of(23), impatient))
        .isInstanceOf(CancellationException.class)
        .hasMessageContaining("causal forest");
  }

  @Test
  void fit_inputThatCannotServe_isRefusedByName() {
    CateData data = ForestData.confounded(400, CausalForestTest::step, Seed.of(24));
    int[] few = IntStream.range(0, 30).toArray();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CausalForest.fit(data.rows(few), SMALL, Seed.of(1)))
        .withMessageContaining("30");
    double[] y = data.outcomes();
    double[] constant = new double[400];
    int[] own = IntStream.range(0, 400).toArray();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fit(data.x(), constant, y, own))
        .withMessageContaining("treatment: is constant");
    double[] treatment = IntStream.of(data.treatments()).asDoubleStream().toArray();
    y[7] = Double.POSITIVE_INFINITY;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fit(data.x(), treatment, y, own))
        .withMessageContaining("outcome: row 7 is Infinity");
    y[7] = 0;
    treatment[3] = Double.NaN;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fit(data.x(), treatment, y, own))
        .withMessageContaining("treatment: row 3 is NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fit(data.x(), new double[3], y, own))
        .withMessageContaining("lengths differ");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                CausalForest.fit(
                    CateData.of(Features.none(400), data.treatments(), data.outcomes()),
                    SMALL,
                    Seed.of(1)))
        .withMessageContaining("no columns");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CausalForestOptions.defaults().withTrees(5))
        .withMessageContaining("trees: 5");
    CausalForest forest = CausalForest.fit(data, linear(), Seed.of(2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> forest.effect(Features.none(3), 0))
        .withMessageContaining("x0");
  }

  private static CausalForest fit(Features x, double[] treatment, double[] y, int[] clusters) {
    return CausalForest.fit(x, treatment, y, clusters, SMALL, Seed.of(1), ProgressListener.NONE);
  }

  @Test
  void memory_moreThanTheHeap_isRefusedWithTheNumber() {
    CausalForestOptions options = CausalForestOptions.defaults().withTrees(500).withThreads(2);
    long two = ForestMemory.bytes(2_000_000, 20, options);
    assertThat(two).isBetween(1L << 30, 4L << 30);
    ForestMemory.check(2_000_000, 20, options, 4L << 30);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ForestMemory.check(2_000_000, 20, options, 1L << 30))
        .withMessageContaining((two + (1L << 20) - 1 >> 20) + " MiB")
        .withMessageContaining("1024 MiB");
    assertThat(ForestMemory.bytes(2_000_000, 20, options.withMaxDepth(8))).isLessThan(two);
  }
}
