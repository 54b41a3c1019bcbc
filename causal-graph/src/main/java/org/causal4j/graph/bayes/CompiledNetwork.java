package org.causal4j.graph.bayes;

import org.jspecify.annotations.Nullable;

/**
 * A network prepared for many questions: a junction tree. {@link #marginals(Evidence)} gives the
 * posterior of every single variable in one calibration, in time linear in {@link
 * InferencePlan#totalEntries()}, less what the evidence takes away.
 *
 * <p>Immutable and safe to share between threads; each call holds tables of its own, of about the
 * size that {@link #plan()} states, and threads do not change any number.
 */
public final class CompiledNetwork {
  private final Inquiry inquiry;
  private final JunctionTree tree;
  private final Factor[][] potentials;
  private final InferencePlan plan;

  private CompiledNetwork(Inquiry inquiry, JunctionTree tree, InferencePlan plan) {
    this.inquiry = inquiry;
    this.tree = tree;
    this.plan = plan;
    this.potentials = tree.potentials();
  }

  static CompiledNetwork of(Inquiry inquiry, long budgetBytes) {
    BayesianNetwork network = inquiry.network();
    JunctionTree tree = new JunctionTree(network.card(), network.factors());
    return new CompiledNetwork(inquiry, tree, tree.plan().orRefuse(budgetBytes));
  }

  static InferencePlan plan(BayesianNetwork network) {
    return new JunctionTree(network.card(), network.factors()).plan();
  }

  /** The cliques of the junction tree, and what one calibration takes. */
  public InferencePlan plan() {
    return plan;
  }

  /** The network, after the intervention if there was one. */
  public BayesianNetwork network() {
    return inquiry.network();
  }

  /** The distribution of every variable when nothing is known. */
  public Marginals marginals() {
    return marginals(Evidence.none());
  }

  /**
   * The posterior of every variable.
   *
   * @throws ImpossibleEvidenceException where the evidence has probability 0
   * @throws IllegalArgumentException for an unknown variable or state, or evidence on a variable
   *     that is intervened upon
   */
  public Marginals marginals(Evidence evidence) {
    inquiry.check(evidence);
    BayesianNetwork network = inquiry.network();
    double @Nullable [][] likelihoods = null;
    if (!evidence.likelihoods().isEmpty()) {
      likelihoods = new double[network.card().length][];
      for (Factor factor : network.likelihoods(evidence)) {
        likelihoods[factor.vars()[0]] = factor.table();
      }
    }
    Propagation.Result result =
        Propagation.run(tree, potentials, network.codes(evidence), likelihoods);
    if (result == null) {
      throw new ImpossibleEvidenceException(inquiry.condition(evidence));
    }
    return new Marginals(
        inquiry, evidence, result.marginals(), evidence.isEmpty() ? 0 : result.logProbability());
  }

  @Override
  public String toString() {
    return "CompiledNetwork of " + inquiry.network().variables().size() + " variables: " + plan;
  }
}
