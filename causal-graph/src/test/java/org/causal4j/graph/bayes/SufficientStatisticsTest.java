package org.causal4j.graph.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.graph.CausalGraph;
import org.junit.jupiter.api.Test;

class SufficientStatisticsTest {
  private static final CausalGraph GRAPH = CausalGraph.parse("a -> b");
  private static final Map<String, List<String>> STATES =
      Map.of("a", List.of("0", "1"), "b", List.of("0", "1"));

  /** a: 0 0 0 1; b: 0 0 1 1. */
  private static final Table SMALL =
      Table.of(
          Column.Discrete.of("a", List.of("0", "0", "0", "1")),
          Column.Discrete.of("b", List.of("0", "0", "1", "1")));

  private static Table rows(Table table, int from, int to) {
    return table.rows(IntStream.range(from, to).toArray());
  }

  @Test
  void counts_ofATable_areItsContingencyTables() {
    SufficientStatistics stats = SufficientStatistics.count(GRAPH, SMALL);
    assertThat(stats.counts("a")).containsExactly(3, 1);
    assertThat(stats.counts("b")).containsExactly(2, 1, 0, 1);
    assertThat(stats.parents("b")).containsExactly("a");
    assertThat(stats.rows()).isEqualTo(4);
    assertThat(stats.fit(FitOptions.mle()))
        .isEqualTo(BayesianNetwork.fit(GRAPH, SMALL, FitOptions.mle()));
  }

