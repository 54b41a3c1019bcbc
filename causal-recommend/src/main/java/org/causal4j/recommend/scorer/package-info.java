/**
 * Models that score items for users. Start with {@link org.causal4j.recommend.scorer.Scorer}; the
 * main one is {@link org.causal4j.recommend.scorer.LightGcn}.
 */
@NullMarked
package org.causal4j.recommend.scorer;

import org.jspecify.annotations.NullMarked;
