/**
 * How well items are ranked, with intervals. Start with {@link
 * org.causal4j.recommend.evaluate.RankingEvaluation}.
 */
@NullMarked
package org.causal4j.recommend.evaluate;

import org.jspecify.annotations.NullMarked;
