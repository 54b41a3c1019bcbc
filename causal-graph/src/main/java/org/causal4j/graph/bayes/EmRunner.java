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
import java.util.SplittableRandom;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Provenance;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.graph.CausalGraph;

/** EM over several starts. For one fit. */
final class EmRunner {
  private final CausalGraph graph;
  private final FitOptions options;
  private final ExpectationMaximization em;
  private final int rows;
  private final ImmutableMap<String, ImmutableList<String>> states;
  private final List<String> names;
  private final IncompleteData data;
  private final ExpectedCounts expected;
  private final Provenance source;

  EmRunner(CausalGraph graph, Table table, FitOptions options, ExpectationMaximization em) {
    this.graph = graph;
    this.options = options;
    this.em = em;
    SufficientStatistics.checkGraph(graph);
    for (String latent : graph.latents()) {
      Preconditions.checkArgument(
          em.latentStates().containsKey(latent),
          "graph: the node %s is latent; tell its states by withLatent(\"%s\", 2)",
          latent,
          latent);
    }
    for (String named : em.latentStates().keySet()) {
      Preconditions.checkArgument(
          graph.latents().contains(named),
          "latentStates: '%s' is no latent node of the graph, which has %s",
          named,
          graph.latents());
    }
    Preconditions.checkArgument(table.rows() > 0, "table: has no rows");
    this.names = graph.nodes();
    this.rows = table.rows();
    Map<String, ImmutableList<String>> byName = new LinkedHashMap<>();
    Column.Discrete[] columns = new Column.Discrete[names.size()];
    for (int v = 0; v < columns.length; v++) {
      String name = names.get(v);
      if (graph.isLatent(name)) {
        byName.put(name, Objects.requireNonNull(em.latentStates().get(name)));
      } else {
        columns[v] = observed(table, name);
        byName.put(name, columns[v].states());
      }
    }
    this.states = ImmutableMap.copyOf(byName);
    SufficientStatistics.of(graph, states); // refuses tables that are too large
    this.source = NetworkFitter.dataProvenance(graph, table);
    int[] card = names.stream().mapToInt(this::count).toArray();
    int[][] scopes = new int[card.length][];
    for (int v = 0; v < scopes.length; v++) {
      int[] parents = graph.parents(names.get(v)).stream().mapToInt(names::indexOf).toArray();
      scopes[v] = Arrays.copyOf(parents, parents.length + 1);
      scopes[v][parents.length] = v;
    }
    this.data =
        IncompleteData.of(
            card,
            scopes,
            rows,
            (row, into) -> {
              for (int v = 0; v < into.length; v++) {
                into[v] = columns[v] == null ? -1 : columns[v].code(row);
              }
            });
    this.expected = new ExpectedCounts(data);
  }

  private static Column.Discrete observed(Table table, String name) {
    Preconditions.checkArgument(
        table.has(name),
        "table: has no column '%s' of the graph among %s; mark the node latent if it is hidden",
        name,
        table.names());
    return SufficientStatistics.discrete(table, name);
  }

  private int count(String name) {
    return Objects.requireNonNull(states.get(name)).size();
  }

