/**
 * The compute kernels: sparse and dense products, top-k, Adam. Start with {@link
 * org.causal4j.core.kernel.Kernels}, which picks the fastest provider that works here and says why.
 */
@NullMarked
package org.causal4j.core.kernel;

import org.jspecify.annotations.NullMarked;
