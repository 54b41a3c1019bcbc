package org.causal4j.graph.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import org.causal4j.core.CausalException;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.graph.CausalGraph;
import org.junit.jupiter.api.Test;

class NetworkFitterTest {
  private static final CausalGraph GRAPH = CausalGraph.parse("a -> b");

  /** a: 0 0 0 1; b: 0 0 1 1. */
  private static final Table SMALL =
      Table.of(
          Column.Discrete.of("a", List.of("0", "0", "0", "1")),
          Column.Discrete.of("b", List.of("0", "0", "1", "1")),
          Column.Continuous.of("c", 1, 2, 3, 4));

  @Test
  void fit_byMaximumLikelihood_givesRelativeFrequencies() {
    BayesianNetwork net = BayesianNetwork.fit(GRAPH, SMALL, FitOptions.mle());
    assertThat(net.cpd("a").row()).containsExactly(.75, .25);
    assertThat(net.cpd("b").row("0")).containsExactly(2.0 / 3, 1.0 / 3);
    assertThat(net.cpd("b").row("1")).containsExactly(0, 1);
  }

  /** (count + α) / (total + α · states). */
  @Test
  void fit_withADirichletPrior_givesThePosteriorMean() {
    BayesianNetwork net = BayesianNetwork.fit(GRAPH, SMALL, FitOptions.dirichlet(1));
    assertThat(net.cpd("a").row()).containsExactly(new double[] {4.0 / 6, 2.0 / 6}, within(1e-15));
    assertThat(net.cpd("b").row("0"))
        .containsExactly(new double[] {3.0 / 5, 2.0 / 5}, within(1e-15));
    assertThat(net.cpd("b").row("1"))
        .containsExactly(new double[] {1.0 / 3, 2.0 / 3}, within(1e-15));
    assertThat(FitOptions.defaults()).isEqualTo(FitOptions.dirichlet(1));
  }

  /** BDeu of size 4: 2 for each state of a, 1 for each entry of b's 2 × 2. */
  @Test
  void fit_withABdeuPrior_spreadsTheSampleSize() {
    BayesianNetwork net = BayesianNetwork.fit(GRAPH, SMALL, FitOptions.bdeu(4));
    assertThat(net.cpd("a").row()).containsExactly(new double[] {5.0 / 8, 3.0 / 8}, within(1e-15));
    assertThat(net.cpd("b").row("1"))
        .containsExactly(new double[] {1.0 / 3, 2.0 / 3}, within(1e-15));
  }

  @Test
  void fit_onASampledTable_recoversTheTables() {
    BayesianNetwork truth = WorkedNetworks.g1();
    int rows = 200_000;
    SplittableRandom random = Seed.of(5).random();
    int[][] codes = new int[3][rows];
    for (int row = 0; row < rows; row++) {
      codes[0][row] = random.nextDouble() < .5 ? 1 : 0;
      codes[1][row] = draw(random, truth.cpd("a").row(codes[0][row]));
      codes[2][row] = draw(random, truth.cpd("b").row(2 * codes[1][row] + codes[0][row]));
    }
    List<Column> columns = new ArrayList<>();
    for (int v = 0; v < 3; v++) {
      columns.add(
          Column.Discrete.ofCodes(truth.variables().get(v), List.of("no", "yes"), codes[v]));
    }
    BayesianNetwork net = BayesianNetwork.fit(truth.graph(), Table.of(columns), FitOptions.mle());
    // the least cell holds 20,000 rows: a standard error of at most .0036, four of them
    for (String variable : truth.variables()) {
      for (int row = 0; row < truth.cpd(variable).rows(); row++) {
        List<String> given = truth.cpd(variable).rowStates(row);
        String[] inTheirOrder =
            net.cpd(variable).parents().stream()
                .map(p -> given.get(truth.cpd(variable).parents().indexOf(p)))
                .toArray(String[]::new);
        assertThat(net.cpd(variable).row(inTheirOrder))
            .containsExactly(truth.cpd(variable).row(row), within(.0145));
      }
    }
    SeeingVersusDoing both = SeeingVersusDoing.of(net, "a", "yes", "no", "b", "yes");
    assertThat(both.association()).isCloseTo(.40, within(.02));
    assertThat(both.effect().orElseThrow()).isCloseTo(.10, within(.02));
  }

  private static int draw(SplittableRandom random, double[] p) {
    return random.nextDouble() < p[1] ? 1 : 0;
  }

