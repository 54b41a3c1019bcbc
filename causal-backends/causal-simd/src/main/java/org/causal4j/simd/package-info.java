/**
 * Compute kernels on the incubating Vector API; in use when this artifact is on the class path and
 * the JVM runs with {@code --add-modules jdk.incubator.vector}. Start with {@link
 * org.causal4j.simd.VectorProvider}; nothing here needs to be called, {@link
 * org.causal4j.core.kernel.Kernels#automatic} finds it.
 */
@NullMarked
package org.causal4j.simd;

import org.jspecify.annotations.NullMarked;
