/**
 * The models that estimators use for nuisances: outcome and propensity. Start with {@link
 * org.causal4j.core.learn.Learners}.
 */
@NullMarked
package org.causal4j.core.learn;

import org.jspecify.annotations.NullMarked;
