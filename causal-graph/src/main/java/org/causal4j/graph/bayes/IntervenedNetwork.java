package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Provenance;
import org.causal4j.graph.Do;
import org.causal4j.graph.Intervention;

/**
 * A network after an intervention: it answers P(targets | do(…), evidence), where evidence is seen
 * after the intervention. Variables intervened upon have lost their causes. Immutable and safe to
 * share between threads.
 */
public final class IntervenedNetwork {
  private final BayesianNetwork original;
  private final BayesianNetwork network;
  private final Do done;

  private IntervenedNetwork(BayesianNetwork original, BayesianNetwork network, Do done) {
    this.original = original;
    this.network = network;
    this.done = done;
  }

  static IntervenedNetwork of(BayesianNetwork original, Do done) {
    Map<String, Intervention> byVariable = new LinkedHashMap<>();
    for (Intervention intervention : done.interventions()) {
      original.index(intervention.variable());
      byVariable.put(intervention.variable(), intervention);
    }
    List<Cpd.Tabular> cpds = new ArrayList<>();
    for (String variable : original.variables()) {
      Cpd.Tabular cpd = original.cpd(variable);
      Intervention intervention = byVariable.get(variable);
      cpds.add(intervention == null ? cpd : replaced(cpd, intervention));
    }
    Provenance provenance =
        Provenance.of(
            "intervention", ImmutableMap.of("do", done.toString()), original.provenance());
    return new IntervenedNetwork(original, BayesianNetwork.of(cpds, provenance), done);
  }

  private static Cpd.Tabular replaced(Cpd.Tabular cpd, Intervention intervention) {
    double[] row = new double[cpd.states().size()];
    Map<String, Double> distribution =
        intervention.fold(
            set -> ImmutableMap.of(set.state(), 1.0),
            shift -> {
              throw new IllegalArgumentException(
                  "intervention: "
                      + shift
                      + " shifts a number, but "
                      + cpd.variable()
                      + " is discrete; use Do.set or Do.draw");
            },
            Intervention.Draw::distribution);
    distribution.forEach(
        (state, p) -> row[Cpd.Tabular.code(cpd.variable(), cpd.states(), state)] = p);
    NetworkBuilder.normalize(row, 0, row.length);
    return new Cpd.Tabular(
        cpd.variable(),
        ImmutableList.copyOf(cpd.states()),
        ImmutableList.of(),
        ImmutableList.of(),
        row);
  }

  /** What was done. */
  public Do done() {
    return done;
  }

  /** The network in which the intervened variables have their new tables and no parents. */
  public BayesianNetwork network() {
    return network;
  }

  /** The network before the intervention. */
  public BayesianNetwork original() {
    return original;
  }

  /** A further intervention; one on a variable that has been intervened upon is refused. */
  public IntervenedNetwork intervene(Do further) {
    for (String variable : further.variables()) {
      Preconditions.checkArgument(
          !done.variables().contains(variable),
          "intervention: %s was intervened upon already, by %s",
          variable,
          done);
    }
    return of(original, done.and(further));
  }

  /** Asks for the distribution of some variables, together. */
  public Query query(String... targets) {
    return new Query(network, inquiry(), targets);
  }

  /** The approximate posterior of every variable, from one run of the method. */
  public ApproximateMarginals approximateMarginals(Evidence evidence, ApproximateMethod method) {
    return approximateMarginals(evidence, method, ProgressListener.NONE);
  }

  /**
   * The same, heard and cancelled. The listener hears several threads.
   *
   * @throws ImpossibleEvidenceException and others as {@link Query#approximate(ApproximateMethod)}
   */
  public ApproximateMarginals approximateMarginals(
      Evidence evidence, ApproximateMethod method, ProgressListener progress) {
    return ApproximateProblem.marginals(inquiry(), evidence, method, progress);
  }

  /** Asks for the most probable states of all variables. */
  public MpeQuery mpe() {
    return new MpeQuery(inquiry(), Evidence.none(), BayesianNetwork.DEFAULT_BUDGET);
  }

  /** Asks for the most probable states of some variables together, all others summed over. */
  public MapQuery map(String... variables) {
    return new MapQuery(inquiry(), variables);
  }

  /** Prepares for many questions, within {@link BayesianNetwork#DEFAULT_BUDGET}. */
  public CompiledNetwork compile() {
    return compile(BayesianNetwork.DEFAULT_BUDGET);
  }

  /**
   * Prepares for many questions.
   *
   * @throws InferenceBudgetException with the estimate, where it would take more than the budget
   */
  public CompiledNetwork compile(long budgetBytes) {
    return CompiledNetwork.of(inquiry(), budgetBytes);
  }

  private Inquiry inquiry() {
    return new Inquiry(network, done);
  }

  @Override
  public String toString() {
    return "after " + done + ": " + network;
  }
}
