package org.causal4j.core.uplift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.Estimators;
import org.junit.jupiter.api.Test;

class UpliftCurveTest {
  private static final Seed SEED = Seed.of(7);

  private static UpliftCurve curve(UpliftData data) {
    return UpliftCurve.of(data, SEED);
  }

  /**
   * Worked by hand: arm means are 1/2 and 1/4, ψ = 1/4 + 2(y − 1/2) or 1/4 − 2(y − 1/4); by falling
   * score ψ is 5/4, 3/4, 5/4, −5/4, −3/4, 3/4, −3/4, 3/4.
   */
  @Test
  void curve_eightUnits_isThatWorkedByHand() {
    double[] score = {8, 7, 6, 5, 4, 3, 2, 1};
    int[] treatment = {1, 0, 1, 0, 1, 0, 1, 0};
    double[] outcome = {1, 0, 1, 1, 0, 0, 0, 0};
    UpliftCurve curve = curve(UpliftData.of(score, treatment, outcome));
    double[] gains = {0, 1.25, 2, 3.25, 2, 1.25, 2, 1.25, 2};
    assertThat(curve.points().stream().mapToDouble(p -> p.gain().estimate()).toArray())
        .containsExactly(Arrays.stream(gains).map(g -> g / 8).toArray(), within(1e-12));
    // trapezoids: (Σ gains − 2/2)/8 = 14/64
    assertThat(curve.auuc().estimate()).isCloseTo(14 / 64.0, within(1e-12));
    assertThat(curve.qini().estimate()).isCloseTo(14 / 64.0 - 1 / 8.0, within(1e-12));
    assertThat(curve.ate().estimate()).isCloseTo(0.25, within(1e-12));
    PerfectModel perfect = curve.perfect().orElseThrow();
    assertThat(perfect.helped()).isCloseTo(0.5, within(1e-12));
    assertThat(perfect.harmed()).isCloseTo(0.25, within(1e-12));
    assertThat(perfect.qini().estimate()).isCloseTo((0.25 + 0.1875) / 2, within(1e-12));
  }

  @Test
  void curve_tiedScores_doNotDependOnTheOrderOfRows() {
    double[] score = {1, 1, 1, 1, 0, 0, 0, 0};
    int[] treatment = {1, 1, 0, 0, 1, 1, 0, 0};
    double[] outcome = {1, 0, 0, 0, 0, 1, 1, 1};
    UpliftCurve one = curve(UpliftData.of(score, treatment, outcome));
    double[] swapped = {0, 1, 0, 0, 1, 0, 1, 1};
    UpliftCurve other = curve(UpliftData.of(score, treatment, swapped));
    assertThat(other.qini()).isEqualTo(one.qini());
    assertThat(one.points()).hasSize(3);
    assertThat(one.gain(0.25).estimate()).isCloseTo(one.gain(0.5).estimate() / 2, within(1e-12));
  }

  @Test
  void ate_plainTrial_isTheDifferenceInMeansWithItsError() {
    Trial t = Trial.draw(3, 400, 10, true);
    Table table =
        Table.of(
            Column.Continuous.of("t", Arrays.stream(t.treatment()).asDoubleStream().toArray()),
            Column.Continuous.of("y", t.outcome()));
    EffectEstimate difference =
        Estimators.differenceInMeans()
            .estimate(Design.randomized("t", "y"), table, Contrast.binary("t"), SEED);
    UpliftValue ate = curve(t.plain()).ate();
    assertThat(ate.estimate()).isCloseTo(difference.estimate(), within(1e-12));
    assertThat(ate.standardError()).isCloseTo(difference.standardError(), within(1e-12));
  }

  /** The influence of a row is the derivative by its weight, here by central differences. */
  @Test
  void influence_everyMeasure_isTheDerivativeByTheWeight() {
    Trial t = Trial.draw(5, 120, 3, true);
    double[] m0 = Arrays.stream(t.score()).map(s -> 0.3 + s / 3).toArray();
    double[] m1 = Arrays.stream(t.score()).map(s -> 0.5 + s / 5).toArray();
    UpliftData data = t.full().withOutcomeModel(m0, m1);
    assertDerivative(data, t, c -> c.ate().estimate(), c -> c.ate().standardError());
    assertDerivative(data, t, c -> c.qini().estimate(), c -> c.qini().standardError());
    assertDerivative(data, t, c -> c.auuc().estimate(), c -> c.auuc().standardError());
    assertDerivative(data, t, c -> c.gain(0.2).estimate(), c -> c.gain(0.2).standardError());
    assertDerivative(
        data,
        t,
        c -> c.target(0.5).effectOnOthers().orElseThrow().estimate(),
        c -> c.target(0.5).effectOnOthers().orElseThrow().standardError());
    assertDerivative(
        data,
        t,
        c -> c.target(0.5).outcome().estimate(),
        c -> c.target(0.5).outcome().standardError());
    assertDerivative(
        data,
        t,
        c -> c.targetAbove(-0.3).effectOnTargeted().orElseThrow().estimate(),
        c -> c.targetAbove(-0.3).effectOnTargeted().orElseThrow().standardError());
    assertDerivative(
        data,
        t,
        c -> c.targetAbove(-0.3).overRandom().estimate(),
        c -> c.targetAbove(-0.3).overRandom().standardError());
    assertDerivative(
        t.full(),
        t,
        c -> c.qiniByPerfect().orElseThrow().estimate(),
        c -> c.qiniByPerfect().orElseThrow().standardError());
    assertDerivative(
        data,
        t,
        c -> UpliftCalibration.of(c, 4).slope().orElseThrow().estimate(),
        c -> UpliftCalibration.of(c, 4).slope().orElseThrow().standardError());
    assertDerivative(
        data,
        t,
        c -> UpliftCalibration.of(c, 4).intercept().orElseThrow().estimate(),
        c -> UpliftCalibration.of(c, 4).intercept().orElseThrow().standardError());
    assertDerivative(
        data,
        t,
        c -> UpliftCalibration.of(c, 4).meanError().estimate(),
        c -> UpliftCalibration.of(c, 4).meanError().standardError());
  }

