/**
 * Why an item is recommended. Start with {@link org.causal4j.recommend.explain.ScoreExplanation}.
 */
@NullMarked
package org.causal4j.recommend.explain;

import org.jspecify.annotations.NullMarked;
