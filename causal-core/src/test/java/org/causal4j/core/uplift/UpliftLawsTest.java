package org.causal4j.core.uplift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.causal4j.core.Seed;

class UpliftLawsTest {
  private static final Seed SEED = Seed.of(7);

  private static UpliftCurve curve(UpliftData data) {
    return UpliftCurve.of(data, SEED);
  }

  @Property(tries = 60, seed = "11")
  void curve_anyTrial_isThatOfTheSlowDefinition(
      @ForAll long seed, @ForAll @IntRange(min = 4, max = 40) int n, @ForAll boolean binary) {
    Trial t = Trial.draw(seed, n, 6, binary);
    UpliftCurve curve = curve(t.full());
    double[] s = t.score();
    double auuc = BruteForce.auuc(s, t.outcome(), t.treatment(), t.propensity(), t.weight());
    double ate = BruteForce.gain(s, t.outcome(), t.treatment(), t.propensity(), t.weight(), 1);
    assertThat(curve.auuc().estimate()).isCloseTo(auuc, within(1e-10));
    assertThat(curve.ate().estimate()).isCloseTo(ate, within(1e-10));
    assertThat(curve.qini().estimate()).isCloseTo(auuc - ate / 2, within(1e-10));
    for (double q : new double[] {0, 0.1, 1 / 3.0, 0.5, 0.77, 1}) {
      double gain = BruteForce.gain(s, t.outcome(), t.treatment(), t.propensity(), t.weight(), q);
      assertThat(curve.gain(q).estimate()).isCloseTo(gain, within(1e-9));
    }
  }

  @Property(tries = 40, seed = "12")
  void areas_anyTrial_areThoseOfTheListedCorners(
      @ForAll long seed, @ForAll @IntRange(min = 4, max = 300) int n) {
    Trial t = Trial.draw(seed, n, 8, false);
    UpliftCurve curve = curve(t.full());
    List<UpliftPoint> points = curve.points();
    double gain = 0;
    double qini = 0;
    for (int k = 1; k < points.size(); k++) {
      double wide = points.get(k).fraction() - points.get(k - 1).fraction();
      gain += wide * (at(points, k) + at(points, k - 1)) / 2;
      qini += wide * (points.get(k).qini().estimate() + points.get(k - 1).qini().estimate()) / 2;
    }
    assertThat(curve.auuc().estimate()).isCloseTo(gain, within(1e-9));
    assertThat(curve.qini().estimate()).isCloseTo(qini, within(1e-9));
    assertThat(at(points, 0)).isZero();
    assertThat(at(points, points.size() - 1)).isCloseTo(curve.ate().estimate(), within(1e-12));
    assertThat(curve.auuc().estimate())
        .isCloseTo(curve.qini().estimate() + curve.ate().estimate() / 2, within(1e-12));
  }

  private static double at(List<UpliftPoint> points, int k) {
    return points.get(k).gain().estimate();
  }

  @Property(tries = 40, seed = "13")
  void qini_equalScores_isZeroWithAStraightLine(
      @ForAll long seed, @ForAll @IntRange(min = 4, max = 200) int n) {
    Trial t = Trial.draw(seed, n, 5, true);
    UpliftCurve curve = curve(t.full().withScore(t.same(0.3)));
    assertThat(curve.qini().estimate()).isZero();
    assertThat(curve.qini().standardError()).isCloseTo(0, within(1e-12));
    for (double q : new double[] {0.2, 0.5, 0.9}) {
      assertThat(curve.gain(q).estimate()).isCloseTo(q * curve.ate().estimate(), within(1e-12));
    }
    assertThat(curve.notes()).anyMatch(note -> note.contains("targets at random"));
  }

  @Property(tries = 40, seed = "14")
  void qini_reversedScore_isNegated(
      @ForAll long seed, @ForAll @IntRange(min = 4, max = 200) int n) {
    Trial t = Trial.draw(seed, n, 7, false);
    double[] reversed = Arrays.stream(t.score()).map(s -> -s).toArray();
    UpliftCurve one = curve(t.full());
    UpliftCurve other = curve(t.full().withScore(reversed));
    assertThat(other.qini().estimate()).isCloseTo(-one.qini().estimate(), within(1e-10));
    assertThat(other.qini().standardError()).isCloseTo(one.qini().standardError(), within(1e-10));
    assertThat(other.auuc().estimate())
        .isCloseTo(one.ate().estimate() - one.auuc().estimate(), within(1e-10));
    assertThat(other.gain(0.3).estimate())
        .isCloseTo(one.ate().estimate() - one.gain(0.7).estimate(), within(1e-9));
  }

  @Property(tries = 30, seed = "15")
  void curve_monotoneTransformation_staysTheSame(
      @ForAll long seed, @ForAll @IntRange(min = 4, max = 200) int n) {
    Trial t = Trial.draw(seed, n, 50, true);
    double[] bent = Arrays.stream(t.score()).map(s -> Math.exp(3 * s) - 4).toArray();
    UpliftCurve one = curve(t.full());
    UpliftCurve other = curve(t.full().withScore(bent));
    assertThat(other.points()).isEqualTo(one.points());
    assertThat(other.qini()).isEqualTo(one.qini());
  }

