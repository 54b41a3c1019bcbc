package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.causal4j.graph.Do;
import org.jspecify.annotations.Nullable;

/**
 * The network that a question is put to, and what was done to it before: names the condition in
 * answers, refuses evidence on variables intervened upon, and warns of interventions that cannot
 * matter.
 *
 * @param network after the intervention
 * @param done the intervention, null where only seeing is asked
 */
record Inquiry(BayesianNetwork network, @Nullable Do done) {

  static Inquiry seeing(BayesianNetwork network) {
    return new Inquiry(network, null);
  }

  /** Evidence that may be used, or an error. */
  Evidence check(Evidence evidence) {
    if (done != null) {
      evidence.observed().keySet().forEach(this::checkObservable);
      evidence.likelihoods().keySet().forEach(this::checkObservable);
    }
    network.codes(evidence);
    network.likelihoods(evidence);
    return evidence;
  }

  /** Refuses a variable that is intervened upon. */
  void checkObservable(String variable) {
    Preconditions.checkArgument(
        done == null || !done.variables().contains(variable),
        "evidence: %s is intervened upon by %s, so it can't be observed as well",
        variable,
        done);
  }

  /** What stands behind the bar: {@code do(shown=yes), season=summer}; empty where nothing does. */
  String condition(Evidence evidence) {
    List<String> parts = new ArrayList<>();
    if (done != null) {
      parts.add(done.toString());
    }
    if (!evidence.isEmpty()) {
      parts.add(evidence.toString());
    }
    return String.join(", ", parts);
  }

  /** One for each intervened variable and target that is no descendant of it. */
  ImmutableList<String> warnings(List<String> targets) {
    ImmutableList.Builder<String> warnings = ImmutableList.builder();
    if (done != null) {
      for (String variable : done.variables()) {
        Set<String> moved = network.graph().descendants(variable);
        for (String target : targets) {
          if (!moved.contains(target)) {
            warnings.add(warning(target, variable, done));
          }
        }
      }
    }
    return warnings.build();
  }

  static String warning(String target, String variable, Do done) {
    return target
        + " is not a descendant of "
        + variable
        + " in the graph after "
        + done
        + ": intervening on "
        + variable
        + " does nothing to it";
  }
}
