package org.causal4j.graph.counterfactual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.learn.Learners;
import org.causal4j.graph.CausalGraph;
import org.junit.jupiter.api.Test;

class AdditiveNoiseModelTest {
  private static final CausalGraph GRAPH = CausalGraph.parse("z -> x; z -> y; x -> m -> y; x -> y");

  private static Table table(Map<String, double[]> columns) {
    return Table.of(
        columns.entrySet().stream()
            .map(column -> Column.Continuous.of(column.getKey(), column.getValue()))
            .toList());
  }

  /** Whether the mediator bends; {@code set} is NaN to leave x alone. */
  private static Table simulate(int rows, boolean bent, double set) {
    SplittableRandom random = new SplittableRandom(4);
    double[][] v = new double[4][rows];
    for (int i = 0; i < rows; i++) {
      double z = random.nextGaussian();
      double ux = random.nextGaussian();
      double um = .3 * random.nextGaussian();
      double uy = .3 * random.nextGaussian();
      double x = Double.isNaN(set) ? .8 * z + ux : set;
      double m = (bent ? Math.sin(2 * x) : 1 + 2 * x) + um;
      v[0][i] = z;
      v[1][i] = x;
      v[2][i] = m;
      v[3][i] = 3 * m - z + .5 * x + uy;
    }
    return table(Map.of("z", v[0], "x", v[1], "m", v[2], "y", v[3]));
  }

  private static double error(Table found, Table truth, String column) {
    double sum = 0;
    for (int i = 0; i < truth.rows(); i++) {
      sum += Math.pow(found.continuous(column).value(i) - truth.continuous(column).value(i), 2);
    }
    return Math.sqrt(sum / truth.rows());
  }

  @Test
  void counterfactual_linear_isThatOfTheTrueModel() {
    Table seen = simulate(4000, false, Double.NaN);
    Table truth = simulate(4000, false, 1);
    AdditiveNoiseModel model = AdditiveNoiseModel.fit(seen, GRAPH, Learners.ridge(0), Seed.of(1));
    Table found = model.counterfactual(seen, Map.of("x", 1.0));
    // the effects are estimated with a standard error of about .3 / sqrt(4000) = .005 a unit of x
    assertThat(error(found, truth, "y")).isLessThan(.06);
    assertThat(found.continuous("z").values()).isEqualTo(seen.continuous("z").values());
    assertThat(error(seen, truth, "y")).isGreaterThan(5);
    assertThat(model.meanCounterfactual(seen, Map.of("x", 1.0)).get("y"))
        .isCloseTo(9.5, within(.1));
  }

  @Test
  void counterfactual_bentFunction_boostingFollowsItAndALineDoesNot() {
    Table seen = simulate(3000, true, Double.NaN);
    Table truth = simulate(3000, true, .75);
    double line =
        error(
            AdditiveNoiseModel.fit(seen, GRAPH, Learners.ridge(), Seed.of(1))
                .counterfactual(seen, Map.of("x", .75)),
            truth,
            "m");
    double boosted =
        error(
            AdditiveNoiseModel.fit(seen, GRAPH, Learners.boosting(), Seed.of(1))
                .counterfactual(seen, Map.of("x", .75)),
            truth,
            "m");
    assertThat(line).isGreaterThan(.4);
    assertThat(boosted).isLessThan(line / 2);
  }

  @Test
  void counterfactual_toWhatItWas_changesNothing() {
    Table seen = simulate(50, true, .5);
    AdditiveNoiseModel model = AdditiveNoiseModel.fit(seen, GRAPH, Learners.tree(3, 5), Seed.of(1));
    Table found = model.counterfactual(seen, Map.of("x", .5));
    for (String node : GRAPH.nodes()) {
      assertThat(found.continuous(node).values())
          .containsExactly(seen.continuous(node).values(), within(1e-12));
    }
  }

  @Test
  void onTheTreated_effectThatGrowsWithACause_isThatOfTheTreated() {
    SplittableRandom random = new SplittableRandom(8);
    int rows = 4000;
    double[] z = new double[rows];
    double[] y = new double[rows];
    String[] x = new String[rows];
    double truth = 0;
    int treated = 0;
    for (int i = 0; i < rows; i++) {
      z[i] = random.nextInt(2);
      boolean had = random.nextDouble() < .2 + .6 * z[i];
      x[i] = had ? "1" : "0";
      y[i] = 2 * z[i] + (had ? 1 + 2 * z[i] : 0) + .2 * random.nextGaussian();
      truth += had ? 1 + 2 * z[i] : 0;
      treated += had ? 1 : 0;
    }
    Table table =
        Table.of(
            Column.Continuous.of("z", z),
            Column.Discrete.of("x", List.of(x)),
            Column.Continuous.of("y", y));
    CausalGraph graph = CausalGraph.parse("z -> x; z -> y; x -> y");
    AdditiveNoiseModel model =
        AdditiveNoiseModel.fit(table, graph, Learners.tree(2, 20), Seed.of(1));
    assertThat(model.onTheTreated(table, "x", 0, 1, 1, "y"))
        .isCloseTo(truth / treated, within(.05));
    // among the untreated the effect is smaller: 1 + 2 * .2
    assertThat(model.onTheTreated(table, "x", 0, 1, 0, "y")).isCloseTo(1.4, within(.06));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.counterfactual(table, Map.of("z", 1.0)))
        .withMessageContaining("x is given by states and would have to be predicted");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.onTheTreated(table, "x", 0, 1, 7, "y"))
        .withMessage("seen: no row has x = 7.0");
  }

  @Test
  void sample_noSettings_hasTheMomentsOfTheDataAndTheSameBits() {
    Table seen = simulate(4000, false, Double.NaN);
    AdditiveNoiseModel model = AdditiveNoiseModel.fit(seen, GRAPH, Learners.ridge(0), Seed.of(1));
    Table drawn = model.sample(8000, Map.of(), Seed.of(2));
    assertThat(drawn).isEqualTo(model.sample(8000, Map.of(), Seed.of(2)));
    // var(x) = .64 + 1
    double square =
        java.util.Arrays.stream(drawn.continuous("x").values()).map(v -> v * v).average().orElse(0);
    assertThat(square).isCloseTo(1.64, within(.1));
  }

  @Test
  void fit_sameSeed_givesTheSameModel() {
    Table seen = simulate(300, true, Double.NaN);
    assertThat(AdditiveNoiseModel.fit(seen, GRAPH, Learners.boosting(), Seed.of(3)).residuals("y"))
        .isEqualTo(
            AdditiveNoiseModel.fit(seen, GRAPH, Learners.boosting(), Seed.of(3)).residuals("y"));
  }

  @Test
  void fit_badInput_isNamed() {
    Table seen = simulate(10, false, Double.NaN);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                AdditiveNoiseModel.fit(
                    seen,
                    CausalGraph.parse("x -> y; x <-> y; m -> y"),
                    Learners.ridge(),
                    Seed.of(1)))
        .withMessageContaining("graph: has the hidden cause x <-> y");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                AdditiveNoiseModel.fit(
                    seen, CausalGraph.parse("x -> 价格"), Learners.ridge(), Seed.of(1)))
        .withMessageContaining("table: has no column '价格'");
    AdditiveNoiseModel model = AdditiveNoiseModel.fit(seen, GRAPH, Learners.ridge(), Seed.of(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.counterfactual(seen, Map.of("q", 1.0)))
        .withMessageContaining("variable: q is not in the model");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.counterfactual(seen, Map.of("x", Double.NaN)))
        .withMessage("settings: NaN of x is not finite");
  }
}
