package org.causal4j.graph.identify;

import com.google.common.base.Preconditions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.causal4j.graph.Do;
import org.causal4j.graph.bayes.BayesianNetwork;
import org.causal4j.graph.bayes.Posterior;

/** The distributions of a Bayesian network, observed and under intervention. */
final class NetworkDistributions implements Distributions {
  private final BayesianNetwork network;

  NetworkDistributions(BayesianNetwork network) {
    this.network = network;
  }

  @Override
  public List<String> states(String variable) {
    return network.states(variable);
  }

  @Override
  public ProbabilityTable marginal(String domain, List<String> done, List<String> variables) {
    Preconditions.checkArgument(
        domain.isEmpty(), "distributions: P%s is needed, and a network has one population", domain);
    Map<String, List<String>> states = new LinkedHashMap<>();
    done.forEach(variable -> states.put(variable, states(variable)));
    int settings = states.values().stream().mapToInt(List::size).reduce(1, (a, b) -> a * b);
    variables.forEach(variable -> states.put(variable, states(variable)));
    int cells = states.values().stream().mapToInt(List::size).reduce(1, Math::multiplyExact);
    double[] values = new double[cells];
    if (variables.isEmpty()) {
      Arrays.fill(values, 1);
      return ProbabilityTable.of(states, values);
    }
    int block = cells / settings;
    for (int setting = 0; setting < settings; setting++) {
      double[] part = query(done, setting, variables);
      System.arraycopy(part, 0, values, setting * block, block);
    }
    return ProbabilityTable.of(states, values);
  }

  private double[] query(List<String> done, int setting, List<String> variables) {
    String[] targets = variables.toArray(String[]::new);
    Posterior posterior =
        done.isEmpty()
            ? network.query(targets).posterior()
            : network.intervene(setting(done, setting)).query(targets).posterior();
    Map<String, List<String>> order = new LinkedHashMap<>();
    posterior.variables().forEach(variable -> order.put(variable, states(variable)));
    return ProbabilityTable.of(order, posterior.table()).marginal(variables, Set.of()).toArray();
  }

  private Do setting(List<String> done, int setting) {
    List<Do> all = new ArrayList<>();
    int rest = setting;
    for (int i = done.size() - 1; i >= 0; i--) {
      List<String> states = states(done.get(i));
      all.add(Do.set(done.get(i), states.get(rest % states.size())));
      rest /= states.size();
    }
    return all.stream().reduce(Do::and).orElseThrow();
  }

  @Override
  public String toString() {
    return "distributions of " + network.variables().size() + " variables of a network";
  }
}
