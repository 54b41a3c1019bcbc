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
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Provenance;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.graph.CausalGraph;

/**
 * All that the tables of a network need to know of data: how often each state of a variable stood
 * beside each combination of its parents' states. They add up: rows may come in one table, in
 * pieces or by way of {@link #merge}, and the counts are the same bit for bit (up to 2^53 rows).
 *
 * <pre>{@code
 * SufficientStatistics stats = SufficientStatistics.count(graph, monday).add(tuesday);
 * BayesianNetwork net = stats.fit(FitOptions.bdeu(1));
 * }</pre>
 *
 * <p>With a half-life ({@link #withHalfLife}) a row counts for half as much once so many more rows
 * have come: what was learned long ago fades. The pieces in which rows come still don't matter.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class SufficientStatistics {
  /** A table is one array. */
  private static final double LARGEST_TABLE = Integer.MAX_VALUE - 8;

  private static final int BLOCK = 2_048;

  private final CausalGraph graph;
  private final ImmutableMap<String, ImmutableList<String>> states;
  private final ImmutableList<ImmutableList<String>> scopes;

  /** By node; what is faded counts 2^(phase / halfLife) times too much. */
  private final double[][] counts;

  private final long rows;
  private final int halfLife;
  private final int phase;

  private SufficientStatistics(
      CausalGraph graph,
      ImmutableMap<String, ImmutableList<String>> states,
      ImmutableList<ImmutableList<String>> scopes,
      double[][] counts,
      long rows,
      int halfLife,
      int phase) {
    this.graph = graph;
    this.states = states;
    this.scopes = scopes;
    this.counts = counts;
    this.rows = rows;
    this.halfLife = halfLife;
    this.phase = phase;
  }

  /**
   * No row yet.
   *
   * @param states the states of each node of the graph, in order
   * @throws IllegalArgumentException for a graph with bidirected edges or latent nodes, a node
   *     without states, or a table of more entries than an array has
   */
  public static SufficientStatistics empty(CausalGraph graph, Map<String, List<String>> states) {
    checkGraph(graph);
    Preconditions.checkArgument(
        graph.latents().isEmpty(),
        "graph: the nodes %s are latent, which counting can't estimate; use EM"
            + " (FitOptions.em), or unmark them if they are in the data",
        graph.latents());
    return of(graph, states);
  }

  /** The same where latent nodes have been given states. */
  static SufficientStatistics of(CausalGraph graph, Map<String, ? extends List<String>> states) {
    ImmutableMap.Builder<String, ImmutableList<String>> ordered = ImmutableMap.builder();
    for (String node : graph.nodes()) {
      List<String> of = states.get(node);
      if (of == null) {
        throw new IllegalArgumentException(
            "states: has none for '" + node + "'; there are " + states.keySet());
      }
      Preconditions.checkArgument(!of.isEmpty(), "column '%s': has no states", node);
      ordered.put(node, ImmutableList.copyOf(of));
    }
    ImmutableMap<String, ImmutableList<String>> byNode = ordered.buildOrThrow();
    List<ImmutableList<String>> scopes = new ArrayList<>();
    double[][] counts = new double[byNode.size()][];
    for (String node : graph.nodes()) {
      ImmutableList<String> scope =
          ImmutableList.<String>builder().addAll(graph.parents(node)).add(node).build();
      double size = 1;
      for (String variable : scope) {
        size *= Objects.requireNonNull(byNode.get(variable)).size();
      }
      Preconditions.checkArgument(
          size <= LARGEST_TABLE,
          "graph: P(%s | %s) would have %s entries; remove parents or merge states",
          node,
          graph.parents(node),
          size);
      counts[scopes.size()] = new double[(int) size];
      scopes.add(scope);
    }
    return new SufficientStatistics(graph, byNode, ImmutableList.copyOf(scopes), counts, 0, 0, 0);
  }

  /** No row yet; the states are those of a table's columns. */
  public static SufficientStatistics empty(CausalGraph graph, Table like) {
    checkGraph(graph);
    Map<String, List<String>> states = new LinkedHashMap<>();
    for (String node : graph.observed()) {
      states.put(node, discrete(like, node).states());
    }
    return empty(graph, states);
  }

  /**
   * The rows of a table.
   *
   * @throws IllegalArgumentException as {@link #add(Table)} and {@link #empty(CausalGraph, Map)} do
   */
  public static SufficientStatistics count(CausalGraph graph, Table table) {
    return empty(graph, table).add(table);
  }

  static void checkGraph(CausalGraph graph) {
    Preconditions.checkArgument(!graph.nodes().isEmpty(), "graph: has no nodes");
    Preconditions.checkArgument(
        graph.isDag(),
        "graph: has the bidirected edges %s; name a latent node and use EM, or remove the edge",
        graph.bidirectedEdges());
  }

  static Column.Discrete discrete(Table table, String node) {
    Preconditions.checkArgument(
        table.has(node), "table: has no column '%s' of the graph among %s", node, table.names());
    return table
        .column(node)
        .fold(
            discrete -> discrete,
            continuous -> {
              throw new IllegalArgumentException(
                  "column '"
                      + continuous.name()
                      + "': is continuous; discretize it, or fit a HybridNetwork");
            });
  }

  /** Expected counts, taken without a copy. */
  SufficientStatistics withCounts(double[][] expected) {
    return new SufficientStatistics(graph, states, scopes, expected, rows, 0, 0);
  }

  /**
   * Lets rows fade, from those counted already on.
   *
   * @param rowsToHalf after so many more rows a row counts for half, above 0
   */
  public SufficientStatistics withHalfLife(int rowsToHalf) {
    Preconditions.checkArgument(rowsToHalf > 0, "rowsToHalf: %s is not above 0", rowsToHalf);
    return new SufficientStatistics(graph, states, scopes, present(), rows, rowsToHalf, 0);
  }

  // -- adding --------------------------------------------------------------------------------

  /**
   * These and the rows of a table.
   *
   * @throws IllegalArgumentException for a node without a discrete column, a column with other
   *     states or another order of them, or missing cells
   */
  public SufficientStatistics add(Table table) {
    return add(table, FitOptions.MissingCells.REFUSE);
  }

  /** These and the rows of a table; of rows with missing cells see the treatment. */
  public SufficientStatistics add(Table table, FitOptions.MissingCells treatment) {
    return add(table, treatment, ProgressListener.NONE);
  }

  SufficientStatistics add(
      Table table, FitOptions.MissingCells treatment, ProgressListener progress) {
    Map<String, Column.Discrete> columns = new LinkedHashMap<>();
    for (String node : graph.nodes()) {
      Column.Discrete column = discrete(table, node);
      Preconditions.checkArgument(
          column.states().equals(states.get(node)),
          "column '%s': has the states %s, not %s",
          node,
          column.states(),
          states.get(node));
      columns.put(node, column);
    }
    int[] complete = completeRows(columns.values(), table.rows(), treatment);
    double[][] sums = new double[counts.length][];
    for (int i = 0; i < sums.length; i++) {
      progress.step("fit tables", i, sums.length);
      sums[i] = counts[i].clone();
      List<Column.Discrete> scope =
          scopes.get(i).stream().map(name -> Objects.requireNonNull(columns.get(name))).toList();
      if (halfLife == 0) {
        count(scope, complete, sums[i]);
      } else {
        countFading(scope, complete, sums[i]);
      }
    }
    progress.step("fit tables", sums.length, sums.length);
    int newPhase = halfLife == 0 ? 0 : (int) ((phase + (long) complete.length) % halfLife);
    return new SufficientStatistics(
        graph, states, scopes, sums, rows + complete.length, halfLife, newPhase);
  }

  private static int[] completeRows(
      Iterable<Column.Discrete> columns, int rows, FitOptions.MissingCells treatment) {
    Map<String, Integer> missing = new LinkedHashMap<>();
    boolean[] incomplete = new boolean[rows];
    int left = rows;
    for (Column.Discrete column : columns) {
      int count = 0;
      for (int row = 0; row < rows; row++) {
        if (column.code(row) < 0) {
          count++;
          left -= incomplete[row] ? 0 : 1;
          incomplete[row] = true;
        }
      }
      if (count > 0) {
        missing.put(column.name(), count);
      }
    }
    Preconditions.checkArgument(
        missing.isEmpty() || treatment == FitOptions.MissingCells.COMPLETE_ROWS,
        "table: cells are missing in %s of %s rows, by column %s; fill them, choose"
            + " MissingCells.COMPLETE_ROWS, or use EM (FitOptions.em)",
        rows - left,
        rows,
        missing);
    int[] complete = new int[left];
    int at = 0;
    for (int row = 0; row < rows; row++) {
      if (!incomplete[row]) {
        complete[at++] = row;
      }
    }
    return complete;
  }

  /** Column after column of a block, so that the inner loops are plain. */
  private static void count(List<Column.Discrete> scope, int[] rows, double[] counts) {
    int[] entry = new int[BLOCK];
    for (int from = 0; from < rows.length; from += BLOCK) {
      int length = Math.min(BLOCK, rows.length - from);
      entries(scope, rows, from, length, entry);
      for (int i = 0; i < length; i++) {
        counts[entry[i]]++;
      }
    }
  }

  private static void entries(
      List<Column.Discrete> scope, int[] rows, int from, int length, int[] entry) {
    Arrays.fill(entry, 0, length, 0);
    for (Column.Discrete column : scope) {
      int states = column.states().size();
      for (int i = 0; i < length; i++) {
        entry[i] = entry[i] * states + column.code(rows[from + i]);
      }
    }
  }

  /**
   * A row of phase t adds 2^(t / halfLife); every halfLife rows all counts are halved, which is
   * exact. So the pieces in which rows come change no bit.
   */
  private void countFading(List<Column.Discrete> scope, int[] rows, double[] counts) {
    int[] entry = new int[BLOCK];
    int t = phase;
    for (int from = 0; from < rows.length; from += BLOCK) {
      int length = Math.min(BLOCK, rows.length - from);
      entries(scope, rows, from, length, entry);
      for (int i = 0; i < length; i++) {
        counts[entry[i]] += weight(++t);
        if (t == halfLife) {
          for (int c = 0; c < counts.length; c++) {
            counts[c] /= 2;
          }
          t = 0;
        }
      }
    }
  }

  private double weight(int t) {
    return Math.pow(2, (double) t / halfLife);
  }

  /** The counts as they weigh after the last row. */
  private double[][] present() {
    double[][] now = new double[counts.length][];
    for (int i = 0; i < now.length; i++) {
      now[i] = counts[i].clone();
      if (phase > 0) {
        for (int c = 0; c < now[i].length; c++) {
          now[i][c] /= weight(phase);
        }
      }
    }
    return now;
  }

  /**
   * These and those, as counted elsewhere. With a half-life, both weigh as they did after their own
   * last row.
   *
   * @throws IllegalArgumentException for another graph, other states or another half-life
   */
  public SufficientStatistics merge(SufficientStatistics that) {
    Preconditions.checkArgument(
        scopes.equals(that.scopes) && states.equals(that.states),
        "that: counts for other parents or states, %s rather than %s",
        that.states,
        states);
    Preconditions.checkArgument(
        halfLife == that.halfLife, "that: has the half-life %s, not %s", that.halfLife, halfLife);
    double[][] sums = present();
    double[][] others = that.present();
    for (int i = 0; i < sums.length; i++) {
      for (int c = 0; c < sums[i].length; c++) {
        sums[i][c] += others[i][c];
      }
    }
    return new SufficientStatistics(graph, states, scopes, sums, rows + that.rows, halfLife, 0);
  }

  // -- using ---------------------------------------------------------------------------------

  /** Rows counted, whatever they weigh by now. */
  public long rows() {
    return rows;
  }

  /** The graph. */
  public CausalGraph graph() {
    return graph;
  }

  /** The states of each node, in order. */
  public Map<String, ImmutableList<String>> states() {
    return states;
  }

  /**
   * The counts of a variable: one row for each combination of parent states, the last parent's
   * changing fastest, in each the child's states in order. A copy.
   */
  public double[] counts(String variable) {
    return present()[place(variable)];
  }

  /** The parents of a variable, in the order in which rows count through their states. */
  public List<String> parents(String variable) {
    ImmutableList<String> scope = scopes.get(place(variable));
    return scope.subList(0, scope.size() - 1);
  }

  /**
   * The network that the counts and the prior give.
   *
   * @throws UnseenParentStateException under maximum likelihood, where parent states were never
   *     seen together
   * @throws IllegalArgumentException for options that ask for EM, which needs the rows
   */
  public BayesianNetwork fit(FitOptions options) {
    Preconditions.checkArgument(
        options.missing() instanceof FitOptions.MissingCells,
        "options: %s needs the rows, not counts; use BayesianNetwork.fit",
        options.missing());
    return network(
        options.prior(),
        Provenance.of(
            "Bayesian network",
            ImmutableMap.of("graph", graph.toString(), "options", options.toString()),
            provenance()));
  }

  BayesianNetwork network(FitOptions.Prior prior, Provenance provenance) {
    NetworkBuilder builder = BayesianNetwork.builder();
    states.forEach(builder::variable);
    double[][] now = present();
    for (int i = 0; i < scopes.size(); i++) {
      ImmutableList<String> scope = scopes.get(i);
      String node = scope.get(scope.size() - 1);
      builder.table(node, scope.subList(0, scope.size() - 1), estimate(node, now[i], prior));
    }
    return builder.build(provenance);
  }

  /** Divides counts and prior, in place. */
  private double[] estimate(String node, double[] table, FitOptions.Prior prior) {
    int columns = Objects.requireNonNull(states.get(node)).size();
    double pseudo = prior.pseudoCount(columns, table.length / columns);
    for (int from = 0; from < table.length; from += columns) {
      double total = 0;
      for (int s = from; s < from + columns; s++) {
        table[s] += pseudo;
        total += table[s];
      }
      if (total == 0) {
        throw new UnseenParentStateException(node, parentStates(node, from / columns));
      }
      for (int s = from; s < from + columns; s++) {
        table[s] /= total;
      }
    }
    return table;
  }

  private Map<String, String> parentStates(String node, int row) {
    List<String> parents = parents(node);
    String[] of = new String[parents.size()];
    int rest = row;
    for (int i = of.length - 1; i >= 0; i--) {
      List<String> known = Objects.requireNonNull(states.get(parents.get(i)));
      of[i] = known.get(rest % known.size());
      rest /= known.size();
    }
    Map<String, String> byName = new LinkedHashMap<>();
    for (int i = 0; i < of.length; i++) {
      byName.put(parents.get(i), of[i]);
    }
    return byName;
  }

  /**
   * What the rows leave open about the parameters.
   *
   * @throws IllegalArgumentException under maximum likelihood, which has no posterior
   */
  public ParameterPosterior posterior(FitOptions.Prior prior) {
    return new ParameterPosterior(this, prior);
  }

  private int place(String variable) {
    int place = states.keySet().asList().indexOf(variable);
    Preconditions.checkArgument(
        place >= 0, "variable: '%s' is not in the graph; it has %s", variable, states.keySet());
    return place;
  }

  private Provenance provenance() {
    return Provenance.of(
        "sufficient statistics",
        ImmutableMap.of(
            "rows", Long.toString(rows),
            "half-life", halfLife == 0 ? "none" : Integer.toString(halfLife),
            "counts", Fingerprint.ofCounts(states, present())));
  }

  /** Equal where graph, states and every count are. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SufficientStatistics that
        && scopes.equals(that.scopes)
        && states.equals(that.states)
        && rows == that.rows
        && halfLife == that.halfLife
        && phase == that.phase
        && Arrays.deepEquals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * states.hashCode() + Arrays.deepHashCode(counts);
  }

  @Override
  public String toString() {
    long cells = Arrays.stream(counts).mapToLong(of -> of.length).sum();
    return "SufficientStatistics: "
        + rows
        + " rows in "
        + cells
        + " counts of "
        + states.keySet()
        + (halfLife == 0 ? "" : ", half-life " + halfLife + " rows");
  }
}
