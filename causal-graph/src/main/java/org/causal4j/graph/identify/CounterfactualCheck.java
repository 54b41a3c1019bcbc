package org.causal4j.graph.identify;

import java.util.Optional;
import org.causal4j.graph.CausalGraph;

/** The rules of counterfactuals, for {@link DerivationChecker}. */
final class CounterfactualCheck {
  private CounterfactualCheck() {}

  static Optional<String> problem(CausalGraph graph, Step step) {
    return Optional.of("no rule of this graph " + graph + " allows " + step.rule());
  }
}
