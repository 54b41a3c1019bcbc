package org.causal4j.graph.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.function.DoubleUnaryOperator;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Table;
import org.causal4j.graph.Do;
import org.junit.jupiter.api.Test;

class HybridNetworkTest {

  /**
   * The waste incinerator of Lauritzen (1992), "Propagation of probabilities, means, and variances
   * in mixed graphical association models", JASA 87, section 6; logarithmic scales.
   */
  private static final HybridNetwork WASTE =
      HybridNetwork.builder()
          .discrete("filter", "intact", "defect")
          .discrete("waste", "industrial", "household")
          .discrete("burning", "stable", "unstable")
          .continuous("efficiency")
          .continuous("metalsIn")
          .continuous("co2")
          .continuous("dust")
          .continuous("light")
          .continuous("metalsOut")
          .cpd("filter", .95, .05)
          .cpd("waste", 2.0 / 7, 5.0 / 7)
          .cpd("burning", .85, .15)
          .conditionalGaussian(
              "efficiency",
              List.of("filter", "waste"),
              List.of(),
              new double[][] {{-3.9, .00002}, {-3.2, .00002}, {-.4, .0001}, {-.5, .0001}})
          .conditionalGaussian(
              "metalsIn", List.of("waste"), List.of(), new double[][] {{.5, .01}, {-.5, .005}})
          .conditionalGaussian(
              "co2", List.of("burning"), List.of(), new double[][] {{-2, .1}, {-1, .3}})
          .conditionalGaussian(
              "dust",
              List.of("burning", "waste"),
              List.of("efficiency"),
              new double[][] {{6.5, 1, .03}, {6, 1, .04}, {7.5, 1, .1}, {7, 1, .1}})
          .linearGaussian("light", 3, Map.of("dust", -.5), .25)
          .linearGaussian("metalsOut", 0, Map.of("dust", 1.0, "metalsIn", 1.0), .002)
          .build();

  /** x causes y, and both y causes z: all linear. */
  private static final HybridNetwork CHAIN =
      HybridNetwork.builder()
          .continuous("x")
          .continuous("y")
          .continuous("z")
          .linearGaussian("x", 1, Map.of(), 4)
          .linearGaussian("y", .5, Map.of("x", 2.0), 9)
          .linearGaussian("z", 0, Map.of("y", -1.0, "x", 1.0), 1)
          .build();

  /** A switch d, x that depends on it, y that depends on both. */
  private static final HybridNetwork SWITCHED =
      HybridNetwork.builder()
          .discrete("d", "a", "b", "c")
          .discrete("e", "no", "yes")
          .continuous("x")
          .continuous("y")
          .cpd("d", .2, .5, .3)
          .cpd("e", List.of("d"), new double[][] {{.9, .1}, {.4, .6}, {.5, .5}})
          .conditionalGaussian(
              "x", List.of("d"), List.of(), new double[][] {{0, 1}, {2, .5}, {-1, 2}})
          .conditionalGaussian(
              "y",
              List.of("d"),
              List.of("x"),
              new double[][] {{1, 1, .5}, {0, -.5, 1}, {.5, .25, .25}})
          .build();

  private static void assertMoments(
      HybridQuery query, double mean, double standardDeviation, double tolerance) {
    HybridPosterior answer = query.posterior();
    String target = answer.variables().get(0);
    assertThat(answer.mean(target)).as(target).isCloseTo(mean, within(tolerance));
    assertThat(answer.standardDeviation(target))
        .as(target)
        .isCloseTo(standardDeviation, within(tolerance));
  }

  /** The published means and standard deviations, three digits. */
  @Test
  void posterior_ofTheWasteIncinerator_equalsWhatLauritzenPublished() {
    assertMoments(WASTE.query("efficiency"), -3.25, .709, .005);
    assertMoments(WASTE.query("dust"), 3.04, .770, .005);
    assertMoments(WASTE.query("co2"), -1.85, .507, .005);
    assertMoments(WASTE.query("light"), 1.48, .631, .005);
    assertMoments(WASTE.query("metalsIn"), -.214, .459, .0005);
    assertMoments(WASTE.query("metalsOut"), 2.83, .860, .005);
    Map<String, String> seen = Map.of("waste", "industrial", "light", "1.1", "co2", "-.9");
    assertMoments(WASTE.query("efficiency").given(seen), -3.90, .076, .002);
    assertMoments(WASTE.query("dust").given(seen), 3.61, .326, .005);
    assertMoments(WASTE.query("metalsIn").given(seen), .5, .1, .0005);
    assertMoments(WASTE.query("metalsOut").given(seen), 4.11, .344, .005);
    HybridPosterior states = WASTE.query("burning", "filter").given(seen).posterior();
    assertThat(states.discrete().marginal("burning").probability("stable"))
        .isCloseTo(.0122, within(.0001));
    assertThat(states.discrete().marginal("filter").probability("intact"))
        .isCloseTo(.9995, within(.00005));
  }

