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
import org.causal4j.core.design.Design;
import org.causal4j.core.learn.Learner;
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

  /**
   * Right though the outcome model is the mean, as the model of the dose is right; the outermost
   * doses, which units of the opposite x hardly ever get, are not quoted.
   */
  @Test
  void estimate_wrongOutcomeModel_findsTheCurve() {
    DoseCurve curve =
        Estimators.doseResponse()
            .withOutcome(Learners.mean())
            .withDoses(9)
            .estimate(DESIGN, world(6000, 1), Seed.of(1));
    assertThat(curve.points()).hasSize(9);
    for (DoseCurve.Point point : curve.points()) {
      assertThat(point.share()).as("%s", point).isCloseTo(share(point.dose()), within(.08));
      if (point.isQuotable()) {
        assertThat(point.mean()).as("%s", point).isCloseTo(Math.sin(point.dose()), within(.35));
        assertThat(point.band().width()).isGreaterThan(point.interval().width());
      }
    }
    assertThat(curve.points().subList(2, 7)).allMatch(DoseCurve.Point::isQuotable);
    assertThat(curve.points().get(4).overlap()).isEqualTo(Overlap.Verdict.GOOD);
    for (DoseCurve.Point last : List.of(curve.points().get(0), curve.points().get(8))) {
      assertThat(last.isQuotable()).isFalse();
      assertThat(last.interval().width()).isInfinite();
      assertThat(last.band().width()).isInfinite();
      assertThat(last.standardError()).isInfinite();
    }
    assertThat(curve.notes()).anyMatch(note -> note.contains("of 9 doses are hardly ever found"));
    assertThat(curve.toString()).contains("without overlap");
    // Unadjusted, the curve at the ends is off by E[2x | a] = .94 a, about 1.9.
    DoseCurve raw =
        Estimators.doseResponse()
            .withDoses(9)
            .estimate(Design.randomized("a", "y"), world(6000, 1), Seed.of(1));
    DoseCurve.Point last = raw.points().get(8);
    assertThat(last.mean() - Math.sin(last.dose())).isGreaterThan(1);
    assertThat(last.overlap()).isEqualTo(Overlap.Verdict.GOOD);
    assertThat(last.share()).isCloseTo(1, within(.001));
  }

  /** 1/E[ϖ(a)/π(a | X)] of the world: ∫ φ(x) exp((a − .7x)²/2) dx = exp(a²/1.02)/√.51. */
  private static double share(double a) {
    double marginal = Math.exp(-a * a / (2 * 1.49)) / Math.sqrt(2 * Math.PI * 1.49);
    return Math.sqrt(.51) / (marginal * Math.sqrt(2 * Math.PI) * Math.exp(a * a / 1.02));
  }

  /** A = .7x + a centered gamma(4)/2: a low dose is never given to a unit of a large x. */
  private static Table bounded(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[n];
    double[] a = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextGaussian();
      double gamma = 0;
      for (int k = 0; k < 4; k++) {
        gamma -= Math.log(1 - random.nextDouble());
      }
      a[i] = .7 * x[i] + (gamma - 4) / 2;
      y[i] = Math.sin(a[i]) + 2 * x[i] + .5 * random.nextGaussian();
    }
    return Table.of(
        Column.Continuous.of("x", x), Column.Continuous.of("a", a), Column.Continuous.of("y", y));
  }

  /** No weight makes up for units that are never there: the mean is off by 1.5 and says nothing. */
  @Test
  void estimate_dosesNeverGivenToSome_areNotQuoted() {
    for (int set = 0; set < 5; set++) {
      DoseCurve curve =
          Estimators.doseResponse()
              .withOutcome(Learners.mean())
              .withDoses(9)
              .estimate(DESIGN, bounded(2000, 20 + set), Seed.of(set));
      DoseCurve.Point first = curve.points().get(0);
      assertThat(Math.abs(first.mean() - Math.sin(first.dose()))).isGreaterThan(.7);
      for (DoseCurve.Point low : curve.points().subList(0, 3)) {
        assertThat(low.isQuotable()).as("%s", low).isFalse();
        assertThat(low.interval().width()).isInfinite();
      }
      for (DoseCurve.Point point : curve.points().subList(5, 7)) {
        assertThat(point.isQuotable()).as("%s", point).isTrue();
        assertThat(point.mean())
            .isCloseTo(Math.sin(point.dose()), within(4 * point.standardError()));
      }
    }
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

  /**
   * 48 tables, in which weights alone remove the confounding: of bands that cover with .9, 36 or
   * fewer do with probability .003; of some 290 intervals, correlated within a table, nine tenths.
   */
  @Test
  void intervals_wrongOutcomeModel_cover() {
    checkCoverage(Learners.mean(), 36);
  }

  /** 48 tables: of bands that cover with .95, 40 or fewer do with probability .01. */
  @Test
  void intervals_outcomeModelOfRightCovariates_cover() {
    checkCoverage(Learners.ridge(), 40);
  }

  private static void checkCoverage(Learner outcome, int fewest) {
    int bands = 0;
    int quoted = 0;
    int covers = 0;
    for (int set = 0; set < 48; set++) {
      DoseCurve curve =
          Estimators.doseResponse()
              .withOutcome(outcome)
              .withDoses(9)
              .estimate(DESIGN, world(1500, 100 + set), Seed.of(set));
      boolean all = true;
      for (DoseCurve.Point point : curve.points()) {
        if (point.isQuotable()) {
          quoted++;
          covers += point.interval().covers(Math.sin(point.dose())) ? 1 : 0;
          all &= point.band().covers(Math.sin(point.dose()));
        }
      }
      bands += all ? 1 : 0;
    }
    assertThat(quoted).isGreaterThan(48 * 4);
    assertThat(bands).isGreaterThan(fewest);
    assertThat(covers).isGreaterThan((int) (.9 * quoted));
  }

  /** E[cos A] = exp(−1.49/2) by models of which one is right, and by trees, which have no slope. */
  @Test
  void derivative_oneModelRight_findsIt() {
    double truth = Math.exp(-1.49 / 2);
    DoseResponse estimator = Estimators.doseResponse();
    for (DoseResponse each :
        List.of(
            estimator.withOutcome(Learners.mean()),
            estimator.withOutcome(Learners.ridge()),
            estimator.withOutcome(Learners.splines()).withTreatment(Learners.mean()),
            estimator)) {
      DoseCurve.AverageDerivative found =
          each.withDoses(3).estimate(DESIGN, world(3000, 6), Seed.of(1)).derivative();
      assertThat(found.value())
          .as("%s: %s", each, found)
          .isCloseTo(truth, within(4 * found.standardError()));
      assertThat(found.standardError()).isBetween(.008, .06);
    }
  }

  /** 48 tables: 40 or fewer with probability .002. */
  @Test
  void derivative_manyTables_covers() {
    int covers = 0;
    for (int set = 0; set < 48; set++) {
      covers +=
          Estimators.doseResponse()
                  .withOutcome(Learners.ridge())
                  .withDoses(2)
                  .estimate(DESIGN, world(500, 100 + set), Seed.of(set))
                  .derivative()
                  .interval()
                  .covers(Math.exp(-1.49 / 2))
              ? 1
              : 0;
    }
    assertThat(covers).isGreaterThan(40);
  }

  /** Twelve doses, so that a narrow bandwidth would find one or none between them. */
  @Test
  void estimate_fewDifferentDoses_staysNearTheCurve() {
    Table table = world(3000, 7);
    double[] a =
        Arrays.stream(table.continuous("a").values())
            .map(v -> Math.max(-2.75, Math.min(2.75, Math.round(2 * v) / 2.0)))
            .toArray();
    DoseCurve curve =
        Estimators.doseResponse()
            .withOutcome(Learners.splines())
            .withDoses(10)
            .estimate(DESIGN, table.with(Column.Continuous.of("a", a)), Seed.of(1));
    for (DoseCurve.Point point : curve.points().subList(3, 7)) {
      assertThat(point.mean()).as("%s", point).isCloseTo(Math.sin(point.dose()), within(.15));
    }
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