  @Property(tries = 40, seed = "16")
  void curve_constantAddedToAllOutcomes_staysTheSame(
      @ForAll long seed, @ForAll @IntRange(min = 4, max = 200) int n) {
    Trial t = Trial.draw(seed, n, 9, false);
    double[] shifted = Arrays.stream(t.outcome()).map(y -> y + 100).toArray();
    UpliftCurve one = curve(t.full());
    UpliftCurve other =
        curve(
            UpliftData.of(t.score(), t.treatment(), shifted)
                .withPropensity(t.propensity())
                .withWeights(t.weight())
                .withClusters(t.cluster()));
    assertThat(other.qini().estimate()).isCloseTo(one.qini().estimate(), within(1e-9));
    assertThat(other.qini().standardError()).isCloseTo(one.qini().standardError(), within(1e-9));
    assertThat(other.gain(0.4).estimate()).isCloseTo(one.gain(0.4).estimate(), within(1e-9));
    assertThat(other.gain(0.4).standardError())
        .isCloseTo(one.gain(0.4).standardError(), within(1e-9));
  }

  @Property(tries = 40, seed = "17")
  void curve_outcomesTimesMinusOne_changesEverySign(
      @ForAll long seed, @ForAll @IntRange(min = 4, max = 200) int n) {
    Trial t = Trial.draw(seed, n, 9, false);
    double[] negated = Arrays.stream(t.outcome()).map(y -> -y).toArray();
    UpliftCurve one = curve(t.plain());
    UpliftCurve other = curve(UpliftData.of(t.score(), t.treatment(), negated));
    assertThat(other.qini().estimate()).isCloseTo(-one.qini().estimate(), within(1e-10));
    assertThat(other.auuc().estimate()).isCloseTo(-one.auuc().estimate(), within(1e-10));
    assertThat(other.qiniByEffect().map(v -> -v.estimate()).orElse(0.0))
        .isCloseTo(one.qiniByEffect().map(UpliftValue::estimate).orElse(0.0), within(1e-9));
  }

  @Property(tries = 30, seed = "18")
  void curve_permutedRows_staysTheSame(
      @ForAll long seed, @ForAll @IntRange(min = 4, max = 120) int n) {
    Trial t = Trial.draw(seed, n, 4, true);
    List<Integer> order = new java.util.ArrayList<>(IntStream.range(0, n).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    UpliftData moved =
        UpliftData.of(
                order.stream().mapToDouble(i -> t.score()[i]).toArray(),
                order.stream().mapToInt(i -> t.treatment()[i]).toArray(),
                order.stream().mapToDouble(i -> t.outcome()[i]).toArray())
            .withPropensity(order.stream().mapToDouble(i -> t.propensity()[i]).toArray())
            .withWeights(order.stream().mapToDouble(i -> t.weight()[i]).toArray())
            .withClusters(order.stream().mapToInt(i -> t.cluster()[i]).toArray());
    UpliftCurve one = curve(t.full());
    UpliftCurve other = curve(moved);
    assertThat(other.qini().estimate()).isCloseTo(one.qini().estimate(), within(1e-11));
    assertThat(other.qini().standardError()).isCloseTo(one.qini().standardError(), within(1e-11));
    assertThat(other.points()).hasSameSizeAs(one.points());
    for (int k = 0; k < one.points().size(); k++) {
      assertThat(at(other.points(), k)).isCloseTo(at(one.points(), k), within(1e-11));
    }
  }

  @Property(tries = 30, seed = "19")
  void curve_equalPropensitiesAndWeights_changeNothing(
      @ForAll long seed, @ForAll @IntRange(min = 4, max = 120) int n) {
    Trial t = Trial.draw(seed, n, 6, true);
    UpliftCurve one = curve(t.plain());
    UpliftCurve other = curve(t.plain().withPropensity(t.same(0.3)).withWeights(t.same(2)));
    assertThat(other.qini().estimate()).isCloseTo(one.qini().estimate(), within(1e-11));
    assertThat(other.qini().standardError()).isCloseTo(one.qini().standardError(), within(1e-11));
  }

  @Property(tries = 30, seed = "20")
  void target_anyFraction_addsUp(@ForAll long seed, @ForAll @IntRange(max = 20) int twentieths) {
    Trial t = Trial.draw(seed, 150, 12, false);
    UpliftCurve curve = curve(t.full());
    TargetingValue value = curve.target(twentieths / 20.0);
    double ate = curve.ate().estimate();
    double gain = value.gain().estimate();
    assertThat(gain).isEqualTo(curve.gain(value.fraction()).estimate());
    assertThat(value.overAll().estimate()).isCloseTo(gain - ate, within(1e-12));
    assertThat(value.overRandom().estimate())
        .isCloseTo(gain - value.fraction() * ate, within(1e-12));
    double parts =
        value.effectOnTargeted().map(v -> value.fraction() * v.estimate()).orElse(0.0)
            + value.effectOnOthers().map(v -> (1 - value.fraction()) * v.estimate()).orElse(0.0);
    assertThat(parts).isCloseTo(ate, within(1e-10));
  }
}
