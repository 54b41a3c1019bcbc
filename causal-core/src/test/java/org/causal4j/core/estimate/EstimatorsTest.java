package org.causal4j.core.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.learn.Learners;
import org.junit.jupiter.api.Test;

/**
 * What all estimators promise: they find known effects, refuse other designs, and never say NaN.
 */
class EstimatorsTest {
  private static final Design ADJUSTED = Design.backdoor("t", "y", "x1", "x2");
  private static final List<Estimator> ADJUSTING =
      List.of(
          Estimators.regression(),
          Estimators.regression().withProducts(),
          Estimators.gEstimation(),
          Estimators.ipw(),
          Estimators.ipw().withPropensity(Learners.logistic()),
          Estimators.overlapWeights(),
          Estimators.matching(),
          Estimators.aipw(),
          Estimators.tmle(),
          Estimators.dmlInteractive(),
          Estimators.dmlPartiallyLinear());

  /** Effect 2 for all; x1 and x2 confound. */
  private static Table world(int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] x1 = random.doubles(n).map(u -> 2 * u - 1).toArray();
    double[] x2 = new double[n];
    double[] t = new double[n];
    double[] y = new double[n];
    double[] group = new double[n];
    for (int i = 0; i < n; i++) {
      x2[i] = random.nextGaussian();
      t[i] = random.nextDouble() < 1 / (1 + Math.exp(-x1[i] - 0.5 * x2[i])) ? 1 : 0;
      y[i] = 1 + x1[i] + x2[i] + 2 * t[i] + random.nextGaussian();
      group[i] = i / 5;
    }
    return Table.of(
        Column.Continuous.of("x1", x1),
        Column.Continuous.of("x2", x2),
        Column.Continuous.of("t", t),
        Column.Continuous.of("y", y),
        Column.Continuous.of("group", group));
  }

  private static EffectEstimate fit(Estimator estimator, Design design, Table table) {
    return estimator.estimate(design, table, Contrast.binary("t"), Seed.of(1));
  }

  @Test
  void estimate_confounded_findsTheEffectTwiceWithTheSameBits() {
    Table table = world(1500, 1);
    for (Estimator estimator : ADJUSTING) {
      EffectEstimate effect = fit(estimator, ADJUSTED, table);
      assertThat(effect.estimate()).as("%s", effect).isCloseTo(2, within(.25));
      assertThat(effect.standardError()).as("%s", effect).isBetween(.04, .12);
      assertThat(effect.recipe().orElseThrow().estimate(table).estimate())
          .isEqualTo(effect.estimate());
      assertThat(effect.toString()).contains(effect.estimand().toString());
    }
  }

  /** 60 intervals of 95 %: 50 or fewer cover with probability .0004. */
  @Test
  void interval_manyTables_coversAtItsLevel() {
    for (Estimator estimator :
        List.of(
            Estimators.regression(),
            Estimators.ipw(),
            Estimators.overlapWeights(),
            Estimators.matching(),
            Estimators.tmle(),
            Estimators.gEstimation(),
            Estimators.dmlPartiallyLinear().withSplits(1))) {
      int covers = 0;
      double squares = 0;
      double said = 0;
      for (int set = 0; set < 60; set++) {
        EffectEstimate effect = fit(estimator, ADJUSTED, world(300, 100 + set));
        covers += effect.interval().covers(2) ? 1 : 0;
        squares += Math.pow(effect.estimate() - 2, 2) / 60;
        said += effect.standardError() / 60;
      }
      assertThat(covers).as(estimator.name()).isGreaterThan(50);
      assertThat(said / Math.sqrt(squares)).as(estimator.name()).isBetween(.75, 1.4);
    }
  }

  @Test
  void estimate_swappedArms_turnsTheSign() {
    Table table = world(400, 2);
    for (Estimator estimator :
        List.of(
            Estimators.regression(),
            Estimators.ipw(),
            Estimators.matching(),
            Estimators.gEstimation())) {
      double forward = fit(estimator, ADJUSTED, table).estimate();
      double back =
          estimator
              .estimate(ADJUSTED, table, Contrast.binary("t").reversed(), Seed.of(1))
              .estimate();
      assertThat(back).as(estimator.name()).isCloseTo(-forward, within(1e-8));
    }
  }

  @Test
  void estimate_oneConfounderState_ofIpwAndRegression_isStandardizationByHand() {
    // strata z=0: y|t=1: 3, y|t=0: 1, n 4; z=1: y|t=1: 10, y|t=0: 6, n 4; ATE = (2 + 4)/2
    Table table =
        Table.of(
            Column.Continuous.of("z", 0, 0, 0, 0, 1, 1, 1, 1),
            Column.Continuous.of("t", 1, 0, 0, 0, 1, 1, 1, 0),
            Column.Continuous.of("y", 3, 1, 0, 2, 9, 10, 11, 6));
    Design design = Design.backdoor("t", "y", "z");
    assertThat(fit(Estimators.ipw(), design, table).estimate()).isCloseTo(3, within(1e-6));
    assertThat(fit(Estimators.regression(), design, table).estimate()).isCloseTo(3, within(1e-9));
    // ATT: weights 1 : 3 of the strata
    assertThat(fit(Estimators.ipw().withEstimand(Estimand.ATT), design, table).estimate())
        .isCloseTo((2 + 3 * 4) / 4.0, within(1e-6));
    assertThat(fit(Estimators.matching().withEstimand(Estimand.ATT), design, table).estimate())
        .isCloseTo((2 + 3 * 4) / 4.0, within(1e-9));
  }

  @Test
  void refuses_designsOfAnotherKind_saysWhy() {
    List<Design> others =
        List.of(
            Design.frontDoor("t", "y", "x1"),
            Design.instrument("t", "y", List.of("x1"), List.of()),
            Design.panel("t", "y", "x1", "x2"));
    Table table = world(50, 3);
    for (Estimator estimator : ADJUSTING) {
      for (Design design : others) {
        assertThat(estimator.refuses(design)).isPresent();
        assertThatIllegalArgumentException()
            .isThrownBy(() -> fit(estimator, design, table))
            .withMessageContaining("design: ");
      }
    }
    for (Estimator estimator :
        List.of(
            Estimators.twoStageLeastSquares(),
            Estimators.frontDoor(),
            Estimators.differenceInDifferences())) {
      assertThat(estimator.refuses(ADJUSTED)).isPresent();
    }
  }

  @Test
  void estimate_badInput_isATypedErrorForEveryEstimator() {
    Table table = world(80, 4);
    double[] t = table.continuous("t").values();
    Table constant = table.with(Column.Continuous.of("t", new double[80]));
    Table three =
        table.with(
            Column.Continuous.of("t", IntStream.range(0, 80).mapToDouble(i -> i % 3).toArray()));
    double[] none = new double[80];
    Arrays.fill(none, Double.NaN);
    Table empty = table.with(Column.Continuous.of("x2", none));
    double[] gap = table.continuous("y").values();
    gap[3] = Double.NaN;
    Table hole = table.with(Column.Continuous.of("y", gap));
    for (Estimator estimator : ADJUSTING) {
      assertThatIllegalArgumentException()
          .as(estimator.name())
          .isThrownBy(() -> fit(estimator, ADJUSTED, constant))
          .withMessageContaining("constant");
      assertThatIllegalArgumentException()
          .as(estimator.name())
          .isThrownBy(() -> fit(estimator, ADJUSTED, empty))
          .withMessageContaining("no value in any row");
      assertThatIllegalArgumentException()
          .as(estimator.name())
          .isThrownBy(() -> fit(estimator, ADJUSTED, hole))
          .withMessageContaining("missing");
      assertThatIllegalArgumentException()
          .as(estimator.name())
          .isThrownBy(() -> fit(estimator, Design.backdoor("t", "y", "gone"), table))
          .withMessageContaining("gone");
      boolean numeric = estimator instanceof Regression || estimator instanceof DmlPartiallyLinear;
      if (!numeric) {
        assertThatIllegalArgumentException()
            .as(estimator.name())
            .isThrownBy(() -> fit(estimator, ADJUSTED, three))
            .withMessageContaining("neither '0' nor '1'");
      }
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Design.backdoor("t", "y", "x1", "t"))
        .withMessageContaining("t is also the treatment");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Column.Continuous.of("y", 1, Double.POSITIVE_INFINITY))
        .withMessageContaining("infinite");
    Table copy = table.with(Column.Continuous.of("x2", t));
    for (Estimator estimator :
        List.of(Estimators.ipw(), Estimators.gEstimation(), Estimators.overlapWeights())) {
      assertThatThrownBy(() -> fit(estimator, ADJUSTED, copy))
          .as(estimator.name())
          .isInstanceOf(NotConvergedException.class)
          .hasMessageContaining("tell the arms apart");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fit(Estimators.regression().withProducts(), ADJUSTED, copy))
        .withMessageContaining("determines it");
    Table oneCluster = table.with(Column.Continuous.of("group", new double[80]));
    for (Estimator estimator : ADJUSTING) {
      if (!(estimator instanceof Matching)) {
        assertThatIllegalArgumentException()
            .as(estimator.name())
            .isThrownBy(() -> fit(estimator.withClusters("group"), ADJUSTED, oneCluster))
            .withMessageContaining("cluster");
      }
    }
  }

  @Test
  void estimate_collinearCovariates_leavesThemOutAndSaysSo() {
    Table table = world(300, 5);
    double[] x1 = table.continuous("x1").values();
    Table doubled =
        table
            .with(Column.Continuous.of("twice", Arrays.stream(x1).map(v -> 2 * v + 1).toArray()))
            .with(Column.Continuous.of("flat", new double[300]));
    Design design = Design.backdoor("t", "y", "x1", "x2", "twice", "flat");
    for (Estimator estimator :
        List.of(
            Estimators.regression().withProducts(),
            Estimators.ipw(),
            Estimators.gEstimation(),
            Estimators.matching())) {
      EffectEstimate with = fit(estimator, design, doubled);
      assertThat(with.estimate())
          .as(estimator.name())
          .isCloseTo(fit(estimator, ADJUSTED, table).estimate(), within(1e-7));
      assertThat(with.notes()).anySatisfy(n -> assertThat(n).contains("twice", "flat"));
    }
    for (Estimator estimator :
        List.of(Estimators.aipw(), Estimators.tmle(), Estimators.dmlPartiallyLinear())) {
      assertThat(fit(estimator, design, doubled).estimate()).isCloseTo(2, within(.5));
    }
  }

  @Test
  void estimate_fewerRowsThanColumns_isRefusedOrShrunk() {
    SplittableRandom random = new SplittableRandom(6);
    Column[] columns = new Column[32];
    for (int c = 0; c < 30; c++) {
      columns[c] = Column.Continuous.of("x" + c, random.doubles(20).toArray());
    }
    columns[30] =
        Column.Continuous.of("t", IntStream.range(0, 20).mapToDouble(i -> i % 2).toArray());
    columns[31] = Column.Continuous.of("y", random.doubles(20).toArray());
    Table table = Table.of(columns);
    Design design =
        new Design.Backdoor("t", "y", IntStream.range(0, 30).mapToObj(c -> "x" + c).toList());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> fit(Estimators.regression(), design, table))
        .withMessageContaining("too few");
    assertThatThrownBy(() -> fit(Estimators.ipw(), design, table))
        .isInstanceOf(NotConvergedException.class);
    EffectEstimate shrunk = fit(Estimators.aipw().withFolds(2), design, table);
    assertThat(shrunk.estimate()).isFinite();
    assertThat(shrunk.isQuotable() || shrunk.overlap().isPresent()).isTrue();
  }

  @Test
  void estimate_armsApart_shrunkOrNot_isNotQuotable() {
    int n = 200;
    Table table =
        Table.of(
            Column.Continuous.of("x", IntStream.range(0, n).mapToDouble(i -> i).toArray()),
            Column.Continuous.of(
                "t", IntStream.range(0, n).mapToDouble(i -> i < 100 ? 0 : 1).toArray()),
            Column.Continuous.of("y", IntStream.range(0, n).mapToDouble(i -> i % 7).toArray()));
    for (Estimator estimator :
        List.of(Estimators.aipw(), Estimators.tmle(), Estimators.dmlPartiallyLinear())) {
      assertThat(fit(estimator, Design.backdoor("t", "y", "x"), table).isQuotable())
          .as(estimator.name())
          .isFalse();
    }
  }

  @Test
  void estimate_armEmptyInAFold_isRefused() {
    Table table = world(40, 7);
    double[] t = new double[40];
    t[0] = 1;
    t[1] = 1;
    Table rare = table.with(Column.Continuous.of("t", t));
    for (Estimator estimator :
        List.of(Estimators.aipw(), Estimators.tmle(), Estimators.dmlInteractive())) {
      assertThatIllegalArgumentException()
          .as(estimator.name())
          .isThrownBy(() -> fit(estimator, ADJUSTED, rare))
          .withMessageContaining("folds");
    }
  }

  @Test
  void estimate_clusters_widenTheInterval() {
    SplittableRandom random = new SplittableRandom(8);
    int n = 1000;
    double[] t = new double[n];
    double[] y = new double[n];
    double[] x = new double[n];
    double[] g = new double[n];
    for (int i = 0; i < n; i++) {
      if (i % 10 == 0) {
        t[i] = random.nextInt(2);
        y[i] = 2 * random.nextGaussian();
      } else {
        t[i] = t[i - 1];
        y[i] = y[i - i % 10];
      }
      g[i] = i / 10;
      x[i] = random.nextGaussian();
    }
    double[] noisy = Arrays.stream(y).map(v -> v + random.nextGaussian()).toArray();
    Table table =
        Table.of(
            Column.Continuous.of("t", t),
            Column.Continuous.of("y", noisy),
            Column.Continuous.of("x", x),
            Column.Continuous.of("g", g));
    Design design = Design.backdoor("t", "y", "x");
    for (Estimator estimator : ADJUSTING) {
      if (estimator instanceof Matching) {
        assertThatIllegalArgumentException().isThrownBy(() -> estimator.withClusters("g"));
      } else {
        assertThat(fit(estimator.withClusters("g"), design, table).standardError())
            .as(estimator.name())
            .isGreaterThan(2 * fit(estimator, design, table).standardError());
      }
    }
  }

  @Test
  void twoStage_hiddenConfounder_findsTheEffectWhereRegressionDoesNot() {
    SplittableRandom random = new SplittableRandom(9);
    int n = 4000;
    double[][] c = new double[5][n];
    for (int i = 0; i < n; i++) {
      double u = random.nextGaussian();
      c[0][i] = random.nextInt(2);
      c[1][i] = random.nextGaussian();
      c[2][i] = c[0][i] + u + c[1][i] + random.nextGaussian();
      c[3][i] = 3 * c[2][i] + 2 * u + c[1][i] + random.nextGaussian();
      c[4][i] = random.nextGaussian();
    }
    Table table =
        Table.of(
            Column.Continuous.of("z", c[0]),
            Column.Continuous.of("x", c[1]),
            Column.Continuous.of("t", c[2]),
            Column.Continuous.of("y", c[3]),
            Column.Continuous.of("weak", c[4]));
    Design.Instrument design = new Design.Instrument("t", "y", List.of("z"), List.of("x"));
    EffectEstimate two = fit(Estimators.twoStageLeastSquares(), design, table);
    assertThat(two.interval().covers(3)).as("%s", two).isTrue();
    assertThat(
            fit(Estimators.regression().withProducts(), Design.backdoor("t", "y", "x"), table)
                .interval()
                .low())
        .isGreaterThan(3.5);
    InstrumentStrength strength =
        Estimators.twoStageLeastSquares().strength(design, table, Contrast.binary("t"));
    assertThat(strength.hausmanP()).isLessThan(.01);
    assertThat(strength.isWeak()).isFalse();
    assertThat(
            Estimators.twoStageLeastSquares()
                .strength(
                    new Design.Instrument("t", "y", List.of("weak"), List.of()),
                    table,
                    Contrast.binary("t"))
                .isWeak())
        .isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                fit(
                    Estimators.twoStageLeastSquares(),
                    new Design.Instrument("t", "y", List.of("flat"), List.of("x")),
                    table.with(Column.Continuous.of("flat", new double[n]))))
        .withMessageContaining("instrument 'flat'");
  }

  /** One instrument and treatment of two states: the ratio of differences of Wald. */
  @Test
  void twoStage_binary_isWaldsRatio() {
    Table table =
        Table.of(
            Column.Continuous.of("z", 0, 0, 0, 0, 1, 1, 1, 1),
            Column.Continuous.of("t", 0, 0, 0, 1, 0, 1, 1, 1),
            Column.Continuous.of("y", 1, 2, 3, 6, 2, 7, 9, 6));
    EffectEstimate effect =
        fit(
            Estimators.twoStageLeastSquares(),
            Design.instrument("t", "y", List.of("z"), List.of()),
            table);
    assertThat(effect.estimate()).isCloseTo((6.0 - 3.0) / (.75 - .25), within(1e-9));
    assertThat(effect.estimand()).isEqualTo(Estimand.LATE);
  }

  @Test
  void frontDoor_hiddenConfounder_findsTheEffect() {
    SplittableRandom random = new SplittableRandom(10);
    int n = 20_000;
    double[] t = new double[n];
    int[] m = new int[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      int u = random.nextInt(2);
      t[i] = random.nextDouble() < .2 + .6 * u ? 1 : 0;
      m[i] = random.nextDouble() < .1 + .7 * t[i] ? 1 : 0;
      y[i] = 2 * m[i] + 3 * u + random.nextGaussian();
    }
    Table discrete =
        Table.of(
            Column.Continuous.of("t", t),
            Column.Discrete.ofCodes("m", List.of("no", "yes"), m),
            Column.Continuous.of("y", y));
    Design design = Design.frontDoor("t", "y", "m");
    EffectEstimate shares = fit(Estimators.frontDoor(), design, discrete);
    assertThat(shares.estimate()).isCloseTo(1.4, within(.08));
    assertThat(shares.interval().covers(1.4)).isTrue();
    Table linear =
        discrete.with(Column.Continuous.of("m", Arrays.stream(m).asDoubleStream().toArray()));
    EffectEstimate slopes = fit(Estimators.frontDoor(), design, linear);
    assertThat(slopes.interval().covers(1.4)).isTrue();
    assertThat(slopes.standardError()).isCloseTo(shares.standardError(), within(.005));
  }

  @Test
  void differenceInDifferences_staggered_notesNegativeWeights() {
    int units = 12;
    int times = 6;
    int n = units * times;
    double[] unit = new double[n];
    double[] time = new double[n];
    double[] d = new double[n];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      unit[i] = i / times;
      time[i] = i % times;
      double start = unit[i] < 6 ? 1 : 4;
      d[i] = time[i] >= start ? 1 : 0;
      y[i] = unit[i] + 2 * time[i] + 3 * d[i];
    }
    Table table =
        Table.of(
            Column.Continuous.of("u", unit),
            Column.Continuous.of("q", time),
            Column.Continuous.of("t", d),
            Column.Continuous.of("y", y));
    EffectEstimate effect =
        fit(Estimators.differenceInDifferences(), Design.panel("t", "y", "u", "q"), table);
    assertThat(effect.estimate()).isCloseTo(3, within(1e-8));
    assertThat(effect.notes()).anySatisfy(note -> assertThat(note).contains("negative weight"));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                fit(
                    Estimators.differenceInDifferences(),
                    Design.panel("t", "y", "u", "q"),
                    table.with(
                        Column.Continuous.of(
                            "t", Arrays.stream(unit).map(v -> v < 6 ? 1 : 0).toArray()))))
        .withMessageContaining("determine it");
  }

  @Test
  void options_outOfRange_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Estimators.aipw().withEstimand(Estimand.ATO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Estimators.regression().withEstimand(Estimand.LATE));
    assertThatIllegalArgumentException().isThrownBy(() -> Estimators.tmle().withTrim(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Estimators.ipw().withLevel(1));
    assertThatIllegalArgumentException().isThrownBy(() -> Estimators.matching().withNeighbors(0));
  }
}
