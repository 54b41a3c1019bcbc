/**
 * Bayesian networks: read, written, fitted, and asked exactly or approximately, for what is seen
 * and for what is done. Start with {@link org.causal4j.graph.bayes.BayesianNetwork} for discrete
 * variables, and with {@link org.causal4j.graph.bayes.HybridNetwork} where some are numbers.
 */
@NullMarked
package org.causal4j.graph.bayes;

import org.jspecify.annotations.NullMarked;
