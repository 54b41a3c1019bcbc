package org.causal4j.graph.bayes;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** The posterior of every single variable of a network under one evidence. Immutable. */
public final class Marginals {
  private static final int LINES_SHOWN = 20;

  private final Inquiry inquiry;
  private final Evidence evidence;
  private final double[][] marginals;
  private final double logProbability;

  Marginals(Inquiry inquiry, Evidence evidence, double[][] marginals, double logProbability) {
    this.inquiry = inquiry;
    this.evidence = evidence;
    this.marginals = marginals;
    this.logProbability = logProbability;
  }

  /** The variables, in the order of the network. */
  public List<String> variables() {
    return inquiry.network().variables();
  }

  /** The posterior of one variable; all mass on its state where it was observed. */
  public Posterior of(String variable) {
    int v = inquiry.network().index(variable);
    return new Posterior(
        ImmutableList.of(variable),
        ImmutableList.of(ImmutableList.copyOf(inquiry.network().states(variable))),
        marginals[v].clone(),
        logProbability,
        inquiry.condition(evidence),
        inquiry.warnings(ImmutableList.of(variable)));
  }

  /** The natural logarithm of the probability of the evidence; 0 without evidence. */
  public double logProbabilityOfEvidence() {
    return logProbability;
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    for (String variable : variables().subList(0, Math.min(LINES_SHOWN, marginals.length))) {
      out.append(out.isEmpty() ? "" : "\n").append(of(variable));
    }
    if (marginals.length > LINES_SHOWN) {
      out.append("\n… ").append(marginals.length - LINES_SHOWN).append(" more");
    }
    return out.toString();
  }
}
