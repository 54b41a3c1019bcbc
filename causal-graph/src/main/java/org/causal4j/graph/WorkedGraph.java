package org.causal4j.graph;

/**
 * A well-known diagram with the question that is asked of it.
 *
 * @param name a short name
 * @param graph the diagram
 * @param treatment the cause asked about
 * @param outcome the effect asked about
 * @param lesson what it teaches, in a sentence
 * @param reference where it comes from
 */
public record WorkedGraph(
    String name,
    CausalGraph graph,
    String treatment,
    String outcome,
    String lesson,
    String reference) {
  @Override
  public String toString() {
    return name + ": " + graph + " (" + treatment + " on " + outcome + "): " + lesson;
  }
}
