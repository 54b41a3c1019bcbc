package org.causal4j.graph.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.graph.CausalGraph;
import org.junit.jupiter.api.Test;

class HybridStatisticsTest {
  private static final CausalGraph GRAPH = CausalGraph.parse("d -> y; x -> y");

  private static final Table ROWS =
      Table.of(
          Column.Discrete.of("d", List.of("a", "a", "a", "b", "b", "b", "b")),
          Column.Continuous.of("x", 1, 2, 3, 1_000_001, 1_000_002, 1_000_003, 1_000_004),
          Column.Continuous.of("y", 1, 4, 4, 5, 7, 7, 9));

  /**
   * Under a: slope 3/2, intercept 0, residuals -.5, 1, -.5, so variance 1.5 / 3. Under b: slope
   * 6/5, residuals -.2, .6, -.6, .2 and variance .8 / 4, although x lies far from 0.
   */
  @Test
  void fit_byLeastSquares_isTheClosedForm() {
    HybridNetwork net = HybridNetwork.fit(GRAPH, ROWS, FitOptions.mle());
    Cpd.ConditionalGaussian y = (Cpd.ConditionalGaussian) net.cpd("y");
    assertThat(y.row("a").coefficients().get("x")).isCloseTo(1.5, within(1e-12));
    assertThat(y.row("a").intercept()).isCloseTo(0, within(1e-12));
    assertThat(y.row("a").variance()).isCloseTo(.5, within(1e-12));
    assertThat(y.row("b").coefficients().get("x")).isCloseTo(1.2, within(1e-9));
    assertThat(y.row("b").variance()).isCloseTo(.2, within(1e-9));
    assertThat(y.discreteParents()).containsExactly("d");
    assertThat(y.continuousParents()).containsExactly("x");
    assertThat(y.freeParameters()).isEqualTo(6);
    Cpd.Tabular d = (Cpd.Tabular) net.cpd("d");
    assertThat(d.row()).containsExactly(3.0 / 7, 4.0 / 7);
    Cpd.LinearGaussian x = (Cpd.LinearGaussian) net.cpd("x");
    assertThat(x.intercept()).isCloseTo((6 + 4_000_010) / 7.0, within(1e-6));
    assertThat(net.provenance().toTree()).contains("rows=7");
    assertThat(net.provenance().hash())
        .isNotEqualTo(
            HybridNetwork.fit(GRAPH, ROWS.rows(0, 1, 2, 3, 4, 5, 6, 6), FitOptions.mle())
                .provenance()
                .hash());
  }

  /**
   * Under a: residual squares 1.5 on 1 degree of freedom, so s² = 1.5; Sxx = 2. The quantiles at
   * .975 of t with 1 degree of freedom, tan(.475 π), and at .025 and .975 of χ² with 1, the squares
   * of normal quantiles at .5125 and .9875.
   */
  @Test
  void posterior_ofARegression_hasTheStandardErrorsOfLeastSquares() {
    HybridStatistics stats = HybridStatistics.empty(GRAPH, ROWS).add(ROWS);
    RegressionPosterior y = stats.posterior("y", "a");
    assertThat(y.standardError("x")).isCloseTo(Math.sqrt(.75), within(1e-12));
    assertThat(y.interceptStandardError()).isCloseTo(Math.sqrt(3.5), within(1e-12));
    assertThat(y.degreesOfFreedom()).isEqualTo(1);
    double half = Math.tan(.475 * Math.PI) * Math.sqrt(.75);
    assertThat(y.interval("x", .95).low()).isCloseTo(1.5 - half, within(1e-9));
    assertThat(y.interval("x", .95).high()).isCloseTo(1.5 + half, within(1e-9));
    assertThat(y.varianceInterval(.95).low())
        .isCloseTo(1.5 / (2.2414027276049464 * 2.2414027276049464), within(1e-9));
    assertThat(y.varianceInterval(.95).high())
        .isCloseTo(1.5 / (0.03133798202142648 * 0.03133798202142648), within(1e-6));
    assertThat(y).hasToString("y ~ N(0 + 1.5 x, .5); intercept ± 1.871, x ± .866");
    assertThatThrownBy(() -> stats.posterior("y")).hasMessageContaining("parentStates: 0");
    assertThatThrownBy(() -> stats.posterior("d")).hasMessageContaining("continuous [y, x]");
    assertThatThrownBy(() -> y.standardError("d")).hasMessageContaining("'d' is not among [x]");
    assertThatThrownBy(() -> y.interval("x", 0)).hasMessageContaining("level: 0.0");
  }

