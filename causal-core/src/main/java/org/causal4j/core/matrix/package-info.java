/**
 * Immutable matrices of single-precision numbers, the form in which modules hand vectors to each
 * other. Start with {@link org.causal4j.core.matrix.FloatMatrix} (dense, row-major) or {@link
 * org.causal4j.core.matrix.CsrMatrix} (sparse, by rows).
 */
@NullMarked
package org.causal4j.core.matrix;

import org.jspecify.annotations.NullMarked;
