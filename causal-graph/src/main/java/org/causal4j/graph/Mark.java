package org.causal4j.graph;

/** What stands at an end of an edge. */
public enum Mark {
  /** The node is a cause of the other end, in every graph of the class. */
  TAIL,
  /** The node is no cause of the other end, in any graph of the class. */
  ARROW,
  /** The one in some graphs of the class, the other in others. */
  CIRCLE
}
