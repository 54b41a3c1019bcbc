package org.causal4j.core.cate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Learners;
import org.junit.jupiter.api.Test;

class CateLearnersTest {
  private static final Seed SEED = Seed.of(7);

  private static List<CateLearner> linear() {
    CateOptions options = Worlds.RIDGE;
    return List.of(
        CateLearners.t(options),
        CateLearners.x(options),
        CateLearners.r(options),
        CateLearners.dr(options),
        CateLearners.drLinear(options),
        CateLearners.rLinear(options),
        CateLearners.s(options.withOutcome(Learners.splineRidge())),
        CateLearners.auto(options));
  }

  @Test
  void fit_linearEffect_everyLearnerFindsIt() {
    Worlds.World world = Worlds.of(2_000, 1, x -> 1 + x[1]);
    for (CateLearner learner : linear()) {
      CateModel model = learner.fit(world.data(), SEED);
      double error = CateEvaluation.rootPehe(model.effects(world.data().x()), world.truth());
      assertThat(error).as(learner.name()).isLessThan(0.25);
      assertThat(model.effect(world.data().x(), 5)).isEqualTo(model.effects(world.data().x())[5]);
    }
  }

  @Test
  void fit_anyNumberOfThreads_sameBits() {
    Worlds.World world = Worlds.of(300, 2, x -> x[1]);
    for (CateLearner one : List.of(CateLearners.auto(Worlds.RIDGE))) {
      CateLearner two = CateLearners.auto(Worlds.RIDGE.withThreads(3));
      assertThat(two.fit(world.data(), SEED).effects(world.data().x()))
          .isEqualTo(one.fit(world.data(), SEED).effects(world.data().x()));
    }
    CateModel one =
        CateLearners.halfSampled(CateLearners.t(Worlds.RIDGE), 5, 1).fit(world.data(), SEED);
    CateModel two =
        CateLearners.halfSampled(CateLearners.t(Worlds.RIDGE), 5, 2).fit(world.data(), SEED);
    assertThat(two.estimate(world.data().x(), 3)).isEqualTo(one.estimate(world.data().x(), 3));
  }

  @Test
  void estimate_linearEffect_intervalsCover() {
    int covered = 0;
    int asked = 0;
    for (int r = 0; r < 60; r++) {
      Worlds.World world = Worlds.of(400, 100 + r, x -> 1 + x[1]);
      for (CateLearner learner :
          List.of(CateLearners.drLinear(Worlds.RIDGE), CateLearners.rLinear(Worlds.RIDGE))) {
        CateModel model = learner.fit(world.data(), SEED);
        for (int i = 0; i < 5; i++) {
          asked++;
          boolean covers =
              model.estimate(world.data().x(), i).interval().covers(world.effects().get(i));
          covered += covers ? 1 : 0;
        }
      }
    }
    assertThat((double) covered / asked).isBetween(0.90, 0.99);
  }

  @Test
  void estimate_halfSampled_covers() {
    int covered = 0;
    int asked = 0;
    for (int r = 0; r < 25; r++) {
      Worlds.World world = Worlds.of(400, 300 + r, x -> 1 + x[1]);
      CateModel model =
          CateLearners.halfSampled(
                  CateLearners.t(Worlds.RIDGE.withOutcome(Learners.ridge(0))), 30, 1)
              .fit(world.data(), SEED);
      for (CateEstimate estimate :
          model.estimates(world.data().x().rows(new int[] {0, 1, 2, 3, 4, 5, 6, 7}), 0.95)) {
        covered += estimate.interval().covers(world.effects().get(asked % 8)) ? 1 : 0;
        asked++;
      }
    }
    assertThat((double) covered / asked).isBetween(0.88, 1.0);
  }

  @Test
  void estimate_clusters_widenTheInterval() {
    Worlds.World world = Worlds.of(500, 3, x -> 1);
    int[] copies = IntStream.range(0, 2_000).map(i -> i / 4).toArray();
    CateData copied = world.data().rows(copies);
    CateLearner learner = CateLearners.drLinear(Worlds.RIDGE);
    double one = learner.fit(world.data(), SEED).estimate(world.data().x(), 0).standardError();
    double four = learner.fit(copied, SEED).estimate(world.data().x(), 0).standardError();
    assertThat(four / one).isBetween(0.85, 1.15);
  }

