/**
 * What a provider of compute kernels implements. Start with {@link
 * org.causal4j.core.kernel.spi.KernelProvider}; the contract {@code KernelProviderContract} in this
 * module's test artifact tells whether an implementation is right.
 */
@NullMarked
package org.causal4j.core.kernel.spi;

import org.jspecify.annotations.NullMarked;
