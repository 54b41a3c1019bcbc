package org.causal4j.core.tape;

import com.google.common.base.Preconditions;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Operations that go row by row, and their gradients. */
final class RowOperations {
  private static final double SHORTEST = 1e-12;

  /** Rows that one task takes. */
  private static final int CHUNK = 64;

  private final Tape tape;

  RowOperations(Tape tape) {
    this.tape = tape;
  }

  private void each(int rows, IntConsumer row) {
    tape.workers()
        .run(
            (rows + CHUNK - 1) / CHUNK,
            t -> {
              int to = Math.min(rows, (t + 1) * CHUNK);
              for (int r = t * CHUNK; r < to; r++) {
                row.accept(r);
              }
            });
  }

  /** Rows may repeat, so gradients are added one after the other, in the order of the rows. */
  Variable gather(Variable a, int[] chosen) {
    Preconditions.checkArgument(chosen.length >= 1, "rows: there are none");
    int width = a.columns;
    int[] rows = chosen.clone();
    for (int row : rows) {
      Preconditions.checkElementIndex(row, a.rows, "row");
    }
    Variable c = tape.result(rows.length, width, a);
    for (int r = 0; r < rows.length; r++) {
      System.arraycopy(a.value, rows[r] * width, c.value, r * width, width);
    }
    return tape.record(
        c,
        () -> {
          float[] slopes = c.slopes();
          float[] sums = a.slopes();
          for (int r = 0; r < rows.length; r++) {
            int at = rows[r] * width;
            for (int k = 0; k < width; k++) {
              sums[at + k] += slopes[r * width + k];
            }
          }
        });
  }

  /** y = x/‖x‖: x̄ += (ȳ − ⟨ȳ, y⟩ y)/‖x‖. */
  Variable normalize(Variable a) {
    int width = a.columns;
    Variable c = tape.result(a.rows, width, a);
    double[] lengths = new double[a.rows];
    each(
        a.rows,
        r -> {
          lengths[r] = Math.max(SHORTEST, Math.sqrt(dot(a.value, a.value, r * width, width)));
          for (int k = r * width; k < (r + 1) * width; k++) {
            c.value[k] = (float) (a.value[k] / lengths[r]);
          }
        });
    return tape.record(
        c,
        () -> {
          float[] slopes = c.slopes();
          float[] sums = a.slopes();
          each(
              a.rows,
              r -> {
                // below the shortest length the divisor is a constant
                double along = lengths[r] > SHORTEST ? dot(slopes, c.value, r * width, width) : 0;
                for (int k = r * width; k < (r + 1) * width; k++) {
                  sums[k] += (float) ((slopes[k] - along * c.value[k]) / lengths[r]);
                }
              });
        });
  }

  private static double dot(float[] x, float[] y, int from, int width) {
    double sum = 0;
    for (int k = from; k < from + width; k++) {
      sum += (double) x[k] * y[k];
    }
    return sum;
  }

  Variable dots(Variable a, Variable b) {
    Preconditions.checkArgument(
        a.rows == b.rows && a.columns == b.columns, "rowDots: %s and %s", a, b);
    int width = a.columns;
    Variable c = tape.result(a.rows, 1, a, b);
    each(a.rows, r -> c.value[r] = (float) dot(a.value, b.value, r * width, width));
    return tape.record(
        c,
        () -> {
          addScaledRows(a, b.value, c.slopes());
          addScaledRows(b, a.value, c.slopes());
        });
  }

  private void addScaledRows(Variable target, float[] rows, float[] factors) {
    if (target.needsGradient) {
      float[] sums = target.slopes();
      int width = target.columns;
      each(
          target.rows,
          r -> {
            for (int k = r * width; k < (r + 1) * width; k++) {
              sums[k] += factors[r] * rows[k];
            }
          });
    }
  }

  Variable pick(Variable a, int[] chosen) {
    Preconditions.checkArgument(
        chosen.length == a.rows, "columns: %s for %s rows", chosen.length, a.rows);
    int[] columns = chosen.clone();
    Variable c = tape.result(a.rows, 1, a);
    for (int r = 0; r < a.rows; r++) {
      Preconditions.checkElementIndex(columns[r], a.columns, "column");
      c.value[r] = a.value[r * a.columns + columns[r]];
    }
    return tape.record(
        c,
        () -> {
          float[] slopes = c.slopes();
          float[] sums = a.slopes();
          for (int r = 0; r < a.rows; r++) {
            sums[r * a.columns + columns[r]] += slopes[r];
          }
        });
  }

