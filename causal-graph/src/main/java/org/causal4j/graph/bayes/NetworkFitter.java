package org.causal4j.graph.bayes;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Provenance;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.graph.CausalGraph;

/** Fits a network to a table: counts, or EM. For one fit. */
final class NetworkFitter {
  private final CausalGraph graph;
  private final Table table;
  private final FitOptions options;

  NetworkFitter(CausalGraph graph, Table table, FitOptions options) {
    this.graph = graph;
    this.table = table;
    this.options = options;
  }

  BayesianNetwork fit(ProgressListener progress) {
    if (options.missing() instanceof ExpectationMaximization) {
      return EmFit.of(graph, table, options, progress).networkOrThrow();
    }
    SufficientStatistics none = SufficientStatistics.empty(graph, table);
    SufficientStatistics counts =
        none.add(table, (FitOptions.MissingCells) options.missing(), progress);
    return counts.network(options.prior(), provenance(counts.rows()));
  }

  private Provenance provenance(long complete) {
    return Provenance.of(
        "Bayesian network",
        ImmutableMap.of(
            "graph", graph.toString(),
            "options", options.toString(),
            "rows used", Long.toString(complete)),
        dataProvenance(graph, table));
  }

  /** Of the columns that are observed nodes. */
  static Provenance dataProvenance(CausalGraph graph, Table table) {
    List<Column.Discrete> columns = new ArrayList<>();
    graph.observed().forEach(node -> columns.add(SufficientStatistics.discrete(table, node)));
    return Provenance.of(
        "table",
        ImmutableMap.of(
            "columns", String.join(", ", graph.observed()),
            "rows", Integer.toString(table.rows()),
            "content", Fingerprint.ofColumns(ImmutableList.copyOf(columns))));
  }
}
