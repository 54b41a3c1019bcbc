package org.causal4j.graph.identify;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.causal4j.core.data.Table;
import org.causal4j.graph.bayes.BayesianNetwork;

/**
 * Where the probabilities of an {@link Expr} come from when it is evaluated: a joint table, tables
 * of experiments, a Bayesian network, or the frequencies of data.
 *
 * <p>Implementations are free of side effects, so that they can be shared between threads.
 */
public interface Distributions {

  /**
   * The states of a variable.
   *
   * @throws IllegalArgumentException where there is no such variable
   */
  List<String> states(String variable);

  /**
   * P(variables; do(done)) as a table over done and then the variables, both in the order given;
   * with no variables, ones.
   *
   * @param domain the population, as in {@link Expr.Probability}
   * @throws IllegalArgumentException where this distribution is not known
   */
  ProbabilityTable marginal(String domain, List<String> done, List<String> variables);

  /** Of an observed joint distribution, without experiments. */
  static Distributions of(ProbabilityTable joint) {
    return new Tabulated(Map.of(new Regime("", Set.of()), joint));
  }

  /** Of a Bayesian network, with every experiment on its variables. */
  static Distributions of(BayesianNetwork network) {
    return new NetworkDistributions(network);
  }

  /**
   * The frequencies in a table whose columns are all discrete and complete, without experiments.
   *
   * @throws IllegalArgumentException where a column is continuous or misses cells, or there are no
   *     rows
   */
  static Distributions of(Table table) {
    return Frequencies.of(table, table.names());
  }

  /** Of tables, one for each regime: each over what is set and what is then measured. */
  static Distributions of(Map<Regime, ProbabilityTable> tables) {
    return new Tabulated(tables);
  }

  /** Tables by regime. */
  final class Tabulated implements Distributions {
    private final Map<Regime, ProbabilityTable> tables;

    private Tabulated(Map<Regime, ProbabilityTable> tables) {
      this.tables = new LinkedHashMap<>(tables);
      Preconditions.checkArgument(!tables.isEmpty(), "tables: there is none");
      this.tables.forEach(
          (regime, table) ->
              Preconditions.checkArgument(
                  table.variables().containsAll(regime.done()),
                  "tables: the one of %s lacks what is set; it has %s",
                  regime,
                  table.variables()));
    }

    @Override
    public List<String> states(String variable) {
      for (ProbabilityTable table : tables.values()) {
        if (table.variables().contains(variable)) {
          return table.states(variable);
        }
      }
      return tables.values().iterator().next().states(variable);
    }

    @Override
    public ProbabilityTable marginal(String domain, List<String> done, List<String> variables) {
      Regime regime = new Regime(domain, Set.copyOf(done));
      ProbabilityTable table = tables.get(regime);
      Preconditions.checkArgument(
          table != null, "distributions: %s is needed, and there is %s", regime, tables.keySet());
      List<String> keep = new ArrayList<>(done);
      keep.addAll(variables);
      return table.marginal(keep, regime.done());
    }

    @Override
    public String toString() {
      return "distributions " + tables.keySet();
    }
  }
}
