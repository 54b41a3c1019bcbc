package org.causal4j.graph.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.graph.CausalGraph;
import org.junit.jupiter.api.Test;

class EmFitTest {
  private static final ExpectationMaximization EM = ExpectationMaximization.defaults(Seed.of(9));

  /** What taste explains: the planted network. */
  private static final BayesianNetwork PLANTED =
      BayesianNetwork.builder()
          .variable("season", "winter", "summer")
          .variable("taste", "0", "1")
          .variable("tea", "no", "yes")
          .variable("coffee", "no", "yes")
          .variable("juice", "no", "little", "much")
          .variable("cake", "no", "yes")
          .cpd("season", .4, .6)
          .cpd("taste", List.of("season"), new double[][] {{.75, .25}, {.55, .45}})
          .cpd("tea", List.of("taste"), new double[][] {{.8, .2}, {.25, .75}})
          .cpd("coffee", List.of("taste"), new double[][] {{.3, .7}, {.85, .15}})
          .cpd("juice", List.of("taste"), new double[][] {{.6, .3, .1}, {.1, .3, .6}})
          .cpd(
              "cake",
              List.of("taste", "season"),
              new double[][] {{.9, .1}, {.7, .3}, {.4, .6}, {.2, .8}})
          .build();

  private static final int PLANTED_ROWS = 10_000;

  /**
   * The planted latent node on seeds 1 to 20, which were fixed before they were run: every
   * parameter within .05, up to the order of the labels, on 18 or more.
   */
  @Test
  void of_aPlantedLatentNode_recoversItsParameters() {
    int recovered = 0;
    for (int seed = 1; seed <= 20; seed++) {
      recovered += distance(seed) <= .05 ? 1 : 0;
    }
    assertThat(recovered).isGreaterThanOrEqualTo(18);
  }

  /** The largest error of a parameter under the better of the two labelings. */
  private static double distance(long seed) {
    Table rows =
        PLANTED
            .sample(PLANTED_ROWS, Seed.of(seed))
            .select("season", "tea", "coffee", "juice", "cake");
    ExpectationMaximization em =
        ExpectationMaximization.defaults(Seed.of(seed)).withLatent("taste", 2).withRestarts(4);
    BayesianNetwork found =
        BayesianNetwork.fit(PLANTED.graph().withLatent("taste"), rows, FitOptions.em(em));
    return Math.min(distance(found, "0", "1"), distance(found, "1", "0"));
  }

  private static double distance(BayesianNetwork found, String... labels) {
    double worst = 0;
    for (String variable : PLANTED.variables()) {
      Cpd.Tabular truth = PLANTED.cpd(variable);
      for (int row = 0; row < truth.rows(); row++) {
        List<String> given = truth.rowStates(row);
        String[] theirs =
            found.cpd(variable).parents().stream()
                .map(p -> relabeled(p, given.get(truth.parents().indexOf(p)), labels))
                .toArray(String[]::new);
        for (String state : truth.states()) {
          double other =
              found.cpd(variable).probability(relabeled(variable, state, labels), theirs);
          worst = Math.max(worst, Math.abs(other - truth.row(row)[truth.states().indexOf(state)]));
        }
      }
    }
    return worst;
  }

  private static String relabeled(String variable, String state, String[] labels) {
    return variable.equals("taste") ? labels[Integer.parseInt(state)] : state;
  }

  /**
   * b is missing at random given a: P(a) from all rows, P(b | a) from those that have b, in closed
   * form (Little and Rubin 2002, section 13.4).
   */
  @Test
  void of_aMonotonePattern_isTheClosedForm() {
    Table table =
        Table.of(
            Column.Discrete.of("a", List.of("0", "0", "0", "1", "1", "1", "1", "1")),
            Column.Discrete.of("b", Arrays.asList("x", "y", "y", "x", null, null, "x", "y")));
    EmFit fit =
        EmFit.of(CausalGraph.parse("a -> b"), table, FitOptions.em(EM.withTolerance(1e-14)));
    assertThat(fit.network().cpd("a").row())
        .containsExactly(new double[] {.375, .625}, within(1e-12));
    assertThat(fit.network().cpd("b").row("1"))
        .containsExactly(new double[] {2.0 / 3, 1.0 / 3}, within(1e-6));
    assertThat(fit.best().logLikelihood())
        .isCloseTo(
            3 * Math.log(.375)
                + 5 * Math.log(.625)
                + 2 * (Math.log(2.0 / 3))
                + Math.log(1.0 / 3)
                + 2 * Math.log(2.0 / 3)
                + Math.log(1.0 / 3),
            within(1e-9));
    assertThat(fit.toString()).contains("8 of 8 runs", "log-likelihood");
  }

