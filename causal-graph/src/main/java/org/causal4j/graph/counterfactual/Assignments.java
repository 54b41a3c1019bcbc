package org.causal4j.graph.counterfactual;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.causal4j.graph.identify.ProbabilityTable;

/** All combinations of states of some variables of a table. */
record Assignments(ProbabilityTable table, List<String> variables) {

  /** Each combination in a map of its own. */
  void forEach(Consumer<Map<String, String>> action) {
    visit(0, new HashMap<>(), action);
  }

  private void visit(int at, Map<String, String> values, Consumer<Map<String, String>> action) {
    if (at == variables.size()) {
      action.accept(new HashMap<>(values));
      return;
    }
    for (String state : table.states(variables.get(at))) {
      values.put(variables.get(at), state);
      visit(at + 1, values, action);
    }
  }
}
