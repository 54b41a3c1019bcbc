/**
 * Gradients of what is computed with the kernels. Start with {@link org.causal4j.core.tape.Tape}:
 * it records a computation over float32 matrices and goes back over it.
 */
@NullMarked
package org.causal4j.core.tape;

import org.jspecify.annotations.NullMarked;