  private static void assertDerivative(
      UpliftData data,
      Trial t,
      ToDoubleFunction<UpliftCurve> estimate,
      ToDoubleFunction<UpliftCurve> error) {
    int clusters = data.clusters();
    double[] sums = new double[clusters];
    double step = 1e-4;
    for (int i = 0; i < data.rows(); i++) {
      double[] more = t.weight().clone();
      double[] less = t.weight().clone();
      more[i] += step;
      less[i] -= step;
      double slope =
          (estimate.applyAsDouble(curve(data.withWeights(more)))
                  - estimate.applyAsDouble(curve(data.withWeights(less))))
              / (2 * step);
      sums[t.cluster()[i]] += t.weight()[i] * slope;
    }
    double squares = Arrays.stream(sums).map(s -> s * s).sum();
    assertThat(error.applyAsDouble(curve(data)))
        .isCloseTo(Math.sqrt(squares * clusters / (clusters - 1.0)), within(1e-6));
  }

  @Test
  void curve_negativeEffect_keepsTheSign() {
    // treatment harms those of low score and leaves the others alone
    int n = 400;
    double[] score = IntStream.range(0, n).mapToDouble(i -> i).toArray();
    int[] treatment = IntStream.range(0, n).map(i -> i % 2).toArray();
    double[] outcome =
        IntStream.range(0, n).mapToDouble(i -> i < n / 2 && i % 2 == 1 ? 0 : 1).toArray();
    UpliftCurve good = curve(UpliftData.of(score, treatment, outcome));
    double[] reversed = Arrays.stream(score).map(s -> -s).toArray();
    UpliftCurve bad = curve(UpliftData.of(reversed, treatment, outcome));
    assertThat(good.ate().estimate()).isNegative();
    assertThat(good.qini().interval().low()).isPositive();
    assertThat(bad.qini().interval().high()).isNegative();
    assertThat(good.qiniByEffect().orElseThrow().estimate()).isPositive();
    assertThat(bad.qiniByEffect().orElseThrow().estimate()).isNegative();
    assertThat(good.auucByEffect().orElseThrow().estimate()).isGreaterThan(-0.5);
    assertThat(good.qiniByPerfect().orElseThrow().estimate()).isBetween(0.0, 1.0);
  }

  @Test
  void ratios_effectNearZeroOrNumbers_areEmpty() {
    Trial t = Trial.draw(1, 200, 10, false);
    double[] noEffect = IntStream.range(0, 200).mapToDouble(i -> i / 2 % 5).toArray();
    int[] turns = IntStream.range(0, 200).map(i -> i % 2).toArray();
    UpliftCurve curve = curve(UpliftData.of(t.score(), turns, noEffect));
    assertThat(curve.ate().interval().covers(0)).isTrue();
    assertThat(curve.qiniByEffect()).isEmpty();
    assertThat(curve.auucByEffect()).isEmpty();
    assertThat(curve.perfect()).isEmpty();
    assertThat(curve.qiniByPerfect()).isEmpty();
  }

  @Test
  void points_band_isTheSameForAnyThreadsAndWiderThanThePoints() {
    UpliftData data = Trial.draw(2, 600, 200, true).full();
    UpliftOptions options = UpliftOptions.defaults().withPoints(20).withReplicates(200);
    UpliftCurve one = UpliftCurve.of(data, options, SEED);
    for (int threads : new int[] {2, 8}) {
      assertThat(UpliftCurve.of(data, options.withThreads(threads), SEED).points())
          .isEqualTo(one.points());
    }
    assertThat(UpliftCurve.of(data, options, Seed.of(8)).points()).isNotEqualTo(one.points());
    assertThat(one.points()).hasSize(21);
    UpliftPoint middle = one.points().get(10);
    double ratio = middle.band().orElseThrow().width() / middle.gain().interval().width();
    assertThat(ratio).isBetween(1.1, 2.0);
  }

