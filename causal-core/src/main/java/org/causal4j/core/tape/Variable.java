package org.causal4j.core.tape;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import org.causal4j.core.matrix.FloatMatrix;
import org.jspecify.annotations.Nullable;

/**
 * A matrix on a {@link Tape}: a parameter, a constant, or the result of an operation. Valid until
 * the tape is reset; not safe to share between threads.
 */
public final class Variable {
  final Tape tape;
  final int rows;
  final int columns;
  final float[] value;
  final boolean needsGradient;
  float @Nullable [] gradient;
  @Nullable Runnable back;

  Variable(Tape tape, int rows, int columns, float[] value, boolean needsGradient) {
    this.tape = tape;
    this.rows = rows;
    this.columns = columns;
    this.value = value;
    this.needsGradient = needsGradient;
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Number of columns. */
  public int columns() {
    return columns;
  }

  /** The only value of a 1 x 1 matrix, as a loss is. */
  public double scalar() {
    Preconditions.checkState(size() == 1, "%s is no scalar", this);
    return value[0];
  }

  /** The values, as a copy. */
  public FloatMatrix toMatrix() {
    return FloatMatrix.copyOf(rows, columns, Arrays.copyOf(value, size()));
  }

  /**
   * The gradient of what {@link Tape#backward} was called with, as a copy; zeros where it does not
   * depend on this variable.
   */
  public FloatMatrix gradient() {
    float[] known = gradient;
    return known == null
        ? FloatMatrix.zeros(rows, columns)
        : FloatMatrix.copyOf(rows, columns, Arrays.copyOf(known, size()));
  }

  int size() {
    return rows * columns;
  }

  /** Where contributions to the gradient are added; zeros at first. */
  float[] slopes() {
    float[] known = gradient;
    if (known == null) {
      known = tape.zeros(size());
      gradient = known;
    }
    return known;
  }

  @Override
  public String toString() {
    return "Variable " + rows + " x " + columns;
  }
}
