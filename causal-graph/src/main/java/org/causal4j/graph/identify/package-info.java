/**
 * Whether an effect can be computed from what is observed, and by which formula. Start with {@link
 * org.causal4j.graph.identify.Identifier#identify}, which answers a {@link
 * org.causal4j.graph.identify.CausalQuery} with an estimand and its derivation, or with a hedge
 * that shows why there is none ({@link org.causal4j.graph.identify.Remedies} says what to measure
 * or try then); from experiments and other populations too ({@link
 * org.causal4j.graph.identify.Available}). {@link
 * org.causal4j.graph.identify.CounterfactualIdentifier} does the same for counterfactuals. {@link
 * org.causal4j.graph.identify.DerivationChecker} and {@link
 * org.causal4j.graph.identify.HedgeChecker} verify the answers without the engine.
 */
@NullMarked
package org.causal4j.graph.identify;

import org.jspecify.annotations.NullMarked;