  /** A run and the counts it ended with. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
  private record Ended(EmFit.Run run, double[][] counts) {}

  EmFit run(ProgressListener progress) {
    List<EmFit.Run> runs = new ArrayList<>();
    Ended best = null;
    int bestPlace = 0;
    for (int restart = 0; restart < em.restarts(); restart++) {
      progress.step("EM restarts", restart, em.restarts());
      Ended ended = run(em.seed().derive(restart), progress);
      if (best == null || ended.run.objective() > best.run.objective()) {
        best = ended;
        bestPlace = restart;
      }
      runs.add(ended.run);
    }
    progress.step("EM restarts", em.restarts(), em.restarts());
    Objects.requireNonNull(best);
    sortLatentStates(best.counts);
    return new EmFit(network(best), ImmutableList.copyOf(runs), bestPlace);
  }

  /** From a start: the tables get better until they don't any more. */
  private Ended run(Seed seed, ProgressListener progress) {
    double[][] counts = start(seed);
    double[][] tables = new double[counts.length][];
    for (int v = 0; v < counts.length; v++) {
      tables[v] = counts[v].clone();
      divide(v, tables[v], counts[v], 0);
    }
    List<Double> objectives = new ArrayList<>();
    double logLikelihood = Double.NEGATIVE_INFINITY;
    boolean converged = false;
    while (!converged && objectives.size() < em.maxIterations()) {
      progress.step("EM", objectives.size(), em.maxIterations());
      logLikelihood = expected.run(tables, counts);
      double objective = logLikelihood + logPrior(tables);
      if (!objectives.isEmpty()) {
        double gain = objective - objectives.get(objectives.size() - 1);
        converged = gain < em.tolerance() * rows;
      }
      objectives.add(objective);
      for (int v = 0; v < counts.length; v++) {
        divide(v, tables[v], counts[v], pseudoCount(v));
      }
    }
    EmFit.Run run = new EmFit.Run(logLikelihood, ImmutableList.copyOf(objectives), converged);
    return new Ended(run, counts);
  }

  /**
   * What complete families count, and a random number, exponential of mean 1, for each entry: a
   * random distribution where nothing was seen.
   */
  private double[][] start(Seed seed) {
    SplittableRandom random = seed.random();
    double[][] start = new double[data.complete.length][];
    for (int v = 0; v < start.length; v++) {
      start[v] = data.complete[v].clone();
      for (int i = 0; i < start[v].length; i++) {
        start[v][i] -= Math.log(1 - random.nextDouble());
      }
    }
    return start;
  }

  private double pseudoCount(int v) {
    int columns = data.card[v];
    return options.prior().pseudoCount(columns, data.complete[v].length / columns);
  }

  /** The M-step for a family; a row that nothing is expected in keeps its distribution. */
  private void divide(int v, double[] table, double[] counts, double pseudo) {
    int columns = data.card[v];
    for (int from = 0; from < table.length; from += columns) {
      double total = 0;
      for (int s = from; s < from + columns; s++) {
        total += counts[s] + pseudo;
      }
      for (int s = from; total > 0 && s < from + columns; s++) {
        table[s] = (counts[s] + pseudo) / total;
      }
    }
  }

  private double logPrior(double[][] tables) {
    double sum = 0;
    for (int v = 0; v < tables.length; v++) {
      double pseudo = pseudoCount(v);
      for (int i = 0; pseudo > 0 && i < tables[v].length; i++) {
        sum += pseudo * Math.log(tables[v][i]);
      }
    }
    return sum;
  }

  // -- the order of latent states ----------------------------------------------------------------

  private void sortLatentStates(double[][] counts) {
    for (String latent : graph.latents()) {
      int v = names.indexOf(latent);
      double[] total = new double[data.card[v]];
      for (int i = 0; i < counts[v].length; i++) {
        total[i % total.length] += counts[v][i];
      }
      Integer[] order = new Integer[total.length];
      Arrays.setAll(order, s -> s);
      Arrays.sort(order, (a, b) -> Double.compare(total[b], total[a]));
      for (int f = 0; f < counts.length; f++) {
        for (int place = 0; place < data.scopes[f].length; place++) {
          if (data.scopes[f][place] == v) {
            counts[f] = permuted(counts[f], data.strides[f][place], order);
          }
        }
      }
    }
  }

  private static double[] permuted(double[] table, int stride, Integer[] order) {
    double[] out = new double[table.length];
    for (int i = 0; i < out.length; i++) {
      int state = i / stride % order.length;
      out[i] = table[i + (order[state] - state) * stride];
    }
    return out;
  }

  private BayesianNetwork network(Ended ended) {
    Provenance provenance =
        Provenance.of(
            "Bayesian network",
            ImmutableMap.of(
                "graph", graph.toString(),
                "options", options.toString(),
                "rows used", Integer.toString(rows),
                "iterations", Integer.toString(ended.run.iterations()),
                "log-likelihood", Double.toString(ended.run.logLikelihood())),
            source);
    return SufficientStatistics.of(graph, states)
        .withCounts(ended.counts)
        .network(options.prior(), provenance);
  }
}
