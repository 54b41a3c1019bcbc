package org.causal4j.graph;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.data.Table;

/**
 * What a graph claims about data, and whether a table bears it out.
 *
 * <pre>{@code
 * List<Independence> claims = ImpliedIndependences.of(graph);
 * IndependenceReport report = ImpliedIndependences.test(claims, table);
 * report.rejected();
 * }</pre>
 *
 * <p>A claim that is rejected speaks against the graph; one that is not does not speak for it, as a
 * small table rejects nothing.
 */
public final class ImpliedIndependences {
  private ImpliedIndependences() {}

  /**
   * For each pair of observed nodes that some set of observed nodes separates, the pair with one
   * minimal such set, by the order of the nodes. Latent nodes are never part of one. Cost: pairs of
   * nodes times the size of the graph.
   */
  public static List<Independence> of(CausalGraph graph) {
    int[] observed =
        AdjustmentProblem.complement(graph.nodes().size(), graph.latentIndices()).stream()
            .toArray();
    BitSet allowed = AdjustmentProblem.complement(graph.nodes().size(), graph.latentIndices());
    ImmutableList.Builder<Independence> claims = ImmutableList.builder();
    for (int i = 0; i < observed.length; i++) {
      for (int j = i + 1; j < observed.length; j++) {
        int a = observed[i];
        int b = observed[j];
        if (!graph.arcs().adjacent(a, b)) {
          BitSet from = new BitSet();
          from.set(a);
          BitSet to = new BitSet();
          to.set(b);
          new MinimalSeparators(graph.arcs(), from, to, allowed)
              .closestToTargets()
              .ifPresent(set -> claims.add(claim(graph, a, b, set)));
        }
      }
    }
    return claims.build();
  }

  private static Independence claim(CausalGraph graph, int a, int b, BitSet given) {
    return new Independence(graph.nodes().get(a), graph.nodes().get(b), graph.names(given));
  }

  /**
   * The basis set of a DAG: each pair of nodes that are not adjacent, given the parents of both.
   * The claims are independent of each other as tests, and imply every independence of the graph
   * (Shipley 2000, "A new inferential test for path models based on directed acyclic graphs").
   *
   * @throws IllegalArgumentException where the graph has bidirected edges or latent nodes
   */
  public static List<Independence> basisSet(CausalGraph dag) {
    Preconditions.checkArgument(
        dag.isDag() && dag.latents().isEmpty(),
        "dag: has hidden causes; the basis set is defined without, take of(graph)");
    ImmutableList.Builder<Independence> claims = ImmutableList.builder();
    List<String> order = dag.topologicalOrder();
    for (int i = 0; i < order.size(); i++) {
      for (int j = i + 1; j < order.size(); j++) {
        int a = dag.index(order.get(i));
        int b = dag.index(order.get(j));
        if (!dag.arcs().adjacent(a, b)) {
          BitSet given = new BitSet();
          for (int parent : dag.arcs().parents(a)) {
            given.set(parent);
          }
          for (int parent : dag.arcs().parents(b)) {
            given.set(parent);
          }
          claims.add(claim(dag, a, b, given));
        }
      }
    }
    return claims.build();
  }

  /** Tests claims with the default options. */
  public static IndependenceReport test(Collection<Independence> claims, Table table) {
    return test(claims, table, IndependenceReport.Options.defaults(), ProgressListener.NONE);
  }

  /**
   * Tests each claim on the rows that have all its variables. Discrete variables are tested in each
   * stratum of the given ones, by the likelihood ratio G² or Pearson's χ² (Bishop, Fienberg and
   * Holland 1975, <i>Discrete Multivariate Analysis</i>): the degrees of freedom count the states
   * seen in the stratum. Continuous ones by the partial correlation with Fisher's z, which takes
   * them to be jointly normal (Fisher 1924). P-values are two-sided, and adjusted for the number of
   * claims as the options say.
   *
   * @throws IllegalArgumentException where a variable is no column, the variables of a claim are
   *     not all discrete or all continuous, or the rows do not determine a partial correlation
   */
  public static IndependenceReport test(
      Collection<Independence> claims,
      Table table,
      IndependenceReport.Options options,
      ProgressListener progress) {
    List<IndependenceTests.Outcome> outcomes = new ArrayList<>();
    int done = 0;
    for (Independence claim : claims) {
      outcomes.add(IndependenceTests.test(claim, table, options.statistic()));
      progress.step("independence tests", ++done, claims.size());
    }
    double[] raw = outcomes.stream().mapToDouble(IndependenceTests.Outcome::pValue).toArray();
    double[] adjusted = IndependenceTests.adjust(raw, options.correction());
    ImmutableList.Builder<IndependenceReport.Row> rows = ImmutableList.builder();
    int i = 0;
    for (Independence claim : claims) {
      IndependenceTests.Outcome outcome = outcomes.get(i);
      rows.add(
          new IndependenceReport.Row(
              claim,
              outcome.statistic(),
              outcome.degreesOfFreedom(),
              outcome.rows(),
              raw[i],
              adjusted[i],
              adjusted[i] <= options.alpha()));
      i++;
    }
    return new IndependenceReport(rows.build(), fisherC(raw), options);
  }

  /** −2 Σ ln p against χ² with twice as many degrees of freedom as claims (Fisher 1925). */
  private static double fisherC(double[] pValues) {
    if (pValues.length == 0) {
      return 1;
    }
    double sum = 0;
    for (double p : pValues) {
      sum -= 2 * Math.log(Math.max(p, Double.MIN_NORMAL));
    }
    return ChiSquaredDistribution.of(2.0 * pValues.length).survivalProbability(sum);
  }
}
