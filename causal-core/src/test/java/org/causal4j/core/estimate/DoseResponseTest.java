package org.causal4j.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Design;
import org.causal4j.core.learn.Learners;
import org.junit.jupiter.api.Test;

class DoseResponseTest {
  private static final Design DESIGN = Design.backdoor("a", "y", "x");

  /** A = x + noise, E[Y(a)] = sin a, confounded by x; the raw regression is off by E[2x | a]. */
  private static Table world(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[n];
    double[] a = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextGaussian();
      a[i] = .7 * x[i] + random.nextGaussian();
      y[i] = Math.sin(a[i]) + 2 * x[i] + .5 * random.nextGaussian();
    }
    return Table.of(
        Column.Continuous.of("x", x), Column.Continuous.of("a", a), Column.Continuous.of("y", y));
  }

  /** Right though the outcome model is the mean, as the model of the dose is right. */
  @Test
  void estimate_wrongOutcomeModel_findsTheCurve() {
    DoseCurve curve =
        Estimators.doseResponse()
            .withOutcome(Learners.mean())
            .withDoses(9)
            .estimate(DESIGN, world(6000, 1), Seed.of(1));
    assertThat(curve.points()).hasSize(9);
    for (DoseCurve.Point point : curve.points()) {
      // The outermost doses are the ones with few units on one side and the most cut weights.
      boolean outermost = Math.abs(point.dose()) > 1.9;
      assertThat(point.mean())
          .as("%s", point)
          .isCloseTo(Math.sin(point.dose()), within(outermost ? .5 : .35));
      assertThat(point.band().width()).isGreaterThan(point.interval().width());
    }
    // Unadjusted, the curve at the ends is off by E[2x | a] = .94 a, about 1.9.
    DoseCurve raw =
        Estimators.doseResponse()
            .withDoses(9)
            .estimate(Design.randomized("a", "y"), world(6000, 1), Seed.of(1));
    DoseCurve.Point last = raw.points().get(8);
    assertThat(last.mean() - Math.sin(last.dose())).isGreaterThan(1);
  }

  /** Right though the dose is modeled as unrelated to x, as the outcome model is right. */
  @Test
  void estimate_wrongDoseModel_findsTheCurve() {
    DoseCurve curve =
        Estimators.doseResponse()
            .withTreatment(Learners.mean())
            .withDoses(9)
            .estimate(DESIGN, world(6000, 2), Seed.of(1));
    for (DoseCurve.Point point : curve.points()) {
      assertThat(point.mean()).as("%s", point).isCloseTo(Math.sin(point.dose()), within(.25));
    }
  }

  /** 40 tables of 95 % intervals at the middle dose: 32 or fewer cover with probability .0008. */
  @Test
  void interval_manyTables_coversAtTheMiddle() {
    int covers = 0;
    for (int set = 0; set < 40; set++) {
      DoseCurve curve =
          Estimators.doseResponse()
              .withOutcome(Learners.ridge())
              .withFolds(2)
              .withDoses(3)
              .estimate(DESIGN, world(500, 100 + set), Seed.of(set));
      DoseCurve.Point middle = curve.points().get(1);
      covers += middle.interval().covers(Math.sin(middle.dose())) ? 1 : 0;
    }
    assertThat(covers).isGreaterThan(32);
  }

  @Test
  void estimate_sameSeed_sameBits() {
    DoseResponse estimator = Estimators.doseResponse().withOutcome(Learners.ridge());
    Table table = world(300, 3);
    assertThat(estimator.estimate(DESIGN, table, Seed.of(4)))
        .isEqualTo(estimator.estimate(DESIGN, table, Seed.of(4)));
  }

  @Test
  void estimate_badDose_saysWhy() {
    Table table = world(100, 4);
    double[] a = table.continuous("a").values();
    a[3] = Double.NaN;
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Estimators.doseResponse()
                    .estimate(DESIGN, table.with(Column.Continuous.of("a", a)), Seed.of(1)))
        .withMessageContaining("row 3");
    double[] two = new double[100];
    two[4] = 1;
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Estimators.doseResponse()
                    .estimate(DESIGN, table.with(Column.Continuous.of("a", two)), Seed.of(1)))
        .withMessageContaining("compare them as arms");
    Table same = table.with(Column.Continuous.of("x", table.continuous("a").values()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Estimators.doseResponse().estimate(DESIGN, same, Seed.of(1)))
        .withMessageContaining("determine it");
  }
}