  /**
   * On random networks, data with holes, and a latent node: never falls, and ends where it says.
   */
  @Property(tries = 60, seed = "13")
  void objectives_ofAnyRun_neverFall(@ForAll long seed) {
    BayesianNetwork network = RandomNetworks.network(seed);
    SplittableRandom random = Seed.of(seed).derive("holes").random();
    String latent = network.variables().get(random.nextInt(network.variables().size()));
    boolean hide = random.nextBoolean();
    Table table = holes(network.sample(60, Seed.of(seed)), random);
    CausalGraph graph = hide ? network.graph().withLatent(latent) : network.graph();
    ExpectationMaximization em =
        ExpectationMaximization.defaults(Seed.of(seed)).withRestarts(2).withMaxIterations(200);
    if (hide) {
      em = em.withLatent(latent, 2);
    }
    FitOptions options =
        (random.nextBoolean() ? FitOptions.dirichlet(.5) : FitOptions.bdeu(2)).withMissing(em);
    EmFit fit = EmFit.of(graph, table, options);
    for (EmFit.Run run : fit.runs()) {
      for (int i = 1; i < run.iterations(); i++) {
        double before = run.objectives().get(i - 1);
        assertThat(run.objectives().get(i))
            .isGreaterThanOrEqualTo(before - 1e-9 * Math.abs(before));
      }
    }
    // the network is one step further than the record
    double objective = byQueries(fit.network(), graph, table) + prior(fit.network(), options);
    assertThat(objective).isGreaterThanOrEqualTo(fit.best().objective() - 1e-7);
    if (fit.converged()) {
      assertThat(objective).isCloseTo(fit.best().objective(), within(1e-4));
    }
  }

  private static Table holes(Table table, SplittableRandom random) {
    List<Column> columns = new ArrayList<>();
    for (Column column : table.columns()) {
      Column.Discrete discrete = table.discrete(column.name());
      int[] codes = discrete.codes();
      for (int row = 0; row < codes.length; row++) {
        codes[row] = random.nextInt(5) == 0 ? -1 : codes[row];
      }
      columns.add(Column.Discrete.ofCodes(column.name(), discrete.states(), codes));
    }
    return Table.of(columns);
  }

  /** The log-likelihood of what is seen, row by row, from exact inference. */
  private static double byQueries(BayesianNetwork network, CausalGraph graph, Table table) {
    double sum = 0;
    for (int row = 0; row < table.rows(); row++) {
      Evidence evidence = Evidence.none();
      for (String node : graph.observed()) {
        Column.Discrete column = table.discrete(node);
        if (!column.isMissing(row)) {
          evidence = evidence.and(node, column.text(row));
        }
      }
      sum +=
          network
              .query(network.variables().get(0))
              .given(evidence)
              .posterior()
              .logProbabilityOfEvidence();
    }
    return sum;
  }

  private static double prior(BayesianNetwork network, FitOptions options) {
    double sum = 0;
    for (String variable : network.variables()) {
      Cpd.Tabular cpd = network.cpd(variable);
      double pseudo = options.prior().pseudoCount(cpd.states().size(), cpd.rows());
      for (int row = 0; row < cpd.rows(); row++) {
        sum += pseudo * Arrays.stream(cpd.row(row)).map(Math::log).sum();
      }
    }
    return sum;
  }