  /** Regression of x on y: slope Cov / Var = 8 / 25. */
  @Test
  void posterior_ofAGaussianNetwork_isTheClosedForm() {
    HybridPosterior answer = CHAIN.query("x").given("y", 5).posterior();
    assertThat(answer.mean("x")).isCloseTo(1 + 8.0 / 25 * (5 - 2.5), within(1e-12));
    assertThat(answer.variance("x")).isCloseTo(4 - 64.0 / 25, within(1e-12));
    assertThat(answer.logDensityOfEvidence())
        .isCloseTo(-.5 * (Math.log(2 * Math.PI * 25) + 2.5 * 2.5 / 25), within(1e-12));
    HybridPosterior prior = CHAIN.query("z", "x").posterior();
    assertThat(prior.mean("z")).isCloseTo(-2.5 + 1, within(1e-12));
    assertThat(prior.variance("z")).isCloseTo(25 + 4 - 16 + 1, within(1e-12));
    assertThat(prior.covariance("z", "x")).isCloseTo(-8 + 4, within(1e-12));
    assertThat(prior.logDensityOfEvidence()).isZero();
    assertThat(prior.components()).isEqualTo(1);
    assertThat(prior.quantile("z", .975))
        .isCloseTo(-1.5 + 1.959963984540054 * Math.sqrt(14), within(1e-9));
  }

  /** The trapezoidal rule, which is exact to rounding for smooth functions that fall like these. */
  private static double integral(DoubleUnaryOperator f) {
    double sum = 0;
    double step = 1.0 / 128;
    for (int i = -30 * 128; i <= 30 * 128; i++) {
      sum += f.applyAsDouble(i * step) * step;
    }
    return sum;
  }

  private static double normal(double x, double mean, double variance) {
    return Math.exp(-.5 * (x - mean) * (x - mean) / variance) / Math.sqrt(2 * Math.PI * variance);
  }

  /** P(d, e = yes, x, y) written out. */
  private static double joint(int d, double x, double y) {
    double p = new double[] {.2 * .1, .5 * .6, .3 * .5}[d];
    double[] meansOfX = {0, 2, -1};
    double[] variancesOfX = {1, .5, 2};
    double[] meansOfY = {1 + x, -.5 * x, .5 + .25 * x};
    double[] variancesOfY = {.5, 1, .25};
    return p * normal(x, meansOfX[d], variancesOfX[d]) * normal(y, meansOfY[d], variancesOfY[d]);
  }

  @Test
  void posterior_ofAMixture_equalsNumericalIntegration() {
    double y = .7;
    double[] of = new double[3];
    double total = 0;
    double first = 0;
    double second = 0;
    for (int d = 0; d < 3; d++) {
      int state = d;
      of[d] = integral(x -> joint(state, x, y));
      total += of[d];
      first += integral(x -> x * joint(state, x, y));
      second += integral(x -> x * x * joint(state, x, y));
    }
    HybridPosterior answer = SWITCHED.query("d", "x").given("e", "yes").given("y", y).posterior();
    double mean = first / total;
    assertThat(answer.mean("x")).isCloseTo(mean, within(1e-9));
    assertThat(answer.variance("x")).isCloseTo(second / total - mean * mean, within(1e-9));
    assertThat(answer.discrete().table())
        .containsExactly(new double[] {of[0] / total, of[1] / total, of[2] / total}, within(1e-9));
    assertThat(answer.logDensityOfEvidence()).isCloseTo(Math.log(total), within(1e-9));
    double density = (joint(0, 1, y) + joint(1, 1, y) + joint(2, 1, y)) / total;
    assertThat(answer.density("x", 1)).isCloseTo(density, within(1e-9));
    assertThat(integral(x -> answer.density("x", x))).isCloseTo(1, within(1e-9));
    for (double p : new double[] {.01, .3, .5, .975}) {
      assertThat(answer.cumulative("x", answer.quantile("x", p))).isCloseTo(p, within(1e-12));
    }
    assertThat(answer.toString()).contains("P(d | e=yes, y=.7)", "of 3 Gaussians");
  }

