/**
 * Bayesian networks over discrete variables: read, written, fitted, and asked exactly, for what is
 * seen and for what is done. Start with {@link org.causal4j.graph.bayes.BayesianNetwork}.
 */
@NullMarked
package org.causal4j.graph.bayes;

import org.jspecify.annotations.NullMarked;