  @Test
  void fit_ofParentStatesNeverSeen_namesThemUnderMaximumLikelihood() {
    Table table =
        Table.of(
            Column.Discrete.of("a", List.of("0", "1"), List.of("0", "0")),
            Column.Discrete.of("b", List.of("0", "1"), List.of("0", "1")));
    assertThatThrownBy(() -> BayesianNetwork.fit(GRAPH, table, FitOptions.mle()))
        .isInstanceOf(CausalException.class)
        .isInstanceOfSatisfying(
            UnseenParentStateException.class,
            e -> {
              assertThat(e.variable()).isEqualTo("b");
              assertThat(e.parentStates()).containsEntry("a", "1").hasSize(1);
              assertThat(e).hasMessageContaining("P(b | a=1)").hasMessageContaining("dirichlet");
            });
    assertThat(BayesianNetwork.fit(GRAPH, table, FitOptions.dirichlet(1)).cpd("b").row("1"))
        .containsExactly(.5, .5);
  }

  @Test
  void fit_ofWhatCountingCanNotServe_isRefused() {
    assertThatThrownBy(
            () ->
                BayesianNetwork.fit(GRAPH.withHiddenCause("a", "b"), SMALL, FitOptions.defaults()))
        .hasMessageContaining("a <-> b")
        .hasMessageContaining("name a latent node and use EM, or remove the edge");
    assertThatThrownBy(
            () -> BayesianNetwork.fit(GRAPH.withLatent("a"), SMALL, FitOptions.defaults()))
        .hasMessageContaining("latent")
        .hasMessageContaining("EM");
    assertThatThrownBy(
            () -> BayesianNetwork.fit(CausalGraph.parse("a -> c"), SMALL, FitOptions.mle()))
        .hasMessageContaining("column 'c': is continuous; discretize it");
    assertThatThrownBy(
            () -> BayesianNetwork.fit(CausalGraph.parse("a -> x"), SMALL, FitOptions.mle()))
        .hasMessageContaining("'x'")
        .hasMessageContaining("[a, b, c]");
    assertThatThrownBy(() -> BayesianNetwork.fit(CausalGraph.empty(), SMALL, FitOptions.mle()))
        .hasMessageContaining("no nodes");
    assertThatThrownBy(() -> FitOptions.dirichlet(0)).hasMessageContaining("alpha: 0.0");
    assertThatThrownBy(() -> FitOptions.bdeu(Double.NaN)).hasMessageContaining("NaN");
  }

  @Test
  void fit_ofMissingCells_countsThemOrLeavesTheRowsOut() {
    Table table =
        Table.of(
            Column.Discrete.of("a", Arrays.asList("0", null, "0", "1")),
            Column.Discrete.of("b", Arrays.asList("0", null, "1", null)));
    assertThatThrownBy(() -> BayesianNetwork.fit(GRAPH, table, FitOptions.dirichlet(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 of 4 rows")
        .hasMessageContaining("{a=1, b=2}");
    BayesianNetwork net =
        BayesianNetwork.fit(
            GRAPH,
            table,
            FitOptions.dirichlet(1).withMissing(FitOptions.MissingCells.COMPLETE_ROWS));
    assertThat(net.cpd("a").row()).containsExactly(.75, .25);
    assertThat(net.provenance().toTree()).contains("rows used=2");
  }

  @Test
  void fit_heard_reportsAndCanBeCancelled() {
    List<Long> heard = new ArrayList<>();
    BayesianNetwork net =
        BayesianNetwork.fit(
            GRAPH, SMALL, FitOptions.mle(), (stage, done, total) -> heard.add(done));
    assertThat(heard).containsExactly(0L, 1L, 2L);
    assertThat(net.provenance().hash())
        .isEqualTo(BayesianNetwork.fit(GRAPH, SMALL, FitOptions.mle()).provenance().hash())
        .isNotEqualTo(
            BayesianNetwork.fit(GRAPH, SMALL.rows(0, 1, 2, 3, 3), FitOptions.mle())
                .provenance()
                .hash());
    ProgressListener cancelling =
        new ProgressListener() {
          @Override
          public void onProgress(String stage, long done, long total) {}

          @Override
          public boolean isCancelled() {
            return true;
          }
        };
    assertThatThrownBy(() -> BayesianNetwork.fit(GRAPH, SMALL, FitOptions.mle(), cancelling))
        .isInstanceOf(CancellationException.class);
  }
}
