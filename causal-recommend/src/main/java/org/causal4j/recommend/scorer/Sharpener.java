package org.causal4j.recommend.scorer;

import java.util.Arrays;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.SparseOperator;
import org.causal4j.core.matrix.CsrMatrix;

/** A polynomial of P̃ = R̃ᵀR̃, which is symmetric, applied to columns of scores of items. */
final class Sharpener {
  /** Columns that are sharpened at a time. */
  private static final int SLICE = 64;

  private final CsrMatrix byUser;
  private final double[] polynomial;
  private final SparseOperator toUsers;
  private final SparseOperator toItems;

  /**
   * A polynomial.
   *
   * @param normalized R̃, users x items
   * @param polynomial coefficients of the powers of P̃ from 0 on
   */
  Sharpener(CsrMatrix normalized, double[] polynomial, Kernels kernels) {
    this.byUser = normalized;
    this.polynomial = polynomial.clone();
    this.toUsers = kernels.sparse(normalized);
    this.toItems = kernels.sparse(normalized.transpose());
  }

  /** One column, in double precision. */
  double[] sharpen(double[] scores) {
    int last = polynomial.length - 1;
    double[] sharp = new double[scores.length];
    for (int item = 0; item < scores.length; item++) {
      sharp[item] = polynomial[last] * scores[item];
    }
    for (int power = last - 1; power >= 0; power--) {
      double[] next = new double[scores.length];
      for (int user = 0; user < byUser.rows(); user++) {
        double near = 0;
        for (int e = byUser.rowStart(user); e < byUser.rowEnd(user); e++) {
          near += byUser.value(e) * sharp[byUser.column(e)];
        }
        for (int e = byUser.rowStart(user); e < byUser.rowEnd(user); e++) {
          next[byUser.column(e)] += byUser.value(e) * near;
        }
      }
      for (int item = 0; item < scores.length; item++) {
        next[item] += polynomial[power] * scores[item];
      }
      sharp = next;
    }
    return sharp;
  }

  /**
   * Several columns.
   *
   * @param scores [items x width]
   * @return another array of that shape
   */
  float[] sharpened(float[] scores, int width) {
    int last = polynomial.length - 1;
    float[] near = new float[byUser.rows() * width];
    float[] sharp = scaled(scores, polynomial[last]);
    for (int power = last - 1; power >= 0; power--) {
      toUsers.multiply(sharp, width, near);
      sharp = scaled(scores, polynomial[power]);
      toItems.multiplyAdd(1, near, width, sharp);
    }
    return sharp;
  }

  private static float[] scaled(float[] scores, double factor) {
    float[] scaled = new float[scores.length];
    for (int i = 0; i < scores.length; i++) {
      scaled[i] = (float) (factor * scores[i]);
    }
    return scaled;
  }

  /** Many columns in place, some at a time. */
  void sharpen(float[] scores, int width) {
    int items = byUser.columns();
    float[] slice = new float[items * SLICE];
    for (int from = 0; from < width; from += SLICE) {
      int count = Math.min(SLICE, width - from);
      Arrays.fill(slice, 0);
      for (int item = 0; item < items; item++) {
        System.arraycopy(scores, item * width + from, slice, item * SLICE, count);
      }
      float[] sharp = sharpened(slice, SLICE);
      for (int item = 0; item < items; item++) {
        System.arraycopy(sharp, item * SLICE, scores, item * width + from, count);
      }
    }
  }
}
