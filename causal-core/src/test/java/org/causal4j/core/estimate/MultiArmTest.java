package org.causal4j.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MultiArmTest {
  private static final Design DESIGN = Design.backdoor("t", "y", "x");

  /** Against "a" the effects are 1 for "b" and 2 + x for "c", x having mean 0. */
  private static Table world(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[n];
    double[] y = new double[n];
    int[] t = new int[n];
    for (int i = 0; i < n; i++) {
      x[i] = 2 * random.nextDouble() - 1;
      double b = Math.exp(.8 * x[i]);
      double c = Math.exp(-.8 * x[i]);
      double u = random.nextDouble() * (1 + b + c);
      t[i] = u < 1 ? 0 : u < 1 + b ? 1 : 2;
      y[i] = 2 * x[i] + (t[i] == 1 ? 1 : t[i] == 2 ? 2 + x[i] : 0) + random.nextGaussian();
    }
    return Table.of(
        Column.Continuous.of("x", x),
        Column.Continuous.of("y", y),
        Column.Discrete.ofCodes("t", List.of("a", "b", "c"), t));
  }

  @ParameterizedTest
  @EnumSource(MultiArm.Method.class)
  void compare_threeArms_findsTheEffectsOfThePopulation(MultiArm.Method method) {
    Table table = world(4000, 1);
    MultiArm estimator = Estimators.multiArm().withMethod(method);
    ArmEffects found = estimator.compare(DESIGN, table, "a", Seed.of(1));
    assertThat(found.effects()).hasSize(2);
    assertThat(found.arms()).extracting(ArmMean::state).containsExactly("a", "b", "c");
    double[] truth = {1, 2};
    for (int k = 0; k < 2; k++) {
      EffectEstimate effect = found.effects().get(k);
      assertThat(effect.estimate())
          .as("%s", effect)
          .isCloseTo(truth[k], within(4 * effect.standardError()));
      assertThat(effect.standardError()).isBetween(.03, .12);
      assertThat(found.bands().intervals().get(k).width()).isGreaterThan(effect.interval().width());
      assertThat(found.arms().get(k + 1).mean() - found.arms().get(0).mean())
          .isCloseTo(effect.estimate(), within(1e-12));
      // The recipe gives the same number from all rows.
      assertThat(effect.recipe().orElseThrow().estimate(table).estimate())
          .isEqualTo(effect.estimate());
    }
    assertThat(found.bands().critical()).isBetween(2.0, 2.25);
    assertThat(estimator.compare(DESIGN, table, "a", Seed.of(1))).isEqualTo(found);
    // A difference of two states does not depend on which one is the control.
    ArmEffects turned = estimator.compare(DESIGN, table, "b", List.of("a"), Seed.of(1));
    assertThat(turned.effects().get(0).estimate())
        .isCloseTo(-found.effects().get(0).estimate(), within(1e-12));
  }

  /** Of two arms they are the estimators of two arms; for AIPW but for how the folds fall. */
  @Test
  void estimate_twoArms_isTheEstimatorOfTwo() {
    Table table = world(3000, 2);
    Table two = table.where(row -> !table.column("t").text(row).equals("c"));
    Contrast contrast = Contrast.of("t", "a", "b");
    EffectEstimate regression =
        Estimators.multiArm()
            .withMethod(MultiArm.Method.REGRESSION)
            .estimate(DESIGN, two, contrast, Seed.of(1));
    EffectEstimate same = Estimators.regression().estimate(DESIGN, two, contrast, Seed.of(1));
    assertThat(regression.estimate()).isCloseTo(same.estimate(), within(1e-9));
    assertThat(regression.standardError()).isCloseTo(same.standardError(), within(1e-9));
    EffectEstimate aipw = Estimators.multiArm().estimate(DESIGN, two, contrast, Seed.of(1));
    EffectEstimate other = Estimators.aipw().estimate(DESIGN, two, contrast, Seed.of(1));
    assertThat(aipw.estimate()).isCloseTo(other.estimate(), within(.3 * other.standardError()));
    assertThat(aipw.standardError()).isCloseTo(other.standardError(), within(.002));
    assertThat(aipw.overlap().orElseThrow().verdict()).isEqualTo(Overlap.Verdict.GOOD);
  }

  /** 60 tables: 50 or fewer with probability .0004. */
  @Test
  void bands_manyTables_coverAllAtOnce() {
    int covers = 0;
    for (int set = 0; set < 60; set++) {
      ArmEffects found =
          Estimators.multiArm()
              .withFolds(2)
              .compare(DESIGN, world(400, 100 + set), "a", Seed.of(set));
      covers +=
          found.bands().intervals().get(0).covers(1) && found.bands().intervals().get(1).covers(2)
              ? 1
              : 0;
    }
    assertThat(covers).isGreaterThan(50);
  }

  @Test
  void compare_badStates_saysWhich() {
    Table table = world(200, 3);
    MultiArm estimator = Estimators.multiArm();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> estimator.compare(DESIGN, table, "z", Seed.of(1)))
        .withMessageContaining("no row is 'z'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> estimator.compare(DESIGN, table, "a", List.of("a"), Seed.of(1)))
        .withMessageContaining("also the control");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> estimator.compare(DESIGN, table, "a", List.of("b", "b"), Seed.of(1)))
        .withMessageContaining("twice");
    double[] numbers = new double[200];
    Arrays.setAll(numbers, i -> i);
    Table many = table.with(Column.Continuous.of("t", numbers));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> estimator.compare(DESIGN, many, "0", Seed.of(1)))
        .withMessageContaining("dose-response");
  }
}
