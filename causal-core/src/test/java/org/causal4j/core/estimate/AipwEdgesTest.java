package org.causal4j.core.estimate;

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
import org.causal4j.core.learn.Features;
import org.causal4j.core.learn.Learner;
import org.causal4j.core.learn.Learners;
import org.causal4j.core.learn.Predictor;
import org.junit.jupiter.api.Test;

/** The controls' effect, the arms' overlap, and models that give no usable number. */
class AipwEdgesTest {
  private static final int N = 2000;
  private final double[][] rows = new double[N][1];
  private final int[] treatment = new int[N];
  private final double[] outcome = new double[N];
  private final int[] own = IntStream.range(0, N).toArray();
  private final Features x;

  /** A quarter is treated, more where x is high; the effect is 1 + x. */
  AipwEdgesTest() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < N; i++) {
      rows[i][0] = random.nextGaussian();
      treatment[i] = random.nextDouble() < 1 / (1 + Math.exp(1.3 - rows[i][0])) ? 1 : 0;
      outcome[i] = 2 * rows[i][0] + treatment[i] * (1 + rows[i][0]) + .5 * random.nextGaussian();
    }
    x = Features.ofRows(List.of("x"), rows);
  }

  private EffectEstimate estimate(Aipw aipw) {
    return aipw.estimate(x, treatment, outcome, own, Seed.of(1));
  }

  private static Learner constant(double value) {
    return new Learner() {
      @Override
      public String name() {
        return "always " + value;
      }

      @Override
      public Predictor fit(Features features, double[] y, int[] learn, Seed seed) {
        return (any, row) -> value;
      }
    };
  }

  private double trueEffect(int arm) {
    return IntStream.range(0, N)
        .filter(i -> treatment[i] == arm)
        .mapToDouble(i -> 1 + rows[i][0])
        .average()
        .orElseThrow();
  }

  @Test
  void estimate_eachEstimand_coversItsOwnTruth() {
    EffectEstimate treated = estimate(Estimators.aipw().withEstimand(Estimand.ATT));
    EffectEstimate controls = estimate(Estimators.aipw().withEstimand(Estimand.ATC));
    assertThat(treated.estimate()).isCloseTo(trueEffect(1), within(.12));
    assertThat(controls.estimate()).isCloseTo(trueEffect(0), within(.12));
    assertThat(trueEffect(1) - trueEffect(0)).isGreaterThan(.5);
  }

  @Test
  void estimate_effectOnControls_isThatOnTheTreatedOfExchangedArms() {
    int[] exchanged = Arrays.stream(treatment).map(t -> 1 - t).toArray();
    EffectEstimate controls = estimate(Estimators.aipw().withEstimand(Estimand.ATC));
    EffectEstimate mirrored =
        Estimators.aipw()
            .withEstimand(Estimand.ATT)
            .estimate(x, exchanged, outcome, own, Seed.of(1));
    assertThat(controls.estimate()).isEqualTo(-mirrored.estimate());
    assertThat(controls.standardError()).isEqualTo(mirrored.standardError());
  }

  @Test
  void overlap_anyEstimand_namesTheArmsAsTheyAre() {
    for (Estimand estimand : new Estimand[] {Estimand.ATE, Estimand.ATT, Estimand.ATC}) {
      EffectEstimate effect = estimate(Estimators.aipw().withEstimand(estimand));
      Overlap overlap = effect.overlap().orElseThrow();
      assertThat(overlap.treatedHistogram().stream().sum())
          .as("%s", estimand)
          .isEqualTo(effect.treated());
      assertThat(overlap.controlHistogram().stream().sum()).isEqualTo(effect.control());
      // the treated are likelier to be treated
      assertThat(overlap.treatedQuantiles().get(2))
          .as("%s", estimand)
          .isGreaterThan(overlap.controlQuantiles().get(2));
      assertThat(overlap.effectiveTreated()).isLessThanOrEqualTo(effect.treated() + 1e-6);
    }
    Overlap onControls =
        estimate(Estimators.aipw().withEstimand(Estimand.ATC)).overlap().orElseThrow();
    // controls stand for themselves, with weight 1
    assertThat(onControls.effectiveControl())
        .isCloseTo(Arrays.stream(treatment).filter(t -> t == 0).count(), within(1e-6));
  }

  @Test
  void estimate_propensityOfOneUntrimmed_isRefused() {
    for (Estimand estimand : new Estimand[] {Estimand.ATE, Estimand.ATT, Estimand.ATC}) {
      assertThatIllegalArgumentException()
          .as("%s", estimand)
          .isThrownBy(
              () ->
                  estimate(
                      Estimators.aipw()
                          .withTrim(0)
                          .withEstimand(estimand)
                          .withPropensity(constant(1))))
          .withMessageContaining("trim");
    }
  }

  @Test
  void estimate_learnerGivesNoNumber_isNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> estimate(Estimators.aipw().withPropensity(constant(Double.NaN))))
        .withMessageContaining("always NaN")
        .withMessageContaining("predicts NaN for row");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> estimate(Estimators.aipw().withOutcome(constant(Double.NaN))))
        .withMessageContaining("always NaN");
  }

  @Test
  void estimate_otherSeed_drawsOtherFolds() {
    assertThat(estimate(Estimators.aipw()).estimate())
        .isNotEqualTo(
            Estimators.aipw().estimate(x, treatment, outcome, own, Seed.of(2)).estimate());
  }

  @Test
  void estimate_frontDoorOrMissingCluster_isRefused() {
    Table table =
        Table.of(
            Column.Discrete.of("t", List.of("0", "1", "0", "1")),
            Column.Continuous.of("y", 1, 2, 3, 4),
            Column.Continuous.of("who", 1, Double.NaN, 2, Double.NaN),
            Column.Continuous.of("m", 1, 2, 3, 4));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Estimators.aipw()
                    .estimate(
                        Design.frontDoor("t", "y", "m"), table, Contrast.binary("t"), Seed.of(1)))
        .withMessageContaining("front-door");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Estimators.aipw()
                    .withFolds(1)
                    .withOutcome(Learners.mean())
                    .withClusters("who")
                    .estimate(Design.randomized("t", "y"), table, Contrast.binary("t"), Seed.of(1)))
        .withMessage("clusters 'who': 2 cells are missing");
  }
}
