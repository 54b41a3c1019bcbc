/**
 * Diagrams of causal assumptions and what can be read off them. Start with {@link
 * org.causal4j.graph.CausalGraph}; {@link org.causal4j.graph.MarkedGraph} is a class of them with
 * undecided edges. {@link org.causal4j.graph.Separation} answers which independences a graph
 * implies, {@link org.causal4j.graph.ImpliedIndependences} whether a table bears them out, {@link
 * org.causal4j.graph.AdjustmentSets} what to adjust for, {@link org.causal4j.graph.Instruments}
 * what else may help, and {@link org.causal4j.graph.Do} says what is intervened upon. {@link
 * org.causal4j.graph.GraphDocument} reads and writes text and JSON, and {@link
 * org.causal4j.graph.WorkedGraphs} holds well-known diagrams to try them on.
 */
@NullMarked
package org.causal4j.graph;

import org.jspecify.annotations.NullMarked;