  /** y = log Σ eˣ: x̄ += ȳ eˣ⁻ʸ, the softmax, which is kept from the way forward. */
  Variable logSumExp(Variable a, int @Nullable [][] excluded) {
    Preconditions.checkArgument(
        excluded == null || excluded.length == a.rows,
        "excluded: %s lists for %s rows",
        excluded == null ? 0 : excluded.length,
        a.rows);
    Variable c = tape.result(a.rows, 1, a);
    float[] shares = tape.spare(a.size());
    each(
        a.rows,
        r ->
            c.value[r] =
                softmax(a, r, excluded == null ? new int[0] : excluded[r].clone(), shares));
    return tape.record(
        c,
        () -> {
          float[] slopes = c.slopes();
          float[] sums = a.slopes();
          each(
              a.rows,
              r -> {
                for (int k = r * a.columns; k < (r + 1) * a.columns; k++) {
                  sums[k] += slopes[r] * shares[k];
                }
              });
        });
  }

  /** Writes the softmax of a row, 0 where excluded, and returns the log of its denominator. */
  private float softmax(Variable a, int row, int[] excluded, float[] shares) {
    int from = row * a.columns;
    int before = -1;
    for (int column : excluded) {
      Preconditions.checkArgument(
          column > before && column < a.columns,
          "excluded: column %s after %s, but they must ascend strictly and be below %s",
          column,
          before,
          a.columns);
      before = column;
    }
    Preconditions.checkArgument(
        excluded.length < a.columns, "excluded: all %s columns of row %s", a.columns, row);
    float most = Float.NEGATIVE_INFINITY;
    int next = 0;
    for (int k = 0; k < a.columns; k++) {
      if (next < excluded.length && excluded[next] == k) {
        next++;
      } else {
        most = Math.max(most, a.value[from + k]);
      }
    }
    System.arraycopy(a.value, from, shares, from, a.columns);
    for (int column : excluded) {
      shares[from + column] = Float.NEGATIVE_INFINITY;
    }
    double sum = tape.kernels().expSum(shares, from, from + a.columns, most);
    float inverse = (float) (1 / sum);
    for (int k = from; k < from + a.columns; k++) {
      shares[k] *= inverse;
    }
    return (float) (most + Math.log(sum));
  }

  Variable concat(Variable a, Variable b) {
    Preconditions.checkArgument(a.rows == b.rows, "concatColumns: %s and %s", a, b);
    int width = a.columns + b.columns;
    Variable c = tape.result(a.rows, width, a, b);
    for (int r = 0; r < a.rows; r++) {
      System.arraycopy(a.value, r * a.columns, c.value, r * width, a.columns);
      System.arraycopy(b.value, r * b.columns, c.value, r * width + a.columns, b.columns);
    }
    return tape.record(
        c,
        () -> {
          addPart(c, 0, width, a);
          addPart(c, a.columns, width, b);
        });
  }

  Variable stack(Variable a, Variable b) {
    Preconditions.checkArgument(a.columns == b.columns, "concatRows: %s and %s", a, b);
    Variable c = tape.result(Math.addExact(a.rows, b.rows), a.columns, a, b);
    System.arraycopy(a.value, 0, c.value, 0, a.size());
    System.arraycopy(b.value, 0, c.value, a.size(), b.size());
    return tape.record(
        c,
        () -> {
          addPart(c, 0, a.columns, a);
          addPart(c, a.size(), a.columns, b);
        });
  }

  /** Adds the slopes of a part of c, whose rows begin {@code stride} apart, to those of it. */
  private static void addPart(Variable c, int offset, int stride, Variable part) {
    if (part.needsGradient) {
      float[] slopes = c.slopes();
      float[] sums = part.slopes();
      for (int r = 0; r < part.rows; r++) {
        for (int k = 0; k < part.columns; k++) {
          sums[r * part.columns + k] += slopes[offset + r * stride + k];
        }
      }
    }
  }
}
