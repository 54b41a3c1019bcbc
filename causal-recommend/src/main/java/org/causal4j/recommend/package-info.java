/**
 * From a behavior log to explained recommendations. Start with {@link
 * org.causal4j.recommend.CausalPipeline} for the whole walk, or with {@link
 * org.causal4j.recommend.Recommender} where a scorer and effects are at hand.
 */
@NullMarked
package org.causal4j.recommend;

import org.jspecify.annotations.NullMarked;
