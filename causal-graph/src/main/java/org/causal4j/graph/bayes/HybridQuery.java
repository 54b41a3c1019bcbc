package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.causal4j.graph.Intervention;

/**
 * A question about some variables of a {@link HybridNetwork}, given states and numbers. Every
 * method gives a new question; {@link #posterior()} answers it. Immutable and safe to share between
 * threads.
 */
public final class HybridQuery {
  private final HybridNetwork network;
  private final ImmutableList<String> targets;
  private final Evidence states;
  private final ImmutableMap<String, Double> numbers;
  private final long budgetBytes;

  HybridQuery(HybridNetwork network, String... targets) {
    this(
        network,
        ImmutableList.copyOf(targets),
        Evidence.none(),
        ImmutableMap.of(),
        BayesianNetwork.DEFAULT_BUDGET);
    Preconditions.checkArgument(targets.length > 0, "targets: name at least one variable");
    for (String target : targets) {
      network.cpd(target);
    }
    Preconditions.checkArgument(
        Arrays.stream(targets).distinct().count() == targets.length,
        "targets: one of %s is named twice",
        this.targets);
  }

  private HybridQuery(
      HybridNetwork network,
      ImmutableList<String> targets,
      Evidence states,
      ImmutableMap<String, Double> numbers,
      long budgetBytes) {
    this.network = network;
    this.targets = targets;
    this.states = states;
    this.numbers = numbers;
    this.budgetBytes = budgetBytes;
  }

  /** With a state seen, or the number written out where the variable is continuous. */
  public HybridQuery given(String variable, String state) {
    if (!network.isDiscrete(variable)) {
      return given(variable, HybridNetwork.number(variable, state));
    }
    refuseDone(variable);
    network.discretePart().code(variable, state);
    return new HybridQuery(network, targets, states.and(variable, state), numbers, budgetBytes);
  }

  /** With states and written numbers seen, by variable. */
  public HybridQuery given(Map<String, String> observed) {
    HybridQuery query = this;
    for (Map.Entry<String, String> one : observed.entrySet()) {
      query = query.given(one.getKey(), one.getValue());
    }
    return query;
  }

  /**
   * With a number seen.
   *
   * @throws IllegalArgumentException for a discrete or unknown variable, one seen already or
   *     intervened upon, or a number that isn't finite
   */
  public HybridQuery given(String variable, double value) {
    Preconditions.checkArgument(
        !network.isDiscrete(variable), "evidence: %s is discrete; give a state", variable);
    Preconditions.checkArgument(
        Double.isFinite(value), "evidence: %s of %s is not finite", value, variable);
    Preconditions.checkArgument(
        !numbers.containsKey(variable), "evidence: %s is observed twice", variable);
    refuseDone(variable);
    Map<String, Double> all = new LinkedHashMap<>(numbers);
    all.put(variable, value);
    return new HybridQuery(network, targets, states, ImmutableMap.copyOf(all), budgetBytes);
  }

  /** With a hint about a discrete variable; see {@link Query#givenLikelihood}. */
  public HybridQuery givenLikelihood(String variable, double... weights) {
    Preconditions.checkArgument(
        network.isDiscrete(variable), "likelihood: %s is continuous", variable);
    refuseDone(variable);
    Evidence all = states.andLikelihood(variable, weights);
    network.discretePart().likelihoods(all);
    return new HybridQuery(network, targets, all, numbers, budgetBytes);
  }

  /** With another limit on the memory that the answer may take. */
  public HybridQuery withBudget(long bytes) {
    Preconditions.checkArgument(bytes > 0, "bytes: %s is not above 0", bytes);
    return new HybridQuery(network, targets, states, numbers, bytes);
  }

  private void refuseDone(String variable) {
    network
        .done()
        .ifPresent(
            done ->
                Preconditions.checkArgument(
                    !done.variables().contains(variable),
                    "evidence: %s is intervened upon by %s, so it can't be observed as well",
                    variable,
                    done));
  }

  /**
   * The answer. Cost: the exact discrete answer over the discrete variables that matter to the
   * continuous ones, and for each of their combinations the cube of the continuous variables that
   * take part.
   *
   * @throws ImpossibleEvidenceException where the states seen have probability 0
   * @throws IllegalArgumentException where a number is seen of a variable that has no variance left
   *     given the other numbers, so that it has no density
   * @throws InferenceBudgetException with the estimate, where it would take more than the budget
   */
  public HybridPosterior posterior() {
    return new HybridInference(network, targets, states, numbers, budgetBytes)
        .run(condition(), warnings());
  }

  private String condition() {
    List<String> parts = new ArrayList<>();
    network.done().ifPresent(done -> parts.add(done.toString()));
    if (!states.isEmpty()) {
      parts.add(states.toString());
    }
    numbers.forEach(
        (variable, value) -> parts.add(variable + "=" + ShortNumbers.probability(value)));
    return String.join(", ", parts);
  }

  private ImmutableList<String> warnings() {
    ImmutableList.Builder<String> warnings = ImmutableList.builder();
    network
        .done()
        .ifPresent(
            done -> {
              for (Intervention one : done.interventions()) {
                Set<String> moved = network.graph().descendants(one.variable());
                for (String target : targets) {
                  if (!moved.contains(target)) {
                    warnings.add(Inquiry.warning(target, one.variable(), done));
                  }
                }
              }
            });
    return warnings.build();
  }

  /** The question, as {@code P(spend | do(shown=yes), price=9.5)}. */
  @Override
  public String toString() {
    String condition = condition();
    return "P(" + String.join(", ", targets) + (condition.isEmpty() ? "" : " | " + condition) + ")";
  }
}