  @Test
  void estimate_withoutIntervals_typedError() {
    Worlds.World world = Worlds.of(200, 4, x -> 1);
    CateModel model = CateLearners.t(Worlds.RIDGE).fit(world.data(), SEED);
    assertThat(model.hasIntervals()).isFalse();
    assertThatThrownBy(() -> model.estimate(world.data().x(), 0))
        .isInstanceOf(NoIntervalException.class)
        .hasMessageContaining("halfSampled");
    assertThatThrownBy(() -> model.effect(Features.none(1), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the model [a, b, c, d]");
  }

  @Test
  void fit_knownPropensity_isUsed() {
    Worlds.World world = Worlds.of(300, 5, x -> 1);
    double[] half = new double[300];
    Arrays.fill(half, 0.5);
    CateNuisances nuisances =
        CateNuisances.of(world.data().withPropensity(half), Worlds.RIDGE, SEED);
    assertThat(nuisances.propensity(17)).isEqualTo(0.5);
    double m1 = nuisances.treatedOutcome(17);
    double m0 = nuisances.controlOutcome(17);
    double y = world.data().y(17);
    double residual = world.data().treatment(17) == 1 ? (y - m1) * 2 : -(y - m0) * 2;
    assertThat(nuisances.score(17)).isCloseTo(m1 - m0 + residual, within(1e-12));
    assertThat(nuisances.outcome(17)).isCloseTo((m1 + m0) / 2, within(1e-12));
  }

  @Test
  void fit_fewerClustersThanCoefficients_refused() {
    Features wide =
        Features.ofRows(
            IntStream.range(0, 60).mapToObj(c -> "x" + c).toList(),
            IntStream.range(0, 40)
                .mapToObj(
                    i -> IntStream.range(0, 60).mapToDouble(c -> Math.sin(i * 61 + c)).toArray())
                .toArray(double[][]::new));
    CateData data =
        CateData.of(
            wide,
            IntStream.range(0, 40).map(i -> i % 2).toArray(),
            IntStream.range(0, 40).mapToDouble(i -> i % 7).toArray());
    assertThatThrownBy(() -> CateLearners.drLinear(Worlds.RIDGE).fit(data, SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("40 clusters can't carry 61 coefficients");
    // Where nothing is inferred a penalty makes up for it.
    assertThat(CateLearners.t(Worlds.RIDGE).fit(data, SEED).effects(wide))
        .doesNotContain(Double.NaN);
  }

  @Test
  void fit_armTooSmallForFolds_refused() {
    Worlds.World world = Worlds.of(50, 6, x -> 1);
    int[] rare = new int[50];
    rare[3] = 1;
    CateData data = CateData.of(world.data().x(), rare, world.data().outcomes());
    assertThatThrownBy(() -> CateLearners.dr(Worlds.RIDGE).fit(data, SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("treated");
  }

  @Test
  void of_badArrays_refused() {
    Features x = Features.none(2);
    assertThatThrownBy(() -> CateData.of(x, new int[] {1, 1}, new double[2]))
        .hasMessageContaining("constant, 2 treated and 0 control");
    assertThatThrownBy(() -> CateData.of(x, new int[] {0, 2}, new double[2]))
        .hasMessageContaining("row 1 is 2");
    assertThatThrownBy(
            () -> CateData.of(x, new int[] {0, 1}, new double[] {0, Double.POSITIVE_INFINITY}))
        .hasMessageContaining("row 1 is Infinity");
    assertThatThrownBy(() -> CateData.of(x, new int[] {0, 1, 0}, new double[2]))
        .hasMessageContaining("lengths differ");
    CateData data = CateData.of(x, new int[] {0, 1}, new double[2]);
    assertThatThrownBy(() -> data.withPropensity(new double[] {0.5, 1}))
        .hasMessageContaining("row 1 is 1.0");
  }

  @Test
  void of_table_readsAdjustmentAndModifiers() {
    Table table =
        Table.of(
            Column.Continuous.of("t", 0, 1, 0, 1),
            Column.Continuous.of("y", 1, 2, 3, 4),
            Column.Continuous.of("a", 5, 6, 7, 8),
            Column.Continuous.of("b", 9, 10, 11, 12),
            Column.Continuous.of("u", 1, 1, 2, 2));
    CateData data =
        CateData.of(
            Design.backdoor("t", "y", "a"),
            List.of("b"),
            table,
            Contrast.binary("t"),
            Optional.of("u"));
    assertThat(data.x().names()).containsExactly("a", "b");
    assertThat(data.treatments()).containsExactly(0, 1, 0, 1);
    assertThat(data.clusters()).containsExactly(0, 0, 1, 1);
    assertThatThrownBy(
            () ->
                CateData.of(
                    Design.backdoor("t", "y", "a"),
                    List.of("a"),
                    table,
                    Contrast.binary("t"),
                    Optional.empty()))
        .hasMessageContaining("'a' is named twice");
    assertThatThrownBy(
            () ->
                CateData.of(
                    Design.frontDoor("t", "y", "a"),
                    List.of(),
                    table,
                    Contrast.binary("t"),
                    Optional.empty()))
        .hasMessageContaining("front-door");
  }
}
