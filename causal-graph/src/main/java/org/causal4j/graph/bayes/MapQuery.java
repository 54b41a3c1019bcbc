package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Asks for the states of some variables that are most probable together, given evidence, when all
 * others are summed over (maximum a posteriori). They need not be those that the same variables
 * have in the most probable explanation of {@link MpeQuery}.
 *
 * <p>By elimination: the others are summed out first, then the maximum is taken (Park and Darwiche
 * 2004, "Complexity results and approximation strategies for MAP explanations", section 3), in
 * logarithms. That order costs: tables may be much larger than those of a posterior or of the most
 * probable explanation. Every method gives a new question; {@link #find()} answers it. Immutable
 * and safe to share between threads.
 */
public final class MapQuery {
  private final Inquiry inquiry;
  private final ImmutableList<String> variables;
  private final Evidence evidence;
  private final long budgetBytes;

  MapQuery(Inquiry inquiry, String... variables) {
    this(inquiry, ImmutableList.copyOf(variables), Evidence.none(), BayesianNetwork.DEFAULT_BUDGET);
    Preconditions.checkArgument(variables.length > 0, "variables: name at least one");
    for (String variable : variables) {
      inquiry.network().index(variable);
    }
    Preconditions.checkArgument(
        Arrays.stream(variables).distinct().count() == variables.length,
        "variables: one of %s is named twice",
        this.variables);
  }

  private MapQuery(
      Inquiry inquiry, ImmutableList<String> variables, Evidence evidence, long budgetBytes) {
    this.inquiry = inquiry;
    this.variables = variables;
    this.evidence = evidence;
    this.budgetBytes = budgetBytes;
  }

  /** With a state seen. */
  public MapQuery given(String variable, String state) {
    return given(Evidence.of(variable, state));
  }

  /** With states seen, by variable. */
  public MapQuery given(Map<String, String> observed) {
    return given(Evidence.of(observed));
  }

  /** With more evidence. */
  public MapQuery given(Evidence more) {
    return new MapQuery(inquiry, variables, evidence.and(inquiry.check(more)), budgetBytes);
  }

  /** With a hint about a variable: a weight for each of its states. */
  public MapQuery givenLikelihood(String variable, double... weights) {
    return given(Evidence.none().andLikelihood(variable, weights));
  }

  /** With another limit on the memory that the answer may take. */
  public MapQuery withBudget(long bytes) {
    Preconditions.checkArgument(bytes > 0, "bytes: %s is not above 0", bytes);
    return new MapQuery(inquiry, variables, evidence, bytes);
  }

  /**
   * The answer. Where several are equally probable, one of them, always the same.
   *
   * @throws ImpossibleEvidenceException where the evidence has probability 0
   * @throws InferenceBudgetException with the estimate, where it would take more than the budget
   */
  public MostProbable find() {
    BayesianNetwork network = inquiry.network();
    int[] chosen = variables.stream().mapToInt(network::index).toArray();
    int[] observed = network.codes(evidence);
    int[] given = concerned(network);
    List<Factor> factors = restricted(network.relevantFactors(chosen, given), observed);
    factors.addAll(restricted(network.likelihoods(evidence), observed));
    int[] free = Arrays.stream(chosen).filter(v -> observed[v] < 0).toArray();
    Elimination sum = new Elimination(network.card(), factors, free);
    Elimination.Remainder remainder =
        sum.planOfRemainder().orRefuse(budgetBytes).run(sum::logRemainder);
    Elimination max = Elimination.of(network.card(), remainder);
    int[] states =
        Optional.of(remainder)
            .filter(left -> left.logScale() > Double.NEGATIVE_INFINITY)
            .flatMap(
                left ->
                    max.planOfArgMax()
                        .orRefuse(budgetBytes)
                        .run(() -> Optional.ofNullable(max.argMax())))
            .orElseThrow(() -> new ImpossibleEvidenceException(inquiry.condition(evidence)));
    int[] all = observed.clone();
    ImmutableMap.Builder<String, String> named = ImmutableMap.builder();
    for (int v : chosen) {
      all[v] = observed[v] >= 0 ? observed[v] : Math.max(0, states[v]);
      String variable = network.variables().get(v);
      named.put(variable, network.states(variable).get(all[v]));
    }
    return new MostProbable(
        named.buildOrThrow(), logProbability(network, chosen, all), inquiry.condition(evidence));
  }

  /** The variables that the evidence is about. */
  private int[] concerned(BayesianNetwork network) {
    List<String> names = new ArrayList<>(evidence.observed().keySet());
    names.addAll(evidence.likelihoods().keySet());
    return names.stream().mapToInt(network::index).toArray();
  }

  private double logProbability(BayesianNetwork network, int[] chosen, int[] states) {
    int[] seen = IntStream.range(0, states.length).filter(v -> states[v] >= 0).toArray();
    Elimination rest =
        new Elimination(network.card(), restricted(network.relevantFactors(chosen, seen), states));
    return rest.plan().orRefuse(budgetBytes).run(rest::sum).logTotal();
  }

  private static List<Factor> restricted(List<Factor> factors, int[] observed) {
    List<Factor> restricted = new ArrayList<>();
    factors.forEach(factor -> restricted.add(factor.restrict(observed)));
    return restricted;
  }

  @Override
  public String toString() {
    String condition = inquiry.condition(evidence);
    return "most probable states of "
        + String.join(", ", variables)
        + (condition.isEmpty() ? "" : " given " + condition);
  }
}
