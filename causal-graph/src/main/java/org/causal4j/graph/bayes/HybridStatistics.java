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
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.ejml.interfaces.linsol.LinearSolverDense;

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
  /** Share of a parent's variation that the others leave, below which it can't be told apart. */
  private static final double COLLINEAR = 1e-10;

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

  /** Number, means and products of deviations. Mutable while rows are added. */
  private static final class Moments {
    double n;
    final double[] mean;
    final double[][] products;

    Moments(int k) {
      mean = new double[k];
      products = new double[k][k];
    }

    Moments copy() {
      Moments copy = new Moments(mean.length);
      copy.n = n;
      System.arraycopy(mean, 0, copy.mean, 0, mean.length);
      for (int i = 0; i < mean.length; i++) {
        System.arraycopy(products[i], 0, copy.products[i], 0, mean.length);
      }
      return copy;
    }

    void add(double[] x, double[] before) {
      n++;
      for (int i = 0; i < x.length; i++) {
        before[i] = x[i] - mean[i];
        mean[i] += before[i] / n;
      }
      for (int i = 0; i < x.length; i++) {
        for (int j = 0; j <= i; j++) {
          products[i][j] += before[i] * (x[j] - mean[j]);
        }
      }
    }

    void add(Moments that) {
      double all = n + that.n;
      if (that.n == 0) {
        return;
      }
      for (int i = 0; i < mean.length; i++) {
        for (int j = 0; j <= i; j++) {
          products[i][j] +=
              that.products[i][j]
                  + (that.mean[i] - mean[i]) * (that.mean[j] - mean[j]) * (n * that.n / all);
        }
      }
      for (int i = 0; i < mean.length; i++) {
        mean[i] += (that.mean[i] - mean[i]) * (that.n / all);
      }
      n = all;
    }

    double product(int i, int j) {
      return products[Math.max(i, j)][Math.min(i, j)];
    }

    boolean sameAs(Moments that) {
      return n == that.n
          && Arrays.equals(mean, that.mean)
          && Arrays.deepEquals(products, that.products);
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
        sums[i].add(other[i]);
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
        IntStream.range(0, family.moments.length).mapToObj(row -> fit(family, row)).toList();
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
        return posterior(family, row);
      }
    }
    throw new IllegalArgumentException(
        "variable: '"
            + variable
            + "' is not among the continuous "
            + families.stream().map(Family::variable).toList());
  }

  /** Of least squares: s² (XᵀX)⁻¹, where the deviations' products are scaled to correlations. */
  private static RegressionPosterior posterior(Family family, int row) {
    Moments moments = family.moments[row];
    Cpd.LinearGaussian estimate = fit(family, row);
    int k = family.scope.size() - 1;
    double residualSquares = estimate.variance() * moments.n;
    double degreesOfFreedom = moments.n - k - 1;
    double s2 = residualSquares / degreesOfFreedom;
    ImmutableMap.Builder<String, Double> errors = ImmutableMap.builder();
    double interceptVariance = 1 / moments.n;
    if (k > 0) {
      double[] scale = scale(moments, k);
      DMatrixRMaj inverse = new DMatrixRMaj(k, k);
      LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(k);
      solver.setA(correlations(moments, scale));
      solver.invert(inverse);
      for (int i = 0; i < k; i++) {
        errors.put(family.scope.get(i), Math.sqrt(s2 * inverse.get(i, i)) / scale[i]);
        for (int j = 0; j < k; j++) {
          interceptVariance +=
              moments.mean[i] / scale[i] * inverse.get(i, j) * moments.mean[j] / scale[j];
        }
      }
    }
    return new RegressionPosterior(
        estimate,
        errors.buildOrThrow(),
        Math.sqrt(s2 * interceptVariance),
        residualSquares,
        degreesOfFreedom);
  }

  /** Least squares on deviations that are scaled to unit length. */
  private static Cpd.LinearGaussian fit(Family family, int row) {
    Moments moments = family.moments[row];
    int k = family.scope.size() - 1;
    Map<String, String> given = given(family, row);
    if (moments.n == 0) {
      throw new UnseenParentStateException(family.variable(), given);
    }
    Preconditions.checkArgument(
        moments.n >= k + 2,
        "table: %s given %s has %s rows, and needs %s or more",
        family.variable(),
        given,
        (Object) (long) moments.n,
        k + 2);
    double[] b = coefficients(family, moments, given);
    double intercept = moments.mean[k];
    double residual = moments.product(k, k);
    for (int i = 0; i < k; i++) {
      intercept -= b[i] * moments.mean[i];
      residual -= b[i] * moments.product(i, k);
    }
    ImmutableMap.Builder<String, Double> byParent = ImmutableMap.builder();
    for (int i = 0; i < k; i++) {
      byParent.put(family.scope.get(i), b[i]);
    }
    return new Cpd.LinearGaussian(
        family.variable(), intercept, byParent.buildOrThrow(), Math.max(0, residual) / moments.n);
  }

  private static double[] coefficients(Family family, Moments moments, Map<String, String> given) {
    int k = family.scope.size() - 1;
    if (k == 0) {
      return new double[0];
    }
    double[] scale = scale(moments, k);
    DMatrixRMaj a = correlations(moments, scale);
    DMatrixRMaj y = new DMatrixRMaj(k, 1);
    for (int i = 0; i < k; i++) {
      y.set(i, 0, moments.product(i, k) / scale[i]);
    }
    boolean constant = Arrays.stream(scale).anyMatch(length -> length == 0);
    Preconditions.checkArgument(
        !constant && leastVariationLeft(a) > COLLINEAR,
        "table: the parents %s of %s are constant or collinear given %s; remove one",
        family.scope.subList(0, k),
        family.variable(),
        given);
    LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(k);
    solver.setA(a.copy());
    DMatrixRMaj b = new DMatrixRMaj(k, 1);
    solver.solve(y, b);
    return IntStream.range(0, k).mapToDouble(i -> b.get(i, 0) / scale[i]).toArray();
  }

  /** The lengths of the parents' deviations. */
  private static double[] scale(Moments moments, int k) {
    return IntStream.range(0, k).mapToDouble(i -> Math.sqrt(moments.product(i, i))).toArray();
  }

  private static DMatrixRMaj correlations(Moments moments, double[] scale) {
    DMatrixRMaj correlations = new DMatrixRMaj(scale.length, scale.length);
    for (int i = 0; i < scale.length; i++) {
      for (int j = 0; j < scale.length; j++) {
        correlations.set(i, j, moments.product(i, j) / scale[i] / scale[j]);
      }
    }
    return correlations;
  }

  /** The least 1 − R² of a parent on those before it: the squared pivots of Cholesky. */
  private static double leastVariationLeft(DMatrixRMaj correlations) {
    CholeskyDecomposition_F64<DMatrixRMaj> cholesky =
        DecompositionFactory_DDRM.chol(correlations.numRows, true);
    if (!cholesky.decompose(correlations.copy())) {
      return 0;
    }
    DMatrixRMaj lower = cholesky.getT(null);
    double least = 1;
    for (int i = 0; i < lower.numRows; i++) {
      least = Math.min(least, lower.get(i, i) * lower.get(i, i));
    }
    return least;
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
