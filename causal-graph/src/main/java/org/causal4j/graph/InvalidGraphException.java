package org.causal4j.graph;

import org.causal4j.core.CausalException;

/**
 * A graph that is not what it says it is, or not of the kind that an algorithm takes; the message
 * names the edge, pair of nodes or cycle at fault. It is another answer than "no set exists".
 */
public final class InvalidGraphException extends CausalException {
  private static final long serialVersionUID = 1L;

  InvalidGraphException(String message) {
    super(message);
  }
}
