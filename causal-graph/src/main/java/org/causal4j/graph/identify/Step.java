package org.causal4j.graph.identify;

/**
 * One step of a derivation.
 *
 * @param rule what justifies it
 * @param text what it says, with the names of the graph
 */
public record Step(Rule rule, String text) {
  @Override
  public String toString() {
    return rule + ": " + text;
  }
}
