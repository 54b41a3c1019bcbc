/**
 * Effects of one behavior on another, with intervals: "did buying A lead to buying B?". Start with
 * {@link org.causal4j.recommend.effect.ItemEffects}.
 */
@NullMarked
package org.causal4j.recommend.effect;

import org.jspecify.annotations.NullMarked;
