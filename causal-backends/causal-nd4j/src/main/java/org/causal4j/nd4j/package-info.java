/**
 * Compute kernels on ND4J: native code, for dense products on the CPU or on an NVIDIA device. Start
 * with {@link org.causal4j.nd4j.Nd4jProvider}; nothing here needs to be called, {@link
 * org.causal4j.core.kernel.Kernels} finds it.
 */
@NullMarked
package org.causal4j.nd4j;

import org.jspecify.annotations.NullMarked;
