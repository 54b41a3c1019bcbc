package org.causal4j.graph.bayes;

import java.util.Optional;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.data.Table;
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
  private final long budgetBytes;

  private CompiledNetwork(
      Inquiry inquiry, JunctionTree tree, InferencePlan plan, long budgetBytes) {
    this.inquiry = inquiry;
    this.budgetBytes = budgetBytes;
    this.tree = tree;
    this.plan = plan;
    this.potentials = tree.potentials();
  }

  static CompiledNetwork of(Inquiry inquiry, long budgetBytes) {
    BayesianNetwork network = inquiry.network();
    JunctionTree tree = new JunctionTree(network.card(), network.factors());
    return new CompiledNetwork(inquiry, tree, tree.plan().orRefuse(budgetBytes), budgetBytes);
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
    double @Nullable [][] hints = likelihoods;
    int[] observed = network.codes(evidence);
    Optional<Propagation.Result> result =
        plan.run(() -> Optional.ofNullable(Propagation.run(tree, potentials, observed, hints)));
    if (result.isEmpty()) {
      throw new ImpossibleEvidenceException(inquiry.condition(evidence));
    }
    return new Marginals(
        inquiry,
        evidence,
        result.get().marginals(),
        evidence.isEmpty() ? 0 : result.get().logProbability());
  }

  /**
   * P(target | row) for each row of a table: what its cells say is the evidence, a missing cell
   * says nothing. The column of the target itself, if the table has one, is not looked at.
   *
   * <p>Equal rows are computed once; for each set of observed variables the elimination is planned
   * once, and what depends on few of them is summed out once. Rows are split over the threads of
   * the common pool; the numbers are the same for any number of threads.
   *
   * @param target the variable asked about
   * @param rows columns are variables of the network, cells their states
   * @throws IllegalArgumentException for a column that is no variable of the network, a state that
   *     its variable lacks, a continuous column, or a variable that is intervened upon
   * @throws InferenceBudgetException where the answers, or one row's elimination, would take more
   *     than the budget
   */
  public RowPosteriors posteriors(String target, Table rows) {
    return posteriors(target, rows, ProgressListener.NONE);
  }

  /** The same, heard and cancelled. The listener hears several threads. */
  public RowPosteriors posteriors(String target, Table rows, ProgressListener progress) {
    return RowScoring.run(inquiry, target, rows, budgetBytes, progress);
  }

  @Override
  public String toString() {
    return "CompiledNetwork of " + inquiry.network().variables().size() + " variables: " + plan;
  }
}
