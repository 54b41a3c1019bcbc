package org.causal4j.core.tape;

import com.google.common.base.Preconditions;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.SparseOperator;
import org.causal4j.core.kernel.Transpose;

/** Matrix products and their gradients. */
final class Products {
  private final Tape tape;
  private final Kernels kernels;

  Products(Tape tape) {
    this.tape = tape;
    this.kernels = tape.kernels();
  }

  /** C = A B: Ā += C̄ Bᵀ, B̄ += Aᵀ C̄. */
  Variable plain(Variable a, Variable b) {
    Preconditions.checkArgument(a.columns == b.rows, "matmul: %s times %s", a, b);
    int m = a.rows;
    int k = a.columns;
    int n = b.columns;
    Variable c = tape.result(m, n, a, b);
    kernels.gemm(Transpose.NONE, m, n, k, 1, a.value, 0, b.value, 0, 0, c.value, 0);
    return tape.record(
        c,
        () -> {
          float[] slopes = c.slopes();
          if (a.needsGradient) {
            kernels.gemm(Transpose.RIGHT, m, k, n, 1, slopes, 0, b.value, 0, 1, a.slopes(), 0);
          }
          if (b.needsGradient) {
            kernels.gemm(Transpose.LEFT, k, n, m, 1, a.value, 0, slopes, 0, 1, b.slopes(), 0);
          }
        });
  }

  /** C = A Bᵀ: Ā += C̄ B, B̄ += C̄ᵀ A. */
  Variable transposed(Variable a, Variable b) {
    Preconditions.checkArgument(a.columns == b.columns, "matmulTransposed: %s and %s", a, b);
    int m = a.rows;
    int k = a.columns;
    int n = b.rows;
    Variable c = tape.result(m, n, a, b);
    kernels.gemm(Transpose.RIGHT, m, n, k, 1, a.value, 0, b.value, 0, 0, c.value, 0);
    return tape.record(
        c,
        () -> {
          float[] slopes = c.slopes();
          if (a.needsGradient) {
            kernels.gemm(Transpose.NONE, m, k, n, 1, slopes, 0, b.value, 0, 1, a.slopes(), 0);
          }
          if (b.needsGradient) {
            kernels.gemm(Transpose.LEFT, n, k, m, 1, slopes, 0, a.value, 0, 1, b.slopes(), 0);
          }
        });
  }

  /** Y = A X: X̄ += Aᵀ Ȳ. */
  Variable sparse(SparseOperator a, SparseOperator transpose, Variable x) {
    Preconditions.checkArgument(
        a.rows() == transpose.columns()
            && a.columns() == transpose.rows()
            && a.entries() == transpose.entries(),
        "transpose: %s is not that of %s",
        transpose,
        a);
    Preconditions.checkArgument(a.columns() == x.rows, "propagate: %s times %s", a, x);
    Variable y = tape.result(a.rows(), x.columns, x);
    a.multiply(x.value, x.columns, y.value);
    return tape.record(y, () -> transpose.multiplyAdd(1, y.slopes(), x.columns, x.slopes()));
  }
}
