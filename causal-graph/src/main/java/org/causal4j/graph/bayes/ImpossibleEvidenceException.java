package org.causal4j.graph.bayes;

import org.causal4j.core.CausalException;

/** Evidence that has probability 0 under the network, so that nothing can be conditioned on it. */
public final class ImpossibleEvidenceException extends CausalException {
  private static final long serialVersionUID = 1L;

  private final String evidence;

  ImpossibleEvidenceException(String evidence) {
    super("evidence: {" + evidence + "} has probability 0 under this network");
    this.evidence = evidence;
  }

  /** The evidence, as text. */
  public String evidence() {
    return evidence;
  }
}
