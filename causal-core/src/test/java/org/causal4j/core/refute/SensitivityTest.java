package org.causal4j.core.refute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SensitivityTest {
  /**
   * Darfur: being harmed and attitude to peace, .097 with t = 4.18 on 783 degrees of freedom; RV
   * 13.9 %, RV at 5 % 7.6 %, partial R² 2.2 % (Cinelli and Hazlett 2020, Table 1).
   */
  @Test
  void omittedVariable_darfur_isThePublishedRobustness() {
    OmittedVariable darfur = Sensitivity.omittedVariable(0.097, 0.097 / 4.18, 783);
    assertThat(darfur.robustnessValue()).isCloseTo(.139, within(5e-4));
    assertThat(darfur.robustnessOfSignificance(.05)).isCloseTo(.076, within(5e-4));
    assertThat(darfur.partialR2()).isCloseTo(.022, within(5e-4));
    assertThat(darfur.toString()).contains("13.9 %");
  }

  /**
   * Darfur again: partial R² of "female" with being harmed .0091 and with the attitude .109 give a
   * confounder of .0092 and .125, and an estimate of .075 where it is taken out (ibid., §5).
   */
  @Test
  void asStrongAs_darfurFemale_isThePublishedBound() {
    ConfounderStrength once = OmittedVariable.asStrongAs(.00908, .10903, 1);
    assertThat(once.withTreatment()).isCloseTo(.0092, within(5e-5));
    assertThat(once.withOutcome()).isCloseTo(.1246, within(5e-5));
    OmittedVariable darfur = Sensitivity.omittedVariable(.09726, .02326, 783);
    assertThat(darfur.adjusted(once.withTreatment(), once.withOutcome()))
        .isCloseTo(.0752, within(1e-4));
    ConfounderStrength thrice = OmittedVariable.asStrongAs(.00908, .10903, 3);
    assertThat(thrice.withTreatment()).isCloseTo(3 * once.withTreatment(), within(1e-12));
    assertThat(OmittedVariable.asStrongAs(.1, .9, 2).withOutcome()).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OmittedVariable.asStrongAs(.6, .1, 1))
        .withMessage("times: 1.0 times a partial R² of 0.6 with the treatment explains all of it");
  }

  @Property(tries = 200, seed = "11")
  void omittedVariable_confounderAsStrongAsTheValue_takesTheEstimateToZero(
      @ForAll @DoubleRange(min = .1, max = 40) double t,
      @ForAll @IntRange(min = 5, max = 5000) int df) {
    OmittedVariable regression = Sensitivity.omittedVariable(t, 1, df);
    double value = regression.robustnessValue();
    assertThat(regression.adjusted(value, value)).isCloseTo(0, within(1e-6 * t));
    assertThat(regression.adjusted(value / 2, value / 2)).isPositive();
    assertThat(regression.robustnessOfSignificance(.05)).isBetween(0.0, value);
    double half = regression.robustnessValue(.5);
    assertThat(regression.bias(half, half)).isCloseTo(t / 2, within(1e-6 * t));
  }

  @Test
  void omittedVariable_badNumbers_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sensitivity.omittedVariable(1, 0, 10))
        .withMessageContaining("standardError");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sensitivity.omittedVariable(1, 1, 10).bias(1, .5))
        .withMessageContaining("withTreatment");
  }

  /** By hand: treated 1, 1, 0 and control 0, 1: [ (2+0)/5 − (1+3)/5, (2+2)/5 − (1+0)/5 ]. */
  @Test
  void manski_byHand_hasTheWidthOfTheRange() {
    Bounds bounds =
        Sensitivity.manski(new int[] {1, 1, 1, 0, 0}, new double[] {1, 1, 0, 0, 1}, 0, 1);
    assertThat(bounds.low()).isCloseTo(-.4, within(1e-12));
    assertThat(bounds.high()).isCloseTo(.6, within(1e-12));
    assertThat(bounds.width()).isCloseTo(1, within(1e-12));
    assertThat(bounds.allows(0)).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sensitivity.manski(new int[] {1}, new double[] {2}, 0, 1))
        .withMessageContaining("outside");
  }

  @Test
  void rosenbaumPairs_byHand_isTheBinomialTail() {
    assertThat(Sensitivity.rosenbaumPairs(5, 5, 1)).isCloseTo(1 / 32.0, within(1e-12));
    assertThat(Sensitivity.rosenbaumPairs(5, 5, 2)).isCloseTo(Math.pow(2 / 3.0, 5), within(1e-12));
    // 4 or 5 of 5 at odds of 2: 5 · (2/3)⁴ · 1/3 + (2/3)⁵ = 112/243
    assertThat(Sensitivity.rosenbaumPairs(4, 5, 2)).isCloseTo(112 / 243.0, within(1e-12));
    assertThat(Sensitivity.rosenbaumPairs(0, 5, 1)).isEqualTo(1);
  }

  /**
   * By hand for 1 to 5, all positive: the statistic is 15; at 1 its mean is 7.5 and its variance
   * 55/4, so z = 2.0226; at 2 they are 10 and 110/9, so z = 1.4302.
   */
  @Test
  void rosenbaumSignedRank_byHand_isTheNormalTail() {
    double[] differences = {1, 2, 3, 4, 5};
    assertThat(Sensitivity.rosenbaumSignedRank(differences, 1)).isCloseTo(.02156, within(5e-5));
    assertThat(Sensitivity.rosenbaumSignedRank(differences, 2)).isCloseTo(.07633, within(5e-5));
    double gamma = Sensitivity.rosenbaumGamma(differences, .05);
    assertThat(gamma).isBetween(1.0, 2.0);
    assertThat(Sensitivity.rosenbaumSignedRank(differences, gamma)).isCloseTo(.05, within(1e-6));
    // ties share their mean rank: 1.5 + 1.5 + 3 of 6
    assertThat(SignedRanks.of(new double[] {1, 1, 2, 0}).sum()).isEqualTo(6);
    assertThat(SignedRanks.of(new double[] {1, -1, 2}).positive()).isEqualTo(4.5);
  }

  @Test
  void rosenbaum_noEffect_needsNoConfounding() {
    assertThat(Sensitivity.rosenbaumGamma(new double[] {1, -1, 2, -2, 3, -3}, .05)).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sensitivity.rosenbaumSignedRank(new double[] {1}, .5))
        .withMessageContaining("gamma");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sensitivity.rosenbaumSignedRank(new double[] {0, 0}, 1))
        .withMessageContaining("all are 0");
  }
}