  /** Pieces, in whatever sizes, give the bits of the whole; merging gives them, too. */
  @Property(tries = 100, seed = "7")
  void add_piecewise_equalsTheBatchBitForBit(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 3) int kind) {
    BayesianNetwork network = RandomNetworks.network(seed);
    Table table = network.sample(500, Seed.of(seed));
    SufficientStatistics none = SufficientStatistics.empty(network.graph(), table);
    if (kind > 0) {
      none = none.withHalfLife(new int[] {0, 1, 64, 1_000}[kind]);
    }
    SufficientStatistics batch = none.add(table);
    SplittableRandom random = Seed.of(seed).derive("cuts").random();
    SufficientStatistics stream = none;
    for (int from = 0; from < table.rows(); ) {
      int to = Math.min(table.rows(), from + random.nextInt(0, 200));
      stream = stream.add(rows(table, from, to));
      from = to;
    }
    assertThat(stream).isEqualTo(batch).hasSameHashCodeAs(batch);
    assertThat(stream.fit(FitOptions.bdeu(1))).isEqualTo(batch.fit(FitOptions.bdeu(1)));
    if (kind == 0) {
      int cut = random.nextInt(table.rows());
      assertThat(none.add(rows(table, cut, table.rows())).merge(none.add(rows(table, 0, cut))))
          .isEqualTo(batch);
      assertThat(batch.fit(FitOptions.dirichlet(1)))
          .isEqualTo(BayesianNetwork.fit(network.graph(), table, FitOptions.dirichlet(1)));
    }
  }

  /** With a half-life of 2, the four rows weigh 2^(-3/2), 1/2, 2^(-1/2) and 1. */
  @Test
  void withHalfLife_letsOldRowsFade() {
    SufficientStatistics stats =
        SufficientStatistics.empty(GRAPH, STATES).withHalfLife(2).add(rows(SMALL, 0, 3));
    assertThat(stats.counts("b"))
        .containsExactly(new double[] {.5 + Math.sqrt(.5), 1, 0, 0}, within(1e-15));
    assertThat(stats.add(rows(SMALL, 3, 4)).counts("a"))
        .containsExactly(new double[] {Math.pow(2, -1.5) + .5 + Math.sqrt(.5), 1}, within(1e-15));
    assertThat(stats.add(rows(SMALL, 3, 4)).rows()).isEqualTo(4);
    assertThat(stats.merge(stats).counts("b"))
        .containsExactly(new double[] {1 + Math.sqrt(2), 2, 0, 0}, within(1e-15));
  }

  /** Of Beta(3, 2): mean 3/5, variance 1/25; its quantiles solve x³ (4 − 3x) = q. */
  @Test
  void posterior_ofARow_isADirichletDistribution() {
    ParameterPosterior posterior =
        SufficientStatistics.count(GRAPH, SMALL).posterior(new FitOptions.Dirichlet(1));
    ParameterPosterior.Row row = posterior.row("b", "0");
    assertThat(row.concentration()).containsExactly(Map.entry("0", 3.0), Map.entry("1", 2.0));
    assertThat(row.mean("0")).isEqualTo(.6);
    assertThat(row.variance("0")).isCloseTo(.04, within(1e-15));
    ParameterPosterior.CredibleInterval interval = row.interval("0", .95);
    assertThat(interval.low()).isCloseTo(0.194120449683243, within(1e-12));
    assertThat(interval.high()).isCloseTo(0.932414013511457, within(1e-12));
    assertThat(row).hasToString("b: 0 .6 ± .2, 1 .4 ± .2");
    assertThatThrownBy(
            () ->
                SufficientStatistics.count(GRAPH, SMALL)
                    .posterior(new FitOptions.MaximumLikelihood()))
        .hasMessageContaining("has no posterior");
    assertThatThrownBy(() -> posterior.row("b")).hasMessageContaining("parentStates: 0");
    assertThatThrownBy(() -> row.interval("0", 1)).hasMessageContaining("level: 1.0");
  }

  /** 1,000 fits of 50 rows: 95 % intervals hold the truth that the prior drew, ± 3 × .7 %. */
  @Test
  void interval_underTheTruePrior_coversAsOftenAsItSays() {
    int held = 0;
    for (int i = 0; i < 1_000; i++) {
      double[] p = {1, 1};
      SplittableRandom random = Seed.of(5).derive(i).random();
      ParameterPosterior.dirichlet(random, p, 0, 2);
      BayesianNetwork coin = BayesianNetwork.builder().variable("c", "0", "1").cpd("c", p).build();
      ParameterPosterior.CredibleInterval interval =
          SufficientStatistics.empty(coin.graph(), Map.of("c", List.of("0", "1")))
              .add(coin.sample(50, Seed.of(i)))
              .posterior(new FitOptions.Dirichlet(1))
              .row("c")
              .interval("1", .95);
      held += interval.low() <= p[1] && p[1] <= interval.high() ? 1 : 0;
    }
    assertThat(held / 1_000.0).isBetween(.93, .97);
  }

  /** Means and variances of 4,000 draws, within 5 standard errors; a shape below 1 as well. */
  @Test
  void draw_ofParameters_hasThePosteriorsMoments() {
    SufficientStatistics stats = SufficientStatistics.count(GRAPH, SMALL);
    ParameterPosterior posterior = stats.posterior(new FitOptions.Bdeu(1));
    double[] drawn =
        IntStream.range(0, 4_000)
            .mapToDouble(i -> posterior.draw(Seed.of(i)).cpd("b").probability("1", "1"))
            .toArray();
    double mean = Arrays.stream(drawn).average().orElseThrow();
    double variance =
        Arrays.stream(drawn).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
    ParameterPosterior.Row row = posterior.row("b", "1");
    assertThat(mean).isCloseTo(row.mean("1"), within(5 * Math.sqrt(row.variance("1") / 4_000)));
    assertThat(variance).isCloseTo(row.variance("1"), within(.15 * row.variance("1")));
    assertThat(posterior.draw(Seed.of(1))).isEqualTo(posterior.draw(Seed.of(1)));
  }

  @Test
  void add_ofWhatDoesNotFit_isRefused() {
    SufficientStatistics stats = SufficientStatistics.empty(GRAPH, STATES);
    assertThatThrownBy(() -> stats.add(SMALL.select("a"))).hasMessageContaining("'b'");
    Table other =
        Table.of(
            SMALL.column("a"),
            Column.Discrete.of("b", List.of("1", "0"), List.of("0", "0", "1", "1")));
    assertThatThrownBy(() -> stats.add(other))
        .hasMessageContaining("column 'b': has the states [1, 0], not [0, 1]");
    assertThatThrownBy(() -> stats.merge(stats.withHalfLife(3)))
        .hasMessageContaining("half-life 3, not 0");
    assertThatThrownBy(() -> SufficientStatistics.empty(GRAPH, Map.of("a", List.of("0"))))
        .hasMessageContaining("states: has none for 'b'");
    assertThatThrownBy(() -> stats.withHalfLife(0)).hasMessageContaining("rowsToHalf: 0");
    Table missing =
        Table.of(
            SMALL.column("a"),
            Column.Discrete.of("b", List.of("0", "1"), Arrays.asList("0", null, "1", "1")));
    assertThatThrownBy(() -> stats.add(missing))
        .hasMessageContaining("1 of 4 rows")
        .hasMessageContaining("FitOptions.em");
    assertThat(stats.add(missing, FitOptions.MissingCells.COMPLETE_ROWS).rows()).isEqualTo(3);
  }
}
