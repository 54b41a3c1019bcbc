package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.causal4j.core.Provenance;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.graph.CausalGraph;

/**
 * All that the distributions of a hybrid network need to know of data: the counts of the discrete
 * part ({@link SufficientStatistics}), and for each continuous variable and each combination of its
 * discrete parents' states the number of rows, the means and the products of deviations of the
 * variable and its continuous parents. These are updated row by row (Welford 1962), so that rows
 * may come in one table or in pieces, with the same bits; {@link #merge} (Chan, Golub and LeVeque
 * 1979) agrees up to rounding.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class HybridStatistics {
  private final CausalGraph graph;
  private final SufficientStatistics counts;
  private final boolean hasDiscrete;
  private final ImmutableList<Family> families;
  private final long rows;

  /**
   * Moments of a continuous variable.
   *
   * @param scope the continuous parents, then the variable
   * @param moments by combination of the discrete parents' states, the last fastest
   */
  @SuppressWarnings("ArrayRecordComponent") // never handed out
  private record Family(
      ImmutableList<String> scope,
      ImmutableList<String> discreteParents,
      ImmutableList<ImmutableList<String>> parentStates,
      Moments[] moments) {

    String variable() {
      return scope.get(scope.size() - 1);
    }
  }

  private HybridStatistics(
      CausalGraph graph,
      SufficientStatistics counts,
      boolean hasDiscrete,
      ImmutableList<Family> families,
      long rows) {
    this.graph = graph;
    this.counts = counts;
    this.hasDiscrete = hasDiscrete;
    this.families = families;
    this.rows = rows;
  }

  /**
   * No row yet; kinds and states are those of a table's columns.
   *
   * @throws IllegalArgumentException for a graph with bidirected edges or latent nodes, a node
   *     without a column, or a discrete node with a continuous parent
   */
  public static HybridStatistics empty(CausalGraph graph, Table like) {
    SufficientStatistics.checkGraph(graph);
    Preconditions.checkArgument(
        graph.latents().isEmpty(), "graph: the nodes %s are latent", graph.latents());
    for (String node : graph.nodes()) {
      Preconditions.checkArgument(
          like.has(node), "table: has no column '%s' of the graph among %s", node, like.names());
    }
    List<String> discrete =
        graph.nodes().stream().filter(v -> like.column(v) instanceof Column.Discrete).toList();
    for (String node : discrete) {
      for (String parent : graph.parents(node)) {
        Preconditions.checkArgument(
            discrete.contains(parent),
            "graph: the discrete %s has the continuous parent %s; discretize %s",
            node,
            parent,
            parent);
      }
    }
    ImmutableList.Builder<Family> families = ImmutableList.builder();
    for (String node : graph.nodes()) {
      if (!discrete.contains(node)) {
        families.add(family(graph, like, discrete, node));
      }
    }
    CausalGraph counted =
        discrete.isEmpty() ? CausalGraph.builder().node("none").build() : graph.subgraph(discrete);
    SufficientStatistics counts =
        discrete.isEmpty()
            ? SufficientStatistics.empty(counted, Map.of("none", List.of("none")))
            : SufficientStatistics.empty(counted, like);
    return new HybridStatistics(graph, counts, !discrete.isEmpty(), families.build(), 0);
  }

  private static Family family(CausalGraph graph, Table like, List<String> discrete, String node) {
    ImmutableList.Builder<String> scope = ImmutableList.builder();
    ImmutableList.Builder<String> conditions = ImmutableList.builder();
    ImmutableList.Builder<ImmutableList<String>> states = ImmutableList.builder();
    double combinations = 1;
    for (String parent : graph.parents(node)) {
      if (discrete.contains(parent)) {
        conditions.add(parent);
        states.add(like.discrete(parent).states());
        combinations *= like.discrete(parent).states().size();
      } else {
        scope.add(parent);
      }
    }
    ImmutableList<String> all = scope.add(node).build();
    double entries = combinations * all.size() * all.size();
    Preconditions.checkArgument(
        entries <= Integer.MAX_VALUE - 8,
        "graph: %s would have %s moments; remove parents or merge states",
        node,
        entries);
    Moments[] moments = new Moments[(int) combinations];
    Arrays.setAll(moments, i -> new Moments(all.size()));
    return new Family(all, conditions.build(), states.build(), moments);
  }

  /**
   * These and the rows of a table.
   *
   * @throws IllegalArgumentException for columns of another kind or other states, or missing cells
   */
  public HybridStatistics add(Table table) {
    return add(table, FitOptions.MissingCells.REFUSE);
  }

  /** These and the rows of a table; of rows with missing cells see the treatment. */
  public HybridStatistics add(Table table, FitOptions.MissingCells treatment) {
    Table complete = complete(table, treatment);
    ImmutableList.Builder<Family> added = ImmutableList.builder();
    for (Family family : families) {
      added.add(added(family, complete));
    }
    return new HybridStatistics(
        graph,
        hasDiscrete ? counts.add(complete) : counts,
        hasDiscrete,
        added.build(),
        rows + complete.rows());
  }

  private Table complete(Table table, FitOptions.MissingCells treatment) {
    Map<String, Integer> missing = new LinkedHashMap<>();
    for (String node : graph.nodes()) {
      int count = table.column(node).missing();
      if (count > 0) {
        missing.put(node, count);
      }
    }
    if (missing.isEmpty()) {
      return table;
    }
    Preconditions.checkArgument(
        treatment == FitOptions.MissingCells.COMPLETE_ROWS,
        "table: cells are missing, by column %s; fill them, or choose MissingCells.COMPLETE_ROWS",
        missing);
    return table.where(
        row -> missing.keySet().stream().noneMatch(node -> table.column(node).isMissing(row)));
  }

  private static Family added(Family family, Table table) {
    Moments[] moments = Arrays.stream(family.moments).map(Moments::copy).toArray(Moments[]::new);
    List<Column.Discrete> conditions = new ArrayList<>();
    for (int i = 0; i < family.discreteParents.size(); i++) {
      Column.Discrete column = table.discrete(family.discreteParents.get(i));
      Preconditions.checkArgument(
          column.states().equals(family.parentStates.get(i)),
          "column '%s': has the states %s, not %s",
          column.name(),
          column.states(),
          family.parentStates.get(i));
      conditions.add(column);
    }
    List<Column.Continuous> values = family.scope.stream().map(table::continuous).toList();
    double[] x = new double[values.size()];
    double[] before = new double[x.length];
    for (int row = 0; row < table.rows(); row++) {
      int at = 0;
      for (Column.Discrete condition : conditions) {
        at = at * condition.states().size() + condition.code(row);
      }
      for (int i = 0; i < x.length; i++) {
        x[i] = values.get(i).value(row);
      }
      moments[at].add(x, before);
    }
    return new Family(family.scope, family.discreteParents, family.parentStates, moments);
  }

  /**
   * These and those, as gathered elsewhere; regressions agree with the batch up to rounding.
   *
   * @throws IllegalArgumentException for another graph or other states
   */
  public HybridStatistics merge(HybridStatistics that) {
    Preconditions.checkArgument(
        graph.equals(that.graph) && shape().equals(that.shape()),
        "that: gathers for other variables or states");
    ImmutableList.Builder<Family> merged = ImmutableList.builder();
    for (int f = 0; f < families.size(); f++) {
      Family own = families.get(f);
      Moments[] other = that.families.get(f).moments;
      Moments[] sums = Arrays.stream(own.moments).map(Moments::copy).toArray(Moments[]::new);
      for (int i = 0; i < sums.length; i++) {
        sums[i].merge(other[i]);
      }
      merged.add(new Family(own.scope, own.discreteParents, own.parentStates, sums));
    }
    return new HybridStatistics(
        graph,
        hasDiscrete ? counts.merge(that.counts) : counts,
        hasDiscrete,
        merged.build(),
        rows + that.rows);
  }

  private List<Object> shape() {
    List<Object> shape = new ArrayList<>(List.of(counts.states()));
    families.forEach(f -> shape.add(List.of(f.scope, f.discreteParents, f.parentStates)));
    return shape;
  }

  /** Rows gathered. */
  public long rows() {
    return rows;
  }

  /**
   * The network: tables from counts and the prior of the options, regressions by maximum
   * likelihood.
   *
   * @throws UnseenParentStateException where the states of discrete parents were never seen
   *     together: for a table under maximum likelihood, for a regression always
   * @throws IllegalArgumentException where a regression has fewer rows than parents plus 2, or
   *     collinear parents; for options that ask for EM
   */
  public HybridNetwork fit(FitOptions options) {
    HybridBuilder builder = HybridNetwork.builder();
    BayesianNetwork tables = hasDiscrete ? counts.fit(options) : null;
    for (String node : graph.nodes()) {
      if (tables != null && tables.variables().contains(node)) {
        builder.discrete(node, tables.states(node));
      } else {
        builder.continuous(node);
      }
    }
    if (tables != null) {
      tables.variables().forEach(node -> builder.table(tables.cpd(node)));
    }
    families.forEach(family -> builder.gaussian(fit(family)));
    return builder.build(
        Provenance.of(
            "hybrid network",
            ImmutableMap.of(
                "graph", graph.toString(),
                "options", options.toString(),
                "rows", Long.toString(rows),
                "moments", Fingerprint.ofCounts(counts.states(), numbers())),
            hasDiscrete && tables != null ? List.of(tables.provenance()) : List.of()));
  }

  private double[][] numbers() {
    return families.stream()
        .flatMap(family -> Arrays.stream(family.moments))
        .flatMap(
            m -> Stream.concat(Stream.of(new double[] {m.n}, m.mean), Arrays.stream(m.products)))
        .toArray(double[][]::new);
  }

  private static Cpd fit(Family family) {
    List<Cpd.LinearGaussian> regressions =
        IntStream.range(0, family.moments.length)
            .mapToObj(row -> leastSquares(family, row).estimate())
            .toList();
    return family.discreteParents.isEmpty()
        ? regressions.get(0)
        : new Cpd.ConditionalGaussian(
            family.variable(),
            family.discreteParents,
            family.parentStates,
            ImmutableList.copyOf(regressions));
  }

  /**
   * What the rows leave open about the regression of a continuous variable.
   *
   * @param parentStates a state for each discrete parent, in the order of {@link
   *     Cpd.ConditionalGaussian#discreteParents}
   * @throws IllegalArgumentException and others as {@link #fit(FitOptions)}
   */
  public RegressionPosterior posterior(String variable, String... parentStates) {
    for (Family family : families) {
      if (family.variable().equals(variable)) {
        Preconditions.checkArgument(
            parentStates.length == family.discreteParents.size(),
            "parentStates: %s states were given for %s",
            parentStates.length,
            family.discreteParents);
        int row = 0;
        for (int i = 0; i < parentStates.length; i++) {
          List<String> known = family.parentStates.get(i);
          String parent = family.discreteParents.get(i);
          row = row * known.size() + Cpd.Tabular.code(parent, known, parentStates[i]);
        }
        return leastSquares(family, row).posterior();
      }
    }
    throw new IllegalArgumentException(
        "variable: '"
            + variable
            + "' is not among the continuous "
            + families.stream().map(Family::variable).toList());
  }

  private static LeastSquares leastSquares(Family family, int row) {
    return new LeastSquares(family.scope, given(family, row), family.moments[row]);
  }

  private static Map<String, String> given(Family family, int row) {
    String[] of = new String[family.discreteParents.size()];
    int rest = row;
    for (int i = of.length - 1; i >= 0; i--) {
      ImmutableList<String> known = family.parentStates.get(i);
      of[i] = known.get(rest % known.size());
      rest /= known.size();
    }
    Map<String, String> given = new LinkedHashMap<>();
    for (int i = 0; i < of.length; i++) {
      given.put(family.discreteParents.get(i), Objects.requireNonNull(of[i]));
    }
    return given;
  }

  /** Equal where graph, counts and every moment are. */
  @Override
  public boolean equals(Object other) {
    if (!(other instanceof HybridStatistics that)
        || !graph.equals(that.graph)
        || rows != that.rows
        || !counts.equals(that.counts)
        || !shape().equals(that.shape())) {
      return false;
    }
    for (int f = 0; f < families.size(); f++) {
      for (int i = 0; i < families.get(f).moments.length; i++) {
        if (!families.get(f).moments[i].sameAs(that.families.get(f).moments[i])) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return 31 * graph.hashCode() + Arrays.deepHashCode(numbers());
  }

  @Override
  public String toString() {
    return "HybridStatistics: " + rows + " rows of " + graph.nodes();
  }
}
