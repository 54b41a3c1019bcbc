package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A question to a {@link MarkovNetwork}, answered by variable elimination. Every method but the
 * last ones gives a new question. Immutable and safe to share between threads.
 */
public final class MarkovQuery {
  private final MarkovNetwork network;
  private final ImmutableList<String> targets;
  private final Evidence evidence;
  private final long budgetBytes;

  MarkovQuery(MarkovNetwork network, String[] targets, Evidence evidence, long budgetBytes) {
    this(network, ImmutableList.copyOf(targets), evidence, budgetBytes);
    for (String target : targets) {
      network.index(target);
    }
    Preconditions.checkArgument(
        Arrays.stream(targets).distinct().count() == targets.length,
        "targets: %s names one twice",
        this.targets);
  }

  private MarkovQuery(
      MarkovNetwork network, ImmutableList<String> targets, Evidence evidence, long budgetBytes) {
    this.network = network;
    this.targets = targets;
    this.evidence = evidence;
    this.budgetBytes = budgetBytes;
  }

  /** With a state seen. */
  public MarkovQuery given(String variable, String state) {
    return given(Evidence.of(variable, state));
  }

  /** With more evidence. */
  public MarkovQuery given(Evidence more) {
    Evidence both = evidence.and(more);
    codes(both);
    likelihoods(both);
    return new MarkovQuery(network, targets, both, budgetBytes);
  }

  /** With another limit on the memory that the answer may take. */
  public MarkovQuery withBudget(long bytes) {
    Preconditions.checkArgument(bytes > 0, "bytes: %s is not above 0", bytes);
    return new MarkovQuery(network, targets, evidence, bytes);
  }

  /**
   * The natural logarithm of the sum of the product over all states that agree with the evidence.
   *
   * @throws ImpossibleEvidenceException where that is 0
   * @throws InferenceBudgetException with the estimate, where it would take more than the budget
   */
  public double logPartition() {
    Elimination.Joint joint = sum(evidence);
    return joint.logTotal() + network.logScale();
  }

  /**
   * The distribution of the targets. Its {@link Posterior#logProbabilityOfEvidence()} is the
   * difference of two {@link #logPartition()}, with and without evidence.
   *
   * @throws ImpossibleEvidenceException where the evidence has probability 0
   * @throws InferenceBudgetException with the estimate, where it would take more than the budget
   */
  public Posterior posterior() {
    Preconditions.checkArgument(!targets.isEmpty(), "targets: none; name them in query(…)");
    int[] observed = codes(evidence);
    for (String target : targets) {
      Preconditions.checkArgument(
          observed[network.index(target)] < 0, "targets: %s is observed", target);
    }
    int[] keep = targets.stream().mapToInt(network::index).toArray();
    double entries = Factor.size(network.card(), keep);
    InferencePlan.of(1, entries, entries, 8 * entries).orRefuse(budgetBytes);
    Elimination.Joint joint = sum(evidence, keep);
    double total = Arrays.stream(joint.table()).sum();
    double[] table = Arrays.stream(joint.table()).map(value -> value / total).toArray();
    double logProbability =
        evidence.isEmpty() ? 0 : joint.logTotal() - sum(Evidence.none()).logTotal();
    return new Posterior(
        targets,
        targets.stream().map(t -> ImmutableList.copyOf(network.states(t))).toList(),
        table,
        logProbability,
        evidence.isEmpty() ? "" : evidence.toString(),
        ImmutableList.of());
  }

  /**
   * The states of all variables that are most probable together, given the evidence. Where several
   * are equally probable, one of them, always the same.
   *
   * @throws ImpossibleEvidenceException where the evidence has probability 0
   * @throws InferenceBudgetException with the estimate, where it would take more than the budget
   */
  public MostProbable mostProbable() {
    int[] observed = codes(evidence);
    Elimination elimination = elimination(evidence);
    int[] states =
        elimination
            .planOfArgMax()
            .orRefuse(budgetBytes)
            .run(() -> Optional.ofNullable(elimination.argMax()))
            .orElseThrow(() -> new ImpossibleEvidenceException(evidence.toString()));
    ImmutableMap.Builder<String, String> named = ImmutableMap.builder();
    for (int v = 0; v < states.length; v++) {
      states[v] = observed[v] >= 0 ? observed[v] : states[v];
      String variable = network.variables().get(v);
      named.put(variable, network.states(variable).get(states[v]));
    }
    double log = -sum(Evidence.none()).logTotal();
    for (Factor factor : network.scaled()) {
      log += Math.log(factor.restrict(states).table()[factor.restrict(states).offset()]);
    }
    return new MostProbable(
        named.buildOrThrow(), log, evidence.isEmpty() ? "" : evidence.toString());
  }

  private Elimination.Joint sum(Evidence given, int... keep) {
    Elimination elimination = elimination(given, keep);
    Elimination.Joint joint = elimination.plan().orRefuse(budgetBytes).run(elimination::sum);
    if (joint.logTotal() == Double.NEGATIVE_INFINITY) {
      throw new ImpossibleEvidenceException(
          given.isEmpty() ? "any state of all variables together" : given.toString());
    }
    return joint;
  }

  private Elimination elimination(Evidence given, int... keep) {
    int[] observed = codes(given);
    List<Factor> factors = new ArrayList<>();
    network.scaled().forEach(factor -> factors.add(factor.restrict(observed)));
    likelihoods(given).forEach(factor -> factors.add(factor.restrict(observed)));
    return new Elimination(network.card(), factors, keep);
  }

  private int[] codes(Evidence given) {
    int[] codes = new int[network.card().length];
    Arrays.fill(codes, -1);
    given
        .observed()
        .forEach(
            (variable, state) ->
                codes[network.index(variable)] =
                    Cpd.Tabular.code(variable, network.states(variable), state));
    return codes;
  }

  private List<Factor> likelihoods(Evidence given) {
    List<Factor> list = new ArrayList<>();
    given
        .likelihoods()
        .forEach(
            (variable, weights) -> {
              int v = network.index(variable);
              Preconditions.checkArgument(
                  weights.size() == network.card()[v],
                  "likelihood: %s weights were given for %s's states %s",
                  weights.size(),
                  variable,
                  network.states(variable));
              double[] table = weights.stream().mapToDouble(Double::doubleValue).toArray();
              list.add(Factor.dense(network.card(), new int[] {v}, table));
            });
    return list;
  }

  /** The question, as {@code P(a | b=1)}. */
  @Override
  public String toString() {
    return "P(" + String.join(", ", targets) + (evidence.isEmpty() ? "" : " | " + evidence) + ")";
  }
}
