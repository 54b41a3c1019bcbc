/**
 * Compute kernels on PyTorch through DJL: native code, for dense products on the CPU or on an
 * NVIDIA device. Start with {@link org.causal4j.pytorch.PytorchProvider}; nothing here needs to be
 * called, {@link org.causal4j.core.kernel.Kernels} finds it.
 */
@NullMarked
package org.causal4j.pytorch;

import org.jspecify.annotations.NullMarked;
