package org.causal4j.graph.bayes;

import java.util.List;
import java.util.stream.Collectors;

/** Writes UAI: names become numbers, in the order of the network. */
final class UaiWriter {
  private UaiWriter() {}

  static String bayes(BayesianNetwork network) {
    StringBuilder out = new StringBuilder("BAYES\n");
    sizes(out, network.variables(), network.variables().stream().map(network::states).toList());
    out.append(network.variables().size()).append('\n');
    for (int v = 0; v < network.variables().size(); v++) {
      List<String> parents = network.cpd(network.variables().get(v)).parents();
      out.append(parents.size() + 1);
      parents.forEach(parent -> out.append(' ').append(network.index(parent)));
      out.append(' ').append(v).append('\n');
    }
    for (String variable : network.variables()) {
      Cpd.Tabular cpd = network.cpd(variable);
      table(out, cpd.table(), cpd.states().size());
    }
    return out.toString();
  }

  static String markov(MarkovNetwork network) {
    StringBuilder out = new StringBuilder("MARKOV\n");
    sizes(out, network.variables(), network.variables().stream().map(network::states).toList());
    out.append(network.factors().size()).append('\n');
    for (MarkovNetwork.Potential factor : network.factors()) {
      out.append(factor.scope().size());
      factor.scope().forEach(v -> out.append(' ').append(network.index(v)));
      out.append('\n');
    }
    for (MarkovNetwork.Potential factor : network.factors()) {
      List<String> scope = factor.scope();
      int last = scope.isEmpty() ? 1 : network.states(scope.get(scope.size() - 1)).size();
      table(out, factor.table(), last);
    }
    return out.toString();
  }

  private static void sizes(StringBuilder out, List<String> variables, List<List<String>> states) {
    out.append(variables.size()).append('\n');
    out.append(
        states.stream().map(of -> Integer.toString(of.size())).collect(Collectors.joining(" ")));
    out.append('\n');
  }

  private static void table(StringBuilder out, double[] table, int columns) {
    out.append('\n').append(table.length).append('\n');
    for (int i = 0; i < table.length; i++) {
      out.append(table[i]).append((i + 1) % columns == 0 ? '\n' : ' ');
    }
  }
}