  /** 500 samples of 30 rows: 95 % intervals hold the truth, ± 3 × 1 %. */
  @Test
  void interval_ofACoefficient_coversAsOftenAsItSays() {
    HybridNetwork truth =
        HybridNetwork.builder()
            .continuous("u")
            .continuous("x")
            .continuous("y")
            .linearGaussian("u", 3, Map.of(), 1)
            .linearGaussian("x", 1, Map.of("u", 1.0), 1)
            .linearGaussian("y", 1, Map.of("u", -2.0, "x", .5), 4)
            .build();
    int coefficients = 0;
    int variances = 0;
    for (int i = 0; i < 500; i++) {
      Table rows = truth.sample(30, Seed.of(i));
      RegressionPosterior y = HybridStatistics.empty(truth.graph(), rows).add(rows).posterior("y");
      ParameterPosterior.CredibleInterval b = y.interval("x", .95);
      ParameterPosterior.CredibleInterval variance = y.varianceInterval(.95);
      coefficients += b.low() <= .5 && .5 <= b.high() ? 1 : 0;
      variances += variance.low() <= 4 && 4 <= variance.high() ? 1 : 0;
    }
    assertThat(coefficients / 500.0).isBetween(.92, .98);
    assertThat(variances / 500.0).isBetween(.92, .98);
  }

  @Test
  void fit_ofNumbersAlone_isAGaussianNetwork() {
    HybridNetwork net =
        HybridNetwork.fit(CausalGraph.parse("x -> y"), ROWS.rows(0, 1, 2), FitOptions.defaults());
    assertThat(net.variables()).containsExactly("x", "y");
    assertThat(net.cpd("y")).hasToString("y ~ N(0 + 1.5 x, .5)");
    assertThat(net.query("x").given("y", 4).posterior().mean("x")).isGreaterThan(2);
  }

  @Test
  void fit_ofWhatItCanNotServe_isRefused() {
    FitOptions options = FitOptions.dirichlet(1);
    assertThatThrownBy(() -> HybridNetwork.fit(CausalGraph.parse("x -> d"), ROWS, options))
        .hasMessageContaining("the discrete d has the continuous parent x; discretize x");
    assertThatThrownBy(() -> HybridNetwork.fit(GRAPH.withHiddenCause("x", "y"), ROWS, options))
        .hasMessageContaining("y <-> x");
    assertThatThrownBy(() -> HybridNetwork.fit(GRAPH.withLatent("d"), ROWS, options))
        .hasMessageContaining("[d] are latent");
    assertThatThrownBy(() -> HybridNetwork.fit(GRAPH, ROWS.select("d", "x"), options))
        .hasMessageContaining("'y'");
    assertThatThrownBy(() -> HybridNetwork.fit(GRAPH, ROWS.rows(0, 1, 2), options))
        .isInstanceOf(UnseenParentStateException.class)
        .hasMessageContaining("d=b")
        .hasMessageContaining("a regression needs rows there");
    assertThatThrownBy(() -> HybridNetwork.fit(GRAPH, ROWS.rows(0, 1, 3, 4, 5), options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("y given {d=a} has 2 rows, and needs 3 or more");
    Table twice = ROWS.with(Column.Continuous.of("z", 2, 4, 6, 8, 10, 12, 14.0));
    assertThatThrownBy(
            () ->
                HybridNetwork.fit(
                    CausalGraph.parse("x -> y; z -> y"), twice.rows(0, 1, 2, 0, 1, 2), options))
        .hasMessageContaining("[x, z] of y are constant or collinear");
    assertThatThrownBy(
            () ->
                HybridNetwork.fit(
                    GRAPH, ROWS, FitOptions.em(ExpectationMaximization.defaults(Seed.of(1)))))
        .hasMessageContaining("EM serves discrete networks only");
  }

  @Test
  void add_ofMissingCells_refusesOrLeavesTheRowsOut() {
    Table holes =
        ROWS.with(Column.Continuous.of("x", 1, 2, 3, Double.NaN, 1, 2, 5))
            .with(
                Column.Discrete.of(
                    "d", List.of("a", "b"), Arrays.asList("a", "a", "a", "b", "b", "b", "b")));
    assertThatThrownBy(() -> HybridStatistics.empty(GRAPH, holes).add(holes))
        .hasMessageContaining("{x=1}");
    HybridStatistics some =
        HybridStatistics.empty(GRAPH, holes).add(holes, FitOptions.MissingCells.COMPLETE_ROWS);
    assertThat(some.rows()).isEqualTo(6);
    assertThatThrownBy(() -> some.merge(HybridStatistics.empty(CausalGraph.parse("x -> y"), ROWS)))
        .hasMessageContaining("other variables or states");
    assertThat(some).hasToString("HybridStatistics: 6 rows of [d, y, x]");
  }
}
