package org.causal4j.graph.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.causal4j.core.Seed;
import org.causal4j.core.SharedData;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.graph.Do;
import org.junit.jupiter.api.Test;

class RowPosteriorsTest {
  private static final double TOLERANCE = 1e-12;

  /** Cells are missing at random, so several sets of variables are observed. */
  @Property(tries = 300, seed = "61")
  void posteriors_ofRandomNetwork_equalEnumeration(@ForAll long seed) {
    BayesianNetwork network = RandomNetworks.network(seed);
    RandomNetworks.Enumerated truth = new RandomNetworks.Enumerated(network);
    SplittableRandom random = Seed.of(seed).derive("rows").random();
    int n = truth.card.length;
    int target = random.nextInt(n);
    int rows = random.nextInt(1, 40);
    boolean[] inTable = new boolean[n];
    List<Column> columns = new ArrayList<>();
    int[][] codes = new int[n][rows];
    for (int v = 0; v < n; v++) {
      inTable[v] = v == target || random.nextInt(3) > 0;
      Arrays.fill(codes[v], -1);
      if (inTable[v]) {
        for (int row = 0; row < rows; row++) {
          codes[v][row] = random.nextInt(5) == 0 ? -1 : random.nextInt(truth.card[v]);
        }
        String name = truth.variables.get(v);
        columns.add(Column.Discrete.ofCodes(name, network.states(name), codes[v]));
      }
    }
    String name = truth.variables.get(target);
    RowPosteriors posteriors = network.compile().posteriors(name, Table.of(columns));
    for (int row = 0; row < rows; row++) {
      int[] observed = new int[n];
      for (int v = 0; v < n; v++) {
        observed[v] = v == target ? -1 : codes[v][row];
      }
      double[] joint = truth.joint(new int[] {target}, observed);
      double evidence = Arrays.stream(joint).sum();
      int r = row;
      if (evidence == 0) {
        assertThat(posteriors.impossibleRows()).contains(row);
        assertThatThrownBy(() -> posteriors.distribution(r))
            .isInstanceOf(ImpossibleEvidenceException.class);
        continue;
      }
      double[] expected = Arrays.stream(joint).map(p -> p / evidence).toArray();
      assertThat(posteriors.distribution(row)).containsExactly(expected, within(TOLERANCE));
      assertThat(posteriors.logProbabilityOfEvidence(row))
          .isCloseTo(Math.log(evidence), within(TOLERANCE));
    }
  }

  @Test
  void posteriors_ofAlarm_equalSingleQueries() throws Exception {
    BayesianNetwork network = alarm();
    Table rows = rows(network, 500, "BP", "CVP", "HRBP", "EXPCO2", "MINVOL", "PRESS");
    RowPosteriors posteriors = network.compile().posteriors("HYPOVOLEMIA", rows);
    for (int row = 0; row < rows.rows(); row++) {
      Query query = network.query("HYPOVOLEMIA");
      for (Column column : rows.columns()) {
        query = query.given(column.name(), column.text(row));
      }
      Posterior alone = query.posterior();
      assertThat(posteriors.distribution(row)).containsExactly(alone.table(), within(TOLERANCE));
      assertThat(posteriors.logProbabilityOfEvidence(row))
          .isCloseTo(alone.logProbabilityOfEvidence(), within(TOLERANCE));
    }
    assertThat(posteriors.column("TRUE").value(3)).isEqualTo(posteriors.probability(3, "TRUE"));
    assertThat(posteriors.distinctRows()).isLessThanOrEqualTo(posteriors.rows());
  }

  @Test
  void posteriors_onOneAndManyThreads_areTheSameBits() throws Exception {
    BayesianNetwork network = alarm();
    Table rows = rows(network, 4000, "BP", "CVP", "HRBP", "HREKG", "EXPCO2", "MINVOL", "PRESS");
    CompiledNetwork compiled = network.compile();
    double[] one = valuesOn(1, compiled, rows);
    assertThat(valuesOn(2, compiled, rows)).containsExactly(one);
    assertThat(valuesOn(7, compiled, rows)).containsExactly(one);
  }

