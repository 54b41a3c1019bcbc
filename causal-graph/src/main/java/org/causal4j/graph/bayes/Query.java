package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.causal4j.core.ProgressListener;

/**
 * A question about some variables, given evidence. Every method gives a new question; {@link
 * #posterior()} answers it.
 *
 * <p>Only ancestors of the targets and of the evidence take part (others are barren; Shachter
 * 1986). Observed variables are sliced out of the tables, which takes what is d-separated from the
 * targets apart from them; that part is still summed, for the probability of the evidence. The sum
 * is by variable elimination. For many single variables at once see {@link CompiledNetwork}.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class Query {
  private final BayesianNetwork network;
  private final Inquiry inquiry;
  private final ImmutableList<String> targets;
  private final Evidence evidence;
  private final long budgetBytes;

  Query(BayesianNetwork network, Inquiry inquiry, String... targets) {
    this(
        network,
        inquiry,
        ImmutableList.copyOf(targets),
        Evidence.none(),
        BayesianNetwork.DEFAULT_BUDGET);
    Preconditions.checkArgument(targets.length > 0, "targets: name at least one variable");
    for (String target : targets) {
      network.index(target);
    }
    Preconditions.checkArgument(
        Arrays.stream(targets).distinct().count() == targets.length,
        "targets: one of %s is named twice",
        this.targets);
  }

  private Query(
      BayesianNetwork network,
      Inquiry inquiry,
      ImmutableList<String> targets,
      Evidence evidence,
      long budgetBytes) {
    this.network = network;
    this.inquiry = inquiry;
    this.targets = targets;
    this.evidence = evidence;
    this.budgetBytes = budgetBytes;
  }

  /** With a state seen; after an intervention it is seen after it. */
  public Query given(String variable, String state) {
    return given(Evidence.of(variable, state));
  }

  /** With states seen, by variable. */
  public Query given(Map<String, String> observed) {
    return given(Evidence.of(observed));
  }

  /**
   * With more evidence.
   *
   * @throws IllegalArgumentException for an unknown variable or state, a variable observed twice,
   *     or one that is intervened upon
   */
  public Query given(Evidence more) {
    Evidence all = evidence.and(inquiry.check(more));
    return new Query(network, inquiry, targets, all, budgetBytes);
  }

  /**
   * With a hint about a variable (virtual evidence).
   *
   * @param weights P(hint | state) for each state in order; only their ratios matter to the answer
   */
  public Query givenLikelihood(String variable, double... weights) {
    return given(Evidence.none().andLikelihood(variable, weights));
  }

  /** With another limit on the memory that the answer may take. */
  public Query withBudget(long bytes) {
    Preconditions.checkArgument(bytes > 0, "bytes: %s is not above 0", bytes);
    return new Query(network, inquiry, targets, evidence, bytes);
  }

  /** What the answer would take; allocates nothing large. */
  public InferencePlan plan() {
    return elimination(network.codes(evidence)).plan();
  }

  /**
   * The answer.
   *
   * @throws ImpossibleEvidenceException where the evidence has probability 0
   * @throws InferenceBudgetException with the estimate, where it would take more than the budget
   */
  public Posterior posterior() {
    int[] observed = network.codes(evidence);
    double entries = 1;
    for (String target : targets) {
      entries *= network.states(target).size();
    }
    InferencePlan.of(1, entries, entries, 8 * entries).orRefuse(budgetBytes);
    Elimination elimination = elimination(observed);
    Elimination.Joint joint = elimination.plan().orRefuse(budgetBytes).run(elimination::sum);
    double logProbability = joint.logTotal();
    if (logProbability == Double.NEGATIVE_INFINITY) {
      throw new ImpossibleEvidenceException(inquiry.condition(evidence));
    }
    return new Posterior(
        targets,
        targets.stream().map(t -> ImmutableList.copyOf(network.states(t))).toList(),
        normalized(withObserved(joint.table(), observed)),
        evidence.isEmpty() ? 0 : logProbability,
        inquiry.condition(evidence),
        inquiry.warnings(targets));
  }

  /**
   * An approximate answer by the method named, for what doesn't fit; it never takes much more
   * memory than the network itself.
   *
   * <pre>{@code
   * net.query("D").given("A", "x").approximate(LikelihoodWeighting.defaults(Seed.of(42)));
   * }</pre>
   *
   * @throws ImpossibleEvidenceException where the evidence can be seen to have probability 0
   * @throws org.causal4j.core.NotConvergedException where propagation doesn't settle, no weighted
   *     sample agrees with the evidence, or Gibbs sampling finds no state to start from
   */
  public ApproximatePosterior approximate(ApproximateMethod method) {
    return approximate(method, ProgressListener.NONE);
  }

  /** The same, heard and cancelled. The listener hears several threads. */
  public ApproximatePosterior approximate(ApproximateMethod method, ProgressListener progress) {
    return ApproximateProblem.posterior(inquiry, evidence, targets, method, budgetBytes, progress);
  }

  private Elimination elimination(int[] observed) {
    boolean[] relevant = relevant();
    List<Factor> factors = new ArrayList<>();
    for (int v = 0; v < relevant.length; v++) {
      if (relevant[v]) {
        factors.add(network.factors().get(v).restrict(observed));
      }
    }
    for (Factor likelihood : network.likelihoods(evidence)) {
      factors.add(likelihood.restrict(observed));
    }
    int[] free = targets.stream().mapToInt(network::index).filter(v -> observed[v] < 0).toArray();
    return new Elimination(network.card(), factors, free);
  }

  private boolean[] relevant() {
    List<String> wanted = new ArrayList<>(targets);
    wanted.addAll(evidence.observed().keySet());
    wanted.addAll(evidence.likelihoods().keySet());
    Set<String> ancestors = network.graph().ancestors(wanted);
    boolean[] relevant = new boolean[network.card().length];
    ancestors.forEach(name -> relevant[network.index(name)] = true);
    return relevant;
  }

  /** Puts back the targets that are observed, each with all mass on its state. */
  private double[] withObserved(double[] table, int[] observed) {
    int[] vars = targets.stream().mapToInt(network::index).toArray();
    int[] strides = Factor.denseStrides(network.card(), vars);
    int[] lengths = new int[vars.length];
    int[] freeStrides = new int[vars.length];
    int offset = 0;
    int stride = 1;
    boolean any = false;
    for (int i = vars.length - 1; i >= 0; i--) {
      boolean fixed = observed[vars[i]] >= 0;
      any |= fixed;
      offset += fixed ? observed[vars[i]] * strides[i] : 0;
      lengths[i] = fixed ? 1 : network.card()[vars[i]];
      freeStrides[i] = fixed ? 0 : strides[i];
      stride *= network.card()[vars[i]];
    }
    if (!any) {
      return table;
    }
    double[] full = new double[stride];
    new TableLoops(lengths, freeStrides, offset).sum(table, full);
    return full;
  }

  private static double[] normalized(double[] table) {
    double sum = 0;
    for (double value : table) {
      sum += value;
    }
    for (int i = 0; i < table.length; i++) {
      table[i] /= sum;
    }
    return table;
  }

  /** The question, as {@code P(buy | do(shown=yes))}. */
  @Override
  public String toString() {
    String condition = inquiry.condition(evidence);
    return "P(" + String.join(", ", targets) + (condition.isEmpty() ? "" : " | " + condition) + ")";
  }
}