  /** A chain of 14 hidden steps has 16,384 joint states: eliminated, not multiplied out. */
  @Test
  void of_aLargeComponent_isExactToo() {
    StringBuilder text = new StringBuilder();
    int steps = 14;
    ExpectationMaximization em = EM.withRestarts(1).withMaxIterations(3);
    for (int i = 0; i < steps; i++) {
      text.append("h" + i + " [latent]; h" + i + " -> x" + i + ";");
      text.append(i > 0 ? "h" + (i - 1) + " -> h" + i + ";" : "");
      em = em.withLatent("h" + i, 2);
    }
    CausalGraph graph = CausalGraph.parse(text.toString());
    SplittableRandom random = Seed.of(2).random();
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < steps; i++) {
      int[] codes = IntStream.range(0, 5).map(row -> random.nextInt(2)).toArray();
      codes[4] = codes[0]; // a kind of row that is there twice
      columns.add(Column.Discrete.ofCodes("x" + i, List.of("0", "1"), codes));
    }
    Table table = Table.of(columns);
    EmFit three = EmFit.of(graph, table, FitOptions.dirichlet(1).withMissing(em));
    assertThat(three.converged()).isFalse();
    assertThat(three.best().objectives().get(2)).isGreaterThan(three.best().objectives().get(0));
    EmFit four =
        EmFit.of(graph, table, FitOptions.dirichlet(1).withMissing(em.withMaxIterations(4)));
    assertThat(byQueries(three.network(), graph, table))
        .isCloseTo(four.best().logLikelihood(), within(1e-9));
    BayesianNetwork fourth = stepByQueries(three.network(), graph, table);
    assertThat(byQueries(four.network(), graph, table))
        .isCloseTo(byQueries(fourth, graph, table), within(1e-9));
  }

  /** One step of EM under dirichlet(1), the expected counts from exact queries row by row. */
  private static BayesianNetwork stepByQueries(
      BayesianNetwork network, CausalGraph graph, Table table) {
    NetworkBuilder builder = BayesianNetwork.builder();
    network.variables().forEach(v -> builder.variable(v, network.states(v)));
    for (String node : network.variables()) {
      List<String> scope = new ArrayList<>(network.cpd(node).parents());
      scope.add(node);
      int states = network.states(node).size();
      double[][] rows = new double[network.cpd(node).rows()][states];
      for (double[] row : rows) {
        Arrays.fill(row, 1);
      }
      for (int r = 0; r < table.rows(); r++) {
        Query query = network.query(scope.toArray(String[]::new));
        for (String seen : graph.observed()) {
          query = query.given(seen, table.column(seen).text(r));
        }
        double[] joint = query.posterior().table();
        for (int i = 0; i < joint.length; i++) {
          rows[i / states][i % states] += joint[i];
        }
      }
      for (double[] row : rows) {
        double total = Arrays.stream(row).sum();
        Arrays.setAll(row, s -> row[s] / total);
      }
      builder.cpd(node, network.cpd(node).parents(), rows);
    }
    return builder.build();
  }

  @Test
  void of_onAnyNumberOfThreads_givesTheSameBits() throws Exception {
    Table rows = PLANTED.sample(500, Seed.of(1)).select("season", "tea", "coffee", "juice", "cake");
    FitOptions options = FitOptions.em(EM.withLatent("taste", 2).withRestarts(2));
    CausalGraph graph = PLANTED.graph().withLatent("taste");
    List<EmFit> fits = new ArrayList<>();
    for (int threads : new int[] {1, 3}) {
      ForkJoinPool pool = new ForkJoinPool(threads);
      fits.add(pool.submit(() -> EmFit.of(graph, rows, options)).get());
      pool.shutdown();
    }
    assertThat(fits.get(1).network()).isEqualTo(fits.get(0).network());
    assertThat(fits.get(1).runs()).isEqualTo(fits.get(0).runs());
    double[] taste = fits.get(0).network().query("taste").posterior().table();
    assertThat(taste[0]).isGreaterThan(taste[1]);
  }

  @Test
  void of_whatItCanNotServe_isRefused() {
    Table rows = PLANTED.sample(50, Seed.of(1)).select("season", "tea", "coffee", "juice", "cake");
    CausalGraph graph = PLANTED.graph().withLatent("taste");
    assertThatThrownBy(() -> BayesianNetwork.fit(graph, rows, FitOptions.mle()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[taste] are latent")
        .hasMessageContaining("FitOptions.em");
    assertThatThrownBy(() -> BayesianNetwork.fit(graph, rows, FitOptions.em(EM)))
        .hasMessageContaining("taste is latent; tell its states by withLatent(\"taste\", 2)");
    assertThatThrownBy(
            () ->
                BayesianNetwork.fit(
                    graph, rows, FitOptions.em(EM.withLatent("taste", 2).withLatent("tea", 2))))
        .hasMessageContaining("'tea' is no latent node");
    assertThatThrownBy(() -> BayesianNetwork.fit(PLANTED.graph(), rows, FitOptions.em(EM)))
        .hasMessageContaining("no column 'taste'")
        .hasMessageContaining("mark the node latent");
    assertThatThrownBy(() -> EmFit.of(PLANTED.graph(), rows, FitOptions.mle()))
        .hasMessageContaining("don't ask for EM");
    assertThatThrownBy(
            () ->
                SufficientStatistics.empty(CausalGraph.parse("a"), Map.of("a", List.of("0")))
                    .fit(FitOptions.em(EM)))
        .hasMessageContaining("needs the rows");
    assertThatThrownBy(
            () ->
                BayesianNetwork.fit(
                    graph, rows, FitOptions.em(EM.withLatent("taste", 2).withMaxIterations(2))))
        .isInstanceOf(NotConvergedException.class)
        .hasMessageContaining("EM did not converge");
    assertThatThrownBy(() -> EM.withLatent("taste", 1)).hasMessageContaining("taste has [0]");
    assertThatThrownBy(() -> EM.withRestarts(0)).hasMessage("restarts: 0 is below 1");
    assertThatThrownBy(() -> EM.withTolerance(0)).hasMessageContaining("tolerance: 0.0");
    ProgressListener cancelling =
        new ProgressListener() {
          @Override
          public void onProgress(String stage, long done, long total) {}

          @Override
          public boolean isCancelled() {
            return true;
          }
        };
    assertThatThrownBy(
            () ->
                BayesianNetwork.fit(
                    graph, rows, FitOptions.em(EM.withLatent("taste", 2)), cancelling))
        .isInstanceOf(CancellationException.class);
  }
}
