/**
 * What a causal graph hands to an estimator: which columns play which part. Start with {@link
 * org.causal4j.core.design.Design}; a {@link org.causal4j.core.design.Contrast} names the two
 * treatment states that are compared.
 */
@NullMarked
package org.causal4j.core.design;

import org.jspecify.annotations.NullMarked;
