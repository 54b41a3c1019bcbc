package org.causal4j.graph.bayes;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import org.causal4j.core.CausalException;

/**
 * A combination of parent states that no row of the data has, so that maximum likelihood says
 * nothing about the child there.
 */
public final class UnseenParentStateException extends CausalException {
  private static final long serialVersionUID = 1L;

  private final String variable;

  @SuppressWarnings("serial") // an ImmutableMap of strings
  private final Map<String, String> parentStates;

  /** Of a table, which a prior would fill. */
  UnseenParentStateException(String variable, Map<String, String> parentStates) {
    this(variable, parentStates, "FitOptions.dirichlet(1) or bdeu(1) gives an answer there");
  }

  UnseenParentStateException(String variable, Map<String, String> parentStates, String remedy) {
    super(
        "P("
            + variable
            + " | "
            + Evidence.of(parentStates)
            + "): no row of the data has these parent states; "
            + remedy);
    this.variable = variable;
    this.parentStates = ImmutableMap.copyOf(parentStates);
  }

  /** The child whose row is empty. */
  public String variable() {
    return variable;
  }

  /** The parent states that were never seen together. */
  public Map<String, String> parentStates() {
    return parentStates;
  }
}