  @Test
  void outcomeModel_goodPredictions_shortenTheInterval() {
    Trial t = Trial.draw(9, 800, 100, false);
    double[] noisy = new double[800];
    double[] base = new double[800];
    for (int i = 0; i < 800; i++) {
      base[i] = 20 * Math.sin(i);
      noisy[i] = t.outcome()[i] + base[i];
    }
    UpliftData plain = UpliftData.of(t.score(), t.treatment(), noisy);
    UpliftCurve without = curve(plain);
    UpliftCurve with = curve(plain.withOutcomeModel(base, base));
    assertThat(with.qini().standardError()).isLessThan(without.qini().standardError() / 3);
    // with the model taken off the outcome by hand the numbers are those of the trial itself
    assertThat(with.qini().estimate()).isCloseTo(curve(t.plain()).qini().estimate(), within(1e-9));
  }

  @Test
  void notes_scoreThatTellsTheArmsApart_warns() {
    Trial t = Trial.draw(4, 500, 100, true);
    double[] leaked = t.score().clone();
    for (int i = 0; i < leaked.length; i++) {
      leaked[i] += 0.3 * t.treatment()[i];
    }
    assertThat(curve(t.plain().withScore(leaked)).notes())
        .anyMatch(note -> note.contains("higher in one arm"));
    assertThat(curve(t.full()).notes()).noneMatch(note -> note.contains("higher in one arm"));
  }

  @Test
  void compare_twoScores_isTheDifferenceWithASmallerError() {
    Trial t = Trial.draw(6, 1000, 100, true);
    double[] near = t.score().clone();
    for (int i = 0; i < near.length; i += 10) {
      near[i] = -near[i];
    }
    UpliftCurve one = curve(t.full());
    UpliftCurve other = curve(t.full().withScore(near));
    UpliftComparison comparison = UpliftComparison.of(one, other);
    assertThat(comparison.qini().estimate())
        .isCloseTo(one.qini().estimate() - other.qini().estimate(), within(1e-12));
    assertThat(comparison.qini().standardError()).isLessThan(one.qini().standardError());
    assertThat(comparison.gain(1).estimate()).isCloseTo(0, within(1e-12));
    assertThat(UpliftComparison.of(one, one).qini().standardError()).isZero();
    UpliftCurve stranger = curve(Trial.draw(7, 1000, 100, true).full());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UpliftComparison.of(one, stranger))
        .withMessageContaining("not of the same units");
  }

  @Test
  void data_badInput_isRefusedByName() {
    double[] s = {1, 2, 3};
    int[] t = {0, 1, 0};
    double[] y = {0, 1, 1};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UpliftData.of(new double[] {1, Double.NaN, 2}, t, y))
        .withMessage("score: row 1 is NaN, not finite");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UpliftData.of(s, new int[] {0, 2, 1}, y))
        .withMessage("treatment: row 1 is 2, neither 0 nor 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UpliftData.of(s, new int[] {1, 1, 1}, y))
        .withMessage("treatment: 3 treated and 0 control units; both are needed");
    UpliftData data = UpliftData.of(s, t, y);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> data.withPropensity(new double[] {0.5, 1, 0.5}))
        .withMessage("propensity: row 1 is 1.0, not between 0 and 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> data.withWeights(new double[] {1, 0, 1}))
        .withMessage("weights: row 1 is 0.0, not above 0 and finite");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> data.withClusters(new int[] {4, 4, 4}))
        .withMessage("clusters: there is one, so no standard error");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> data.withScore(new double[2]))
        .withMessage("score: has 2 values for 3 rows");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> curve(data).target(1.2))
        .withMessage("fraction: 1.2 is not within 0 to 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UpliftOptions.defaults().withReplicates(3));
  }

  @Test
  void data_ofTable_readsStatesAndColumns() {
    Table table =
        Table.of(
            Column.Continuous.of("s", 3, 2, 1, 0),
            Column.Discrete.of("arm", java.util.List.of("mail", "none", "mail", "none")),
            Column.Discrete.of("bought", java.util.List.of("yes", "no", "no", "yes")),
            Column.Discrete.of("who", java.util.List.of("a", "a", "b", "b")));
    UpliftData data =
        UpliftData.of(table, "s", Contrast.of("arm", "none", "mail"), "bought")
            .withClusters(table, "who");
    assertThat(data.treated()).isEqualTo(2);
    assertThat(data.clusters()).isEqualTo(2);
    assertThat(data.isBinary()).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UpliftData.of(table, "s", Contrast.of("arm", "none", "call"), "bought"))
        .withMessageContaining("row 0 is 'mail', neither 'none' nor 'call'");
  }
}