  private static double[] valuesOn(int threads, CompiledNetwork compiled, Table rows)
      throws Exception {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      Callable<RowPosteriors> work = () -> compiled.posteriors("HYPOVOLEMIA", rows);
      return pool.submit(work).get().column("TRUE").values();
    } finally {
      pool.shutdown();
    }
  }

  /** 600 rare states: their probability together, about 1e-1800, is far below the least double. */
  @Test
  void posteriors_ofEvidenceBelowTheSmallestDouble_areExact() {
    int n = 600;
    NetworkBuilder builder = BayesianNetwork.builder().variable("cause", "no", "yes");
    builder.cpd("cause", .5, .5).variable("effect", "no", "yes");
    builder.cpd("effect", List.of("cause"), new double[] {.8, .2}, new double[] {.1, .9});
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      builder.variable("x" + i, "rare", "common");
      double p = i == 0 ? .002 : .001;
      builder.cpd("x" + i, List.of("cause"), new double[] {.001, .999}, new double[] {p, 1 - p});
      columns.add(Column.Discrete.of("x" + i, List.of("rare")));
    }
    BayesianNetwork network = builder.build();
    CompiledNetwork compiled = network.compile();
    RowPosteriors causes = compiled.posteriors("cause", Table.of(columns));
    assertThat(causes.probability(0, "yes")).isCloseTo(2.0 / 3, within(TOLERANCE));
    RowPosteriors posteriors = compiled.posteriors("effect", Table.of(columns));
    assertThat(posteriors.probability(0, "yes")).isCloseTo(.2 / 3 + .9 * 2 / 3, within(TOLERANCE));
    assertThat(posteriors.logProbabilityOfEvidence(0))
        .isCloseTo(599 * Math.log(.001) + Math.log(.0015), within(1e-9));
  }

  @Test
  void posteriors_afterIntervention_refuseTheIntervenedColumn() throws Exception {
    BayesianNetwork network = alarm();
    Table rows = rows(network, 5, "BP", "CVP");
    CompiledNetwork after = network.intervene(Do.set("CVP", "LOW")).compile();
    assertThatThrownBy(() -> after.posteriors("HYPOVOLEMIA", rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("CVP is intervened upon");
    assertThat(after.posteriors("HYPOVOLEMIA", rows.select("BP")).rows()).isEqualTo(5);
  }

  @Test
  void posteriors_ofUnknownColumnOrState_nameWhatIsKnown() throws Exception {
    CompiledNetwork compiled = alarm().compile();
    Table state = Table.of(Column.Discrete.of("BP", List.of("LOW", "sky-high")));
    assertThatThrownBy(() -> compiled.posteriors("HYPOVOLEMIA", state))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 1 holds 'sky-high'")
        .hasMessageContaining("[LOW, NORMAL, HIGH]");
    Table column = Table.of(Column.Discrete.of("nobody", List.of("LOW")));
    assertThatThrownBy(() -> compiled.posteriors("HYPOVOLEMIA", column))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nobody");
  }

  @Test
  void posteriors_withImpossibleRow_leaveItsCellMissing() {
    BayesianNetwork network =
        BayesianNetwork.builder()
            .variable("A", "a", "b")
            .variable("B", "x", "y")
            .cpd("A", .6, .4)
            .cpd("B", List.of("A"), new double[] {1, 0}, new double[] {1, 0})
            .build();
    Table rows = Table.of(Column.Discrete.of("B", List.of("x", "y", "x")));
    RowPosteriors posteriors = network.compile().posteriors("A", rows);
    assertThat(posteriors.impossibleRows()).containsExactly(1);
    assertThat(posteriors.column("a").isMissing(1)).isTrue();
    assertThat(posteriors.mostProbable(2)).isEqualTo("a");
    assertThat(posteriors)
        .hasToString(
            "P(A | row), 3 rows, 2 different\n  B=x: a .6, b .4\n  B=y: impossible\n"
                + "  B=x: a .6, b .4");
    assertThatThrownBy(() -> posteriors.probability(1, "a"))
        .isInstanceOf(ImpossibleEvidenceException.class)
        .hasMessageContaining("B=y");
  }

  private static BayesianNetwork alarm() throws Exception {
    return BayesianNetwork.read(SharedData.require("data/causal/bn/alarm.bif.gz"));
  }

  private static Table rows(BayesianNetwork network, int count, String... names) {
    SplittableRandom random = Seed.of(9).random();
    List<Column> columns = new ArrayList<>();
    for (String name : names) {
      int states = network.states(name).size();
      int[] codes = random.ints(count, 0, states).toArray();
      columns.add(Column.Discrete.ofCodes(name, network.states(name), codes));
    }
    return Table.of(columns);
  }
}
