/**
 * What would have been: structural causal models that answer counterfactual questions exactly, and
 * bounds where none is determined by the data. Start with {@link
 * org.causal4j.graph.counterfactual.StructuralCausalModel}; whether a counterfactual can be told
 * from data at all answers {@link org.causal4j.graph.identify.CounterfactualIdentifier}.
 */
@NullMarked
package org.causal4j.graph.counterfactual;

import org.jspecify.annotations.NullMarked;
