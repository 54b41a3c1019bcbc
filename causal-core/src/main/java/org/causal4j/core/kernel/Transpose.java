package org.causal4j.core.kernel;

/** Which operand of a dense product {@code op(A) op(B)} is taken transposed. */
public enum Transpose {
  /** {@code A B}: A is [m x k], B is [k x n]. */
  NONE,
  /** {@code Aᵀ B}: A is stored [k x m], B is [k x n]; the gradient of a layer's weights. */
  LEFT,
  /** {@code A Bᵀ}: A is [m x k], B is stored [n x k]; the scores of users for items. */
  RIGHT
}
