/**
 * Tries to refute an estimate: start with {@link org.causal4j.core.refute.Refuters}. What an
 * unmeasured confounder could do is bounded by {@link org.causal4j.core.refute.Sensitivity}.
 */
@NullMarked
package org.causal4j.core.refute;

import org.jspecify.annotations.NullMarked;
