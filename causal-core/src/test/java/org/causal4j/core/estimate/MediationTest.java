package org.causal4j.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.learn.Learners;
import org.junit.jupiter.api.Test;

class MediationTest {
  private static final Contrast T = Contrast.binary("t");
  private static final Design.Mediation DESIGN =
      Design.mediation("t", "y", List.of("m"), List.of("x"));

  /** M = t + x + e, Y = 2t + 3m + t m + x + e: NDE 2 + E[M(0)] = 2, NIE (3 + 1) · 1 = 4. */
  private static Table world(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x = new double[n];
    double[] t = new double[n];
    double[] m = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextGaussian();
      t[i] = random.nextDouble() < 1 / (1 + Math.exp(-.7 * x[i])) ? 1 : 0;
      m[i] = t[i] + x[i] + random.nextGaussian();
      y[i] = 2 * t[i] + 3 * m[i] + t[i] * m[i] + x[i] + random.nextGaussian();
    }
    return table(x, t, m, y);
  }

  private static Table table(double[] x, double[] t, double[] m, double[] y) {
    return Table.of(
        Column.Continuous.of("x", x),
        Column.Continuous.of("t", t),
        Column.Continuous.of("m", m),
        Column.Continuous.of("y", y));
  }

  @Test
  void estimate_knownWorld_findsDirectAndIndirect() {
    Table table = world(3000, 1);
    for (MediationAnalysis analysis :
        List.of(
            Estimators.mediation(),
            Estimators.mediation().withModels(true).withReplicates(60, 2))) {
      MediationEstimate found = analysis.estimate(DESIGN, table, T, Seed.of(1));
      near(found.direct(), 2);
      near(found.indirect(), 4);
      near(found.total(), 6);
      near(found.directTreated(), 3);
      near(found.indirectControl(), 3);
      near(found.proportion().orElseThrow(), 2.0 / 3);
      assertThat(found.direct().estimate() + found.indirect().estimate())
          .isCloseTo(found.total().estimate(), within(1e-9));
      assertThat(found.direct().standardError()).isBetween(.03, .2);
    }
  }

  private static void near(MediationEstimate.Effect effect, double truth) {
    assertThat(effect.estimate()).isCloseTo(truth, within(4 * effect.standardError()));
  }

  /** 60 tables: 50 or fewer with probability .0004. */
  @Test
  void robust_manyTables_coversAtItsLevel() {
    int direct = 0;
    int indirect = 0;
    for (int set = 0; set < 60; set++) {
      MediationEstimate found =
          Estimators.mediation().estimate(DESIGN, world(400, 100 + set), T, Seed.of(set));
      direct += found.direct().interval().covers(2) ? 1 : 0;
      indirect += found.indirect().interval().covers(4) ? 1 : 0;
    }
    assertThat(direct).isGreaterThan(50);
    assertThat(indirect).isGreaterThan(50);
  }

  /** Against a sum over 200,000 draws of the mediator from the true law. */
  @Test
  void models_binaryOutcome_isTheIntegralOverTheMediator() {
    SplittableRandom random = new SplittableRandom(3);
    int n = 20_000;
    double[] x = new double[n];
    double[] t = new double[n];
    double[] m = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      t[i] = i % 2;
      m[i] = t[i] + random.nextGaussian();
      y[i] = random.nextDouble() < 1 / (1 + Math.exp(1 - t[i] - m[i])) ? 1 : 0;
    }
    double[][] truth = new double[2][2];
    for (int draw = 0; draw < 200_000; draw++) {
      double e = random.nextGaussian();
      for (int a = 0; a < 2; a++) {
        for (int from = 0; from < 2; from++) {
          truth[a][from] += 1 / (1 + Math.exp(1 - a - from - e)) / 200_000;
        }
      }
    }
    MediationEstimate found =
        Estimators.mediation()
            .withModels(false)
            .withReplicates(20, 2)
            .estimate(
                Design.mediation("t", "y", List.of("m"), List.of()),
                table(x, t, m, y),
                T,
                Seed.of(1));
    near(found.direct(), truth[1][0] - truth[0][0]);
    near(found.indirect(), truth[1][1] - truth[1][0]);
    near(found.directTreated(), truth[1][1] - truth[0][1]);
    assertThat(found.direct().standardError()).isBetween(.001, .02);
  }

  private static Table jobs() throws IOException {
    return Reference.read("mediation/jobs.csv.gz");
  }

  /**
   * JOBS II: ACME −.01574465, ADE −.0402647, total −.05600935 from the R package mediation's help
   * example, by lm with treat + econ_hard + sex + age, and to twelve digits by least squares in
   * numpy 2.4.6, where the models are linear and ACME is the product of two coefficients. Intervals
   * by 20,000 bootstrap samples there; the ends of one of 2,000 have a standard deviation of .0008
   * (indirect) and .0028 (direct, total).
   */
  @Test
  void models_jobs_areThePublishedNumbers() throws IOException {
    MediationEstimate found =
        Estimators.mediation()
            .withModels(false)
            .withReplicates(2000, 2)
            .estimate(
                Design.mediation(
                    "treat", "depress2", List.of("job_seek"), List.of("econ_hard", "sex", "age")),
                jobs(),
                Contrast.binary("treat"),
                Seed.of(1));
    assertThat(found.n()).isEqualTo(899);
    assertThat(found.indirect().estimate()).isCloseTo(-.015744645029, within(1e-11));
    assertThat(found.indirectControl().estimate()).isCloseTo(-.015744645029, within(1e-11));
    assertThat(found.direct().estimate()).isCloseTo(-.040264700002, within(1e-11));
    assertThat(found.total().estimate()).isCloseTo(-.056009345031, within(1e-11));
    ends(found.indirect(), -.04148, .00776, .003);
    ends(found.direct(), -.12802, .04559, .01);
    ends(found.total(), -.14742, .03438, .01);
    assertThat(found.indirect().standardError()).isCloseTo(.01260, within(.0008));
    assertThat(found.direct().standardError()).isCloseTo(.04442, within(.0028));
    assertThat(found.proportion()).isEmpty();
    assertThat(found.notes()).anyMatch(note -> note.contains("no proportion"));
  }

  private static void ends(
      MediationEstimate.Effect effect, double low, double high, double tolerance) {
    assertThat(effect.interval().low()).isCloseTo(low, within(tolerance));
    assertThat(effect.interval().high()).isCloseTo(high, within(tolerance));
  }

  /**
   * Framing, by lm and probit: a g-formula written in Python with OLS and Probit of statsmodels
   * 0.15.0, which integrates over the mediator's normal law on a grid of 4,001 points. (A posted
   * run of the R package, of 100 simulations, has ACME .0802 and .0808, ADE .0142 and .0147, total
   * .0949.)
   */
  @Test
  void models_framing_areTheIntegral() throws IOException {
    MediationEstimate found =
        Estimators.mediation()
            .withModels(false)
            .withOutcomeModel(MediationAnalysis.OutcomeModel.PROBIT)
            .withReplicates(100, 2)
            .estimate(
                Design.mediation(
                    "treat",
                    "cong_mesg",
                    List.of("emo"),
                    List.of("age", "educ", "gender", "income")),
                Reference.read("mediation/framing.csv"),
                Contrast.binary("treat"),
                Seed.of(1));
    assertThat(found.indirectControl().estimate()).isCloseTo(.084117958849, within(1e-8));
    assertThat(found.indirect().estimate()).isCloseTo(.085148709935, within(1e-8));
    assertThat(found.direct().estimate()).isCloseTo(.011562223834, within(1e-8));
    assertThat(found.directTreated().estimate()).isCloseTo(.012592974919, within(1e-8));
    assertThat(found.total().estimate()).isCloseTo(.096710933768, within(1e-8));
    assertThat(found.indirect().interval().covers(0)).isFalse();
  }

  /** At ρ = 0 the effect is the product of coefficients; at ρ̃ it is 0. */
  @Test
  void sensitivity_jobs_startsAtTheEstimate() throws IOException {
    MediationSensitivity found =
        MediationSensitivity.of(
            Design.mediation(
                "treat", "depress2", List.of("job_seek"), List.of("econ_hard", "sex", "age")),
            jobs(),
            Contrast.binary("treat"));
    assertThat(found.indirect(0)).isCloseTo(-.01574465, within(5e-8));
    assertThat(found.zeroAt()).isBetween(-.3, -.1);
    assertThat(found.indirect(found.zeroAt())).isCloseTo(0, within(1e-15));
    assertThat(found.indirect(.5)).isLessThan(found.indirect(0));
    assertThatIllegalArgumentException().isThrownBy(() -> found.indirect(1));
  }

  @Test
  void bootstrap_anyNumberOfThreads_givesTheSameBits() {
    Table table = world(300, 4);
    MediationAnalysis one = Estimators.mediation().withModels(true).withReplicates(40, 1);
    MediationEstimate first = one.estimate(DESIGN, table, T, Seed.of(1));
    for (int threads : new int[] {2, 8}) {
      MediationEstimate again =
          one.withReplicates(40, threads).estimate(DESIGN, table, T, Seed.of(1));
      assertThat(again.indirect()).isEqualTo(first.indirect());
      assertThat(again.total()).isEqualTo(first.total());
    }
  }

  @Test
  void estimate_badMediators_saysWhy() {
    Table table = world(100, 5);
    double[] m = table.continuous("m").values();
    m[2] = Double.NaN;
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Estimators.mediation()
                    .estimate(DESIGN, table.with(Column.Continuous.of("m", m)), T, Seed.of(1)))
        .withMessageContaining("mediator 'm': 1 cells are missing");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Estimators.mediation()
                    .withOutcomeModel(MediationAnalysis.OutcomeModel.LOGISTIC)
                    .estimate(DESIGN, table, T, Seed.of(1)))
        .withMessageContaining("0 and 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Design.mediation("t", "y", List.of("x"), List.of("x")))
        .withMessageContaining("also a mediator");
    assertThat(Estimators.aipw().refuses(DESIGN)).isPresent();
    assertThat(Estimators.mediation().withLearners(Learners.ridge(), Learners.logistic()).name())
        .contains("multiply robust");
  }
}
