package org.causal4j.graph.identify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.causal4j.core.CausalException;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.Do;
import org.causal4j.graph.bayes.BayesianNetwork;
import org.causal4j.graph.bayes.FitOptions;
import org.junit.jupiter.api.Test;

class DistributionsTest {
  private static final CausalGraph NAPKIN = CausalGraph.parse("w -> r -> x -> y; w <-> x; w <-> y");
  private static final Identified NAPKIN_ANSWER =
      (Identified) Identifier.identify(NAPKIN, CausalQuery.effectOf("x").on("y"));

  /** Rows drawn from a random model of the napkin graph. */
  private static Table sample(LatentModel model, int rows, Seed seed) {
    double[] joint = model.joint().toArray();
    SplittableRandom random = seed.random();
    List<List<String>> cells = new ArrayList<>();
    NAPKIN.nodes().forEach(node -> cells.add(new ArrayList<>()));
    for (int i = 0; i < rows; i++) {
      double u = random.nextDouble();
      int cell = 0;
      while (cell < joint.length - 1 && u >= joint[cell]) {
        u -= joint[cell++];
      }
      for (int v = 0; v < 4; v++) {
        cells.get(v).add(Integer.toString(cell >> (3 - v) & 1));
      }
    }
    List<Column> columns = new ArrayList<>();
    for (int v = 0; v < 4; v++) {
      columns.add(Column.Discrete.of(NAPKIN.nodes().get(v), List.of("0", "1"), cells.get(v)));
    }
    return Table.of(columns);
  }

  @Test
  void estimate_napkin_intervalsCoverTheTruth() {
    int covered = 0;
    int cells = 0;
    for (int i = 0; i < 20; i++) {
      LatentModel model = new LatentModel(NAPKIN, Seed.of(5).derive(i));
      double[] truth = model.truth(NAPKIN_ANSWER.query());
      PlugInEstimate found =
          NAPKIN_ANSWER.estimate(
              sample(model, 4_000, Seed.of(6).derive(i)),
              PlugInEstimate.Options.defaults().withReplicates(100),
              Seed.of(7));
      assertThat(found.replicates() + found.undefined()).isEqualTo(100);
      for (int cell = 0; cell < truth.length; cell++) {
        cells++;
        covered += found.intervals().get(cell).covers(truth[cell]) ? 1 : 0;
      }
    }
    assertThat((double) covered / cells).isBetween(0.85, 1.0);
  }

  @Test
  void estimate_sameSeed_isTheSame() {
    Table table = sample(new LatentModel(NAPKIN, Seed.of(5)), 500, Seed.of(6));
    PlugInEstimate.Options options = PlugInEstimate.Options.defaults().withReplicates(30);
    PlugInEstimate once = NAPKIN_ANSWER.estimate(table, options, Seed.of(1));
    assertThat(NAPKIN_ANSWER.estimate(table, options, Seed.of(1)).intervals())
        .isEqualTo(once.intervals());
    assertThat(NAPKIN_ANSWER.estimate(table, options, Seed.of(2)).intervals())
        .isNotEqualTo(once.intervals());
    assertThat(once.toString()).startsWith("x=0 y=0").contains("[");
  }

  @Test
  void estimate_badTables_areRefused() {
    Table table = sample(new LatentModel(NAPKIN, Seed.of(5)), 50, Seed.of(6));
    PlugInEstimate.Options options = PlugInEstimate.Options.defaults();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NAPKIN_ANSWER.estimate(table.select("x", "y"), options, Seed.of(1)));
    Table missing =
        table.select("r", "x", "y").with(Column.Discrete.ofCodes("w", List.of("0"), codes(50)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NAPKIN_ANSWER.estimate(missing, options, Seed.of(1)))
        .withMessageContaining("w misses 1 cells");
    Table constant = table.where(row -> table.discrete("x").text(row).equals("0"));
    assertThatExceptionOfType(CausalException.class)
        .isThrownBy(() -> NAPKIN_ANSWER.estimate(constant, options, Seed.of(1)))
        .withMessageContaining("positivity");
    assertThatIllegalArgumentException().isThrownBy(() -> options.withReplicates(3));
  }

  private static int[] codes(int rows) {
    int[] codes = new int[rows];
    codes[0] = -1;
    return codes;
  }

  @Test
  void evaluate_network_equalsItsOwnIntervention() {
    Table table = sample(new LatentModel(NAPKIN, Seed.of(5)), 2_000, Seed.of(6));
    CausalGraph g = CausalGraph.parse("w -> r -> x -> y; w -> y");
    BayesianNetwork network = BayesianNetwork.fit(g, table, FitOptions.dirichlet(1.0));
    Identified id = (Identified) Identifier.identify(g, CausalQuery.effectOf("r").on("y"));

    ProbabilityTable found = id.evaluate(Distributions.of(network));

    for (String r : List.of("0", "1")) {
      double truth = network.intervene(Do.set("r", r)).query("y").posterior().probability("1");
      assertThat(found.value(Map.of("r", r, "y", "1"))).isCloseTo(truth, within(1e-12));
      assertThat(Expr.parse("P(y=1; do(r=" + r + "))").evaluate(Distributions.of(network)).value(0))
          .isCloseTo(truth, within(1e-12));
    }
  }

  @Test
  void of_tables_needsTheExperimentOfTheFormula() {
    ProbabilityTable joint = ProbabilityTable.binaryJoint(List.of("x", "y"), .1, .2, .3, .4);
    ProbabilityTable experiment =
        ProbabilityTable.experiment(Set.of("x"), states(), .5, .5, .25, .75);
    Distributions both =
        Distributions.of(Map.of(Regime.OBSERVED, joint, new Regime("", Set.of("x")), experiment));

    assertThat(Expr.parse("P(y=1; do(x=1))").evaluate(both).value(0)).isEqualTo(.75);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Expr.parse("P(y; do(x))").evaluate(joint))
        .withMessageContaining("do(x)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Expr.parse("P(y=7)").evaluate(joint))
        .withMessageContaining("no state 7");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Expr.parse("P(y[x=1]=1)").evaluate(joint))
        .withMessageContaining("counterfactual");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ProbabilityTable.experiment(Set.of("x"), states(), .5, .5, .5, .6))
        .withMessageContaining("sum to");
  }

  private static Map<String, List<String>> states() {
    Map<String, List<String>> states = new LinkedHashMap<>();
    states.put("x", List.of("0", "1"));
    states.put("y", List.of("0", "1"));
    return states;
  }
}
