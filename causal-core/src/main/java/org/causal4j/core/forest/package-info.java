/**
 * Honest causal forests: effects that differ, with intervals, at the scale of millions of rows.
 * Start with {@link org.causal4j.core.forest.CausalForest}.
 */
@NullMarked
package org.causal4j.core.forest;

import org.jspecify.annotations.NullMarked;
