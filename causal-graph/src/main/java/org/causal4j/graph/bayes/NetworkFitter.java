package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Provenance;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.graph.CausalGraph;

/** Counts states by parent states. For one fit. */
final class NetworkFitter {
  /** A table is one array. */
  private static final double LARGEST_TABLE = Integer.MAX_VALUE - 8;

  private final CausalGraph graph;
  private final FitOptions options;
  private final Map<String, Column.Discrete> columns = new LinkedHashMap<>();
  private final int rows;

  NetworkFitter(CausalGraph graph, Table table, FitOptions options) {
    this.graph = graph;
    this.options = options;
    checkGraph(graph, table);
    for (String node : graph.nodes()) {
      columns.put(node, discrete(table.column(node)));
    }
    this.rows = table.rows();
  }

  private static void checkGraph(CausalGraph graph, Table table) {
    Preconditions.checkArgument(!graph.nodes().isEmpty(), "graph: has no nodes");
    Preconditions.checkArgument(
        graph.isDag(),
        "graph: has the bidirected edges %s; name a latent node and use EM, or remove the edge",
        graph.bidirectedEdges());
    Preconditions.checkArgument(
        graph.latents().isEmpty(),
        "graph: the nodes %s are latent, which counting can't estimate; use EM, or"
            + " unmark them if they are in the data",
        graph.latents());
    for (String node : graph.nodes()) {
      Preconditions.checkArgument(
          table.has(node), "table: has no column '%s' of the graph among %s", node, table.names());
    }
  }

  private static Column.Discrete discrete(Column column) {
    return column.fold(
        discrete -> {
          Preconditions.checkArgument(
              !discrete.states().isEmpty(), "column '%s': has no states", discrete.name());
          return discrete;
        },
        continuous -> {
          throw new IllegalArgumentException(
              "column '"
                  + continuous.name()
                  + "': is continuous; discretize it before a discrete network is fitted");
        });
  }

  BayesianNetwork fit(ProgressListener progress) {
    int[] complete = completeRows();
    NetworkBuilder builder = BayesianNetwork.builder();
    columns.forEach((name, column) -> builder.variable(name, column.states()));
    int done = 0;
    for (String node : graph.nodes()) {
      progress.step("fit tables", done++, columns.size());
      List<String> parents = ImmutableList.copyOf(graph.parents(node));
      builder.table(node, parents, estimate(node, parents, complete));
    }
    progress.step("fit tables", done, columns.size());
    return builder.build(provenance(complete.length));
  }

  private int[] completeRows() {
    Map<String, Integer> missing = new LinkedHashMap<>();
    boolean[] incomplete = new boolean[rows];
    int left = rows;
    for (Column.Discrete column : columns.values()) {
      int count = 0;
      for (int row = 0; row < rows; row++) {
        if (column.isMissing(row)) {
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
        missing.isEmpty() || options.missing() == FitOptions.MissingCells.COMPLETE_ROWS,
        "table: cells are missing in %s of %s rows, by column %s; fill them, or choose"
            + " MissingCells.COMPLETE_ROWS",
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

  private double[] estimate(String node, List<String> parents, int[] complete) {
    List<Column.Discrete> scope = new ArrayList<>();
    parents.forEach(parent -> scope.add(column(parent)));
    scope.add(column(node));
    double size = 1;
    for (Column.Discrete column : scope) {
      size *= column.states().size();
    }
    Preconditions.checkArgument(
        size <= LARGEST_TABLE,
        "graph: P(%s | %s) would have %s entries; remove parents or merge states",
        node,
        parents,
        size);
    double[] table = new double[(int) size];
    for (int row : complete) {
      int at = 0;
      for (Column.Discrete column : scope) {
        at = at * column.states().size() + column.code(row);
      }
      table[at]++;
    }
    int states = column(node).states().size();
    double prior = options.prior().pseudoCount(states, table.length / states);
    for (int from = 0; from < table.length; from += states) {
      double total = 0;
      for (int s = from; s < from + states; s++) {
        table[s] += prior;
        total += table[s];
      }
      if (total == 0) {
        throw new UnseenParentStateException(node, parentStates(parents, from / states));
      }
      for (int s = from; s < from + states; s++) {
        table[s] /= total;
      }
    }
    return table;
  }

  private Map<String, String> parentStates(List<String> parents, int row) {
    String[] states = new String[parents.size()];
    int rest = row;
    for (int i = states.length - 1; i >= 0; i--) {
      List<String> known = column(parents.get(i)).states();
      states[i] = known.get(rest % known.size());
      rest /= known.size();
    }
    Map<String, String> byName = new LinkedHashMap<>();
    for (int i = 0; i < states.length; i++) {
      byName.put(parents.get(i), states[i]);
    }
    return byName;
  }

  private Column.Discrete column(String name) {
    return Objects.requireNonNull(columns.get(name));
  }

  private Provenance provenance(int complete) {
    Provenance data =
        Provenance.of(
            "table",
            ImmutableMap.of(
                "columns", columns.keySet().stream().collect(Collectors.joining(", ")),
                "rows", Integer.toString(rows),
                "content", Fingerprint.ofColumns(ImmutableList.copyOf(columns.values()))));
    return Provenance.of(
        "Bayesian network",
        ImmutableMap.of(
            "graph", graph.toString(),
            "options", options.toString(),
            "rows used", Integer.toString(complete)),
        data);
  }
}
