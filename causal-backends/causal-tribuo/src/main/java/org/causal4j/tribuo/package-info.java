/**
 * Tribuo's trainers as learners of nuisance models. Start with {@link
 * org.causal4j.tribuo.TribuoLearners}.
 */
@NullMarked
package org.causal4j.tribuo;

import org.jspecify.annotations.NullMarked;