  @Test
  void posterior_ofAnObservedVariable_isItsNumber() {
    HybridPosterior answer = SWITCHED.query("y", "x").given("y", 2).posterior();
    assertThat(answer.mean("y")).isEqualTo(2);
    assertThat(answer.variance("y")).isZero();
    assertThat(answer.covariance("x", "y")).isZero();
    assertThat(answer.cumulative("y", 1.9)).isZero();
    assertThat(answer.cumulative("y", 2)).isCloseTo(1, within(1e-12));
    assertThatThrownBy(() -> answer.density("y", 2)).hasMessageContaining("y has no density");
    assertThat(answer.quantile("y", .5)).isEqualTo(2);
  }

  /** do(y = 3) cuts x → y: z = x − 3 + noise; seeing y = 3 moves x. */
  @Test
  void intervene_withSet_cutsTheCauses() {
    HybridNetwork done = CHAIN.intervene(Do.set("y", "3"));
    HybridPosterior answer = done.query("z", "x").posterior();
    assertThat(answer.mean("z")).isCloseTo(-2, within(1e-12));
    assertThat(answer.variance("z")).isCloseTo(5, within(1e-12));
    assertThat(answer.mean("x")).isCloseTo(1, within(1e-12));
    assertThat(answer.warnings()).hasSize(1);
    assertThat(answer.warnings().get(0)).startsWith("x is not a descendant of y");
    assertThat(CHAIN.query("x").given("y", 3).posterior().mean("x")).isCloseTo(1.16, within(1e-12));
    assertThat(done.query("x").given("z", 1).posterior().mean("x"))
        .isCloseTo(1 + 4.0 / 5 * 3, within(1e-12));
    assertThat(done.graph().parents("y")).isEmpty();
    assertThat(done.toString()).startsWith("after do(y=3): HybridNetwork: 0 discrete and 3");
    assertThatThrownBy(() -> done.query("x").given("y", 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("y is intervened upon by do(y=3)");
    assertThatThrownBy(() -> done.intervene(Do.shift("y", 1)))
        .hasMessageContaining("intervened upon already");
  }

  /** The causes of a shifted variable stay: Var(z) is as before, E(z) moves by −5. */
  @Test
  void intervene_withShift_keepsTheCauses() {
    HybridPosterior before = CHAIN.query("z").posterior();
    HybridPosterior after = CHAIN.intervene(Do.shift("y", 5)).query("z").posterior();
    assertThat(after.mean("z")).isCloseTo(before.mean("z") - 5, within(1e-12));
    assertThat(after.variance("z")).isCloseTo(before.variance("z"), within(1e-12));
    HybridNetwork both = SWITCHED.intervene(Do.set("d", "b").and(Do.shift("x", 1)));
    assertThat(both.query("y").posterior().mean("y")).isCloseTo(-.5 * 3, within(1e-12));
    assertThat(both.query("e").posterior().discrete().probability("yes"))
        .isCloseTo(.6, within(1e-12));
    assertThat(
            SWITCHED
                .intervene(Do.draw("d", Map.of("a", .5, "c", .5)))
                .query("x")
                .posterior()
                .mean("x"))
        .isCloseTo(-.5, within(1e-12));
  }

  @Test
  void sample_hasTheMomentsOfTheNetwork_onAnyNumberOfThreads() throws Exception {
    List<Table> tables = new ArrayList<>();
    for (int threads : new int[] {1, 3}) {
      ForkJoinPool pool = new ForkJoinPool(threads);
      tables.add(pool.submit(() -> SWITCHED.sample(50_000, Seed.of(4))).get());
      pool.shutdown();
    }
    assertThat(tables.get(1)).isEqualTo(tables.get(0));
    Table rows = tables.get(0);
    HybridPosterior truth = SWITCHED.query("x", "y").posterior();
    for (String variable : List.of("x", "y")) {
      double mean = 0;
      for (int row = 0; row < rows.rows(); row++) {
        mean += rows.continuous(variable).value(row) / rows.rows();
      }
      double error = truth.standardDeviation(variable) / Math.sqrt(rows.rows());
      assertThat(mean).isCloseTo(truth.mean(variable), within(4 * error));
    }
    assertThat(CHAIN.sample(10, Seed.of(1)).names()).containsExactly("x", "y", "z");
    assertThatThrownBy(() -> CHAIN.sample(-1, Seed.of(1))).hasMessage("rows: -1 is below 0");
  }

  @Test
  void network_thatIsDiscrete_answersAsBayesianNetwork() {
    BayesianNetwork g1 = WorkedNetworks.g1();
    String first = g1.variables().get(0);
    String last = g1.variables().get(2);
    HybridNetwork hybrid = HybridNetwork.of(g1);
    assertThat(hybrid.query(first).given(last, "yes").posterior().discrete().table())
        .containsExactly(g1.query(first).given(last, "yes").posterior().table(), within(1e-15));
    assertThat(hybrid.query(first).given(last, "yes").posterior().logDensityOfEvidence())
        .isCloseTo(
            g1.query(first).given(last, "yes").posterior().logProbabilityOfEvidence(),
            within(1e-15));
  }

  @Test
  void query_ofWhatDoesNotFit_isRefused() {
    assertThatThrownBy(() -> CHAIN.query("q")).hasMessageContaining("'q'", "[x, y, z]");
    assertThatThrownBy(() -> CHAIN.query("x", "x")).hasMessageContaining("named twice");
    assertThatThrownBy(() -> CHAIN.query("x").given("y", "high"))
        .hasMessageContaining("'high'")
        .hasMessageContaining("no number");
    assertThatThrownBy(() -> CHAIN.query("x").given("y", Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> CHAIN.query("x").given("y", 1).given("y", 1))
        .hasMessageContaining("observed twice");
    assertThatThrownBy(() -> SWITCHED.query("x").given("d", 1))
        .hasMessageContaining("d is discrete");
    assertThatThrownBy(() -> SWITCHED.query("x").given("d", "z")).hasMessageContaining("[a, b, c]");
    assertThatThrownBy(() -> CHAIN.query("x").posterior().discrete())
        .hasMessageContaining("none of [x] is discrete");
    assertThatThrownBy(() -> SWITCHED.query("d").posterior().mean("d"))
        .hasMessageContaining("not among the continuous");
    assertThatThrownBy(() -> SWITCHED.intervene(Do.shift("d", 1))).hasMessageContaining("discrete");
    assertThatThrownBy(() -> SWITCHED.intervene(Do.draw("x", Map.of("1", 1.0))))
        .hasMessageContaining("x is continuous");
    assertThatThrownBy(() -> SWITCHED.query("x").withBudget(100).posterior())
        .isInstanceOf(InferenceBudgetException.class);
    HybridNetwork impossible = SWITCHED.intervene(Do.set("d", "a"));
    assertThat(impossible.query("x").posterior().mean("x")).isZero();
  }

  /** y = 2 x without noise: seeing both has no density. */
  @Test
  void posterior_ofNumbersWithoutADensity_isRefused() {
    HybridNetwork net =
        HybridNetwork.builder()
            .continuous("x")
            .continuous("y")
            .linearGaussian("x", 0, Map.of(), 1)
            .linearGaussian("y", 0, Map.of("x", 2.0), 0)
            .build();
    assertThat(net.query("x").given("y", 3).posterior().mean("x")).isCloseTo(1.5, within(1e-12));
    assertThat(net.query("x").given("y", 3).posterior().variance("x")).isCloseTo(0, within(1e-12));
    assertThatThrownBy(() -> net.query("x").given("y", 3).given("x", 1.5).posterior())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no joint density");
  }

  @Test
  void build_ofWhatDoesNotFit_isRefused() {
    assertThatThrownBy(() -> HybridNetwork.builder().continuous("x").build())
        .hasMessage("cpd: x has no distribution");
    assertThatThrownBy(() -> HybridNetwork.builder().continuous("x").discrete("x", "a"))
        .hasMessage("variable: x is declared twice");
    assertThatThrownBy(
            () ->
                HybridNetwork.builder()
                    .continuous("x")
                    .discrete("d", "a", "b")
                    .cpd("d", List.of("x"), new double[][] {{.5, .5}}))
        .hasMessageContaining("the discrete d can't have the continuous parent x");
    assertThatThrownBy(
            () ->
                HybridNetwork.builder()
                    .continuous("x")
                    .discrete("d", "a", "b")
                    .linearGaussian("x", 0, Map.of("d", 1.0), 1))
        .hasMessageContaining("d of x is discrete");
    assertThatThrownBy(
            () -> HybridNetwork.builder().continuous("x").linearGaussian("x", 0, Map.of(), -1))
        .hasMessageContaining("variance: -1.0");
    assertThatThrownBy(
            () ->
                HybridNetwork.builder()
                    .discrete("d", "a", "b")
                    .continuous("x")
                    .conditionalGaussian("x", List.of("d"), List.of(), new double[][] {{0, 1}}))
        .hasMessageContaining("needs 2 rows, not 1");
    assertThat(SWITCHED.cpd("y").toString())
        .isEqualTo("y given d:\n  a: N(1 + 1 x, .5)\n  b: N(0 - .5 x, 1)\n  c: N(.5 + .25 x, .25)");
  }
}
