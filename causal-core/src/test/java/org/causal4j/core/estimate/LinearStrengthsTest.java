package org.causal4j.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.junit.jupiter.api.Test;

class LinearStrengthsTest {
  private static Table table() {
    SplittableRandom random = new SplittableRandom(5);
    int n = 500;
    double[] t = new double[n];
    double[] y = new double[n];
    double[] a = new double[n];
    double[] b = new double[n];
    List<String> kind = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      a[i] = random.nextGaussian();
      b[i] = random.nextGaussian();
      int k = random.nextInt(3);
      kind.add("k" + k);
      t[i] = a[i] + 0.3 * k + random.nextGaussian() > 0 ? 1 : 0;
      y[i] = t[i] + 2 * a[i] + b[i] + 0.5 * k + random.nextGaussian();
    }
    return Table.of(
        Column.Continuous.of("t", t),
        Column.Continuous.of("y", y),
        Column.Continuous.of("a", a),
        Column.Continuous.of("b", b),
        Column.Discrete.of("kind", kind));
  }

  private static final Design DESIGN = new Design.Backdoor("t", "y", List.of("a", "b", "kind"));

  @Test
  void of_regression_isTheCoefficientOfTheOneWithoutProducts() {
    LinearStrengths strengths = LinearStrengths.of(DESIGN, table(), Contrast.binary("t"));
    EffectEstimate regression =
        Estimators.regression()
            .withProducts()
            .estimate(DESIGN, table(), Contrast.binary("t"), Seed.of(1));
    assertThat(strengths.estimate()).isCloseTo(regression.estimate(), within(1e-9));
    assertThat(strengths.standardError())
        .isCloseTo(regression.standardError(), within(0.05 * regression.standardError()));
    // 500 rows less intercept, treatment, a, b and two states
    assertThat(strengths.degreesOfFreedom()).isEqualTo(494);
  }

  /** A partial R² is t²/(t² + df) of the column's own coefficient, here by exchanging the roles. */
  @Test
  void of_covariate_hasThePartialR2OfItsTValue() {
    LinearStrengths strengths = LinearStrengths.of(DESIGN, table(), Contrast.binary("t"));
    Design swapped = new Design.Backdoor("a", "y", List.of("t", "b", "kind"));
    LinearStrengths ofA = LinearStrengths.of(swapped, table(), Contrast.of("a", "0", "1"));
    double t = ofA.estimate() / ofA.standardError();
    LinearStrengths.Strength a = strengths.covariates().get(0);
    assertThat(a.covariate()).isEqualTo("a");
    assertThat(a.withOutcome()).isCloseTo(t * t / (t * t + 494), within(1e-9));
    Design treatment = new Design.Backdoor("a", "t", List.of("b", "kind"));
    LinearStrengths onTreatment =
        LinearStrengths.of(treatment, table(), Contrast.of("a", "0", "1"));
    double u = onTreatment.estimate() / onTreatment.standardError();
    assertThat(a.withTreatment()).isCloseTo(u * u / (u * u + 495), within(1e-9));
    assertThat(strengths.covariates()).extracting("covariate").containsExactly("a", "b", "kind");
    assertThat(strengths.covariates().get(1).withTreatment()).isLessThan(0.02);
  }

  @Test
  void of_treatmentAmongCovariates_isRefused() {
    Table twice = table().with(Column.Continuous.of("copy", table().continuous("t").values()));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                LinearStrengths.of(
                    new Design.Backdoor("t", "y", List.of("copy")), twice, Contrast.binary("t")))
        .withMessage("treatment 't': covariates determine it");
  }

  @Test
  void balance_everyCovariate_isToldBeforeAndAfter() {
    EffectEstimate ipw =
        Estimators.ipw().estimate(DESIGN, table(), Contrast.binary("t"), Seed.of(1));
    Overlap overlap = ipw.overlap().orElseThrow();
    assertThat(overlap.balance())
        .extracting(CovariateBalance::covariate)
        .containsExactly("a", "b", "kind=k1", "kind=k2");
    CovariateBalance a = overlap.balance().get(0);
    assertThat(a.before()).isGreaterThan(0.8).isEqualTo(overlap.worstBalanceBefore());
    assertThat(Math.abs(a.after())).isLessThan(a.before() / 4);
    double worst = overlap.balance().stream().mapToDouble(b -> Math.abs(b.after())).max().orElse(9);
    assertThat(overlap.worstBalanceAfter()).isEqualTo(worst);
  }
}
