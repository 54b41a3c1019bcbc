package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks for the most probable explanation: the states of all variables that are most probable
 * together, given evidence. That is not the same as the most probable state of each one. By
 * elimination with maxima (Dechter 1999), in logarithms. Every method gives a new question; {@link
 * #find()} answers it. Immutable and safe to share between threads.
 */
public final class MpeQuery {
  private final Inquiry inquiry;
  private final Evidence evidence;
  private final long budgetBytes;

  MpeQuery(Inquiry inquiry, Evidence evidence, long budgetBytes) {
    this.inquiry = inquiry;
    this.evidence = evidence;
    this.budgetBytes = budgetBytes;
  }

  /** With a state seen. */
  public MpeQuery given(String variable, String state) {
    return given(Evidence.of(variable, state));
  }

  /** With states seen, by variable. */
  public MpeQuery given(Map<String, String> observed) {
    return given(Evidence.of(observed));
  }

  /** With more evidence. */
  public MpeQuery given(Evidence more) {
    return new MpeQuery(inquiry, evidence.and(inquiry.check(more)), budgetBytes);
  }

  /** With a hint about a variable: a weight for each of its states. */
  public MpeQuery givenLikelihood(String variable, double... weights) {
    return given(Evidence.none().andLikelihood(variable, weights));
  }

  /** With another limit on the memory that the answer may take. */
  public MpeQuery withBudget(long bytes) {
    Preconditions.checkArgument(bytes > 0, "bytes: %s is not above 0", bytes);
    return new MpeQuery(inquiry, evidence, bytes);
  }

  /**
   * The answer. Where several are equally probable, one of them, always the same.
   *
   * @throws ImpossibleEvidenceException where the evidence has probability 0
   * @throws InferenceBudgetException with the estimate, where it would take more than the budget
   */
  public MostProbable find() {
    BayesianNetwork network = inquiry.network();
    int[] observed = network.codes(evidence);
    List<Factor> factors = new ArrayList<>();
    network.factors().forEach(factor -> factors.add(factor.restrict(observed)));
    network.likelihoods(evidence).forEach(factor -> factors.add(factor.restrict(observed)));
    Elimination elimination = new Elimination(network.card(), factors);
    int[] states =
        elimination
            .planOfArgMax()
            .orRefuse(budgetBytes)
            .run(() -> Optional.ofNullable(elimination.argMax()))
            .orElseThrow(() -> new ImpossibleEvidenceException(inquiry.condition(evidence)));
    ImmutableMap.Builder<String, String> named = ImmutableMap.builder();
    for (int v = 0; v < states.length; v++) {
      states[v] = observed[v] >= 0 ? observed[v] : states[v];
      String variable = network.variables().get(v);
      named.put(variable, network.states(variable).get(states[v]));
    }
    return new MostProbable(
        named.buildOrThrow(), network.logProbability(states), inquiry.condition(evidence));
  }

  @Override
  public String toString() {
    String condition = inquiry.condition(evidence);
    return "most probable explanation" + (condition.isEmpty() ? "" : " given " + condition);
  }
}
