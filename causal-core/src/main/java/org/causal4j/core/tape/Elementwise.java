package org.causal4j.core.tape;

import com.google.common.base.Preconditions;
import java.util.SplittableRandom;
import org.causal4j.core.Seed;

/** Operations that go entry by entry, and their gradients. */
final class Elementwise {
  /** Entries that one task takes; fixed, so that draws do not depend on threads. */
  private static final int CHUNK = 1 << 14;

  /** Work on the entries from one to before another. */
  private interface Range {
    void apply(int from, int to);
  }

  private final Tape tape;

  Elementwise(Tape tape) {
    this.tape = tape;
  }

  private void each(int size, Range range) {
    tape.workers()
        .run(
            (size + CHUNK - 1) / CHUNK,
            t -> range.apply(t * CHUNK, Math.min(size, (t + 1) * CHUNK)));
  }

  private static void checkEqual(String operation, Variable a, Variable b) {
    Preconditions.checkArgument(
        a.rows == b.rows && a.columns == b.columns, "%s: %s and %s", operation, a, b);
  }

  /** A + sign B. */
  Variable sum(Variable a, Variable b, float sign) {
    checkEqual("add", a, b);
    Variable c = tape.result(a.rows, a.columns, a, b);
    each(
        c.size(),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            c.value[i] = a.value[i] + sign * b.value[i];
          }
        });
    return tape.record(
        c,
        () -> {
          addTo(a, 1, c.slopes());
          addTo(b, sign, c.slopes());
        });
  }

  private void addTo(Variable target, float factor, float[] slopes) {
    if (target.needsGradient) {
      float[] sums = target.slopes();
      each(
          target.size(),
          (from, to) -> {
            for (int i = from; i < to; i++) {
              sums[i] += factor * slopes[i];
            }
          });
    }
  }

  Variable scaled(Variable a, float factor) {
    Variable c = tape.result(a.rows, a.columns, a);
    each(
        c.size(),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            c.value[i] = factor * a.value[i];
          }
        });
    return tape.record(c, () -> addTo(a, factor, c.slopes()));
  }

  Variable product(Variable a, Variable b) {
    checkEqual("multiply", a, b);
    Variable c = tape.result(a.rows, a.columns, a, b);
    each(
        c.size(),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            c.value[i] = a.value[i] * b.value[i];
          }
        });
    return tape.record(
        c,
        () -> {
          addProduct(a, b.value, c.slopes());
          addProduct(b, a.value, c.slopes());
        });
  }

  private void addProduct(Variable target, float[] factors, float[] slopes) {
    if (target.needsGradient) {
      float[] sums = target.slopes();
      each(
          target.size(),
          (from, to) -> {
            for (int i = from; i < to; i++) {
              sums[i] += factors[i] * slopes[i];
            }
          });
    }
  }

  /** A row of its own for each: the gradient of the row is the sum over all. */
  Variable plusRow(Variable a, Variable row) {
    Preconditions.checkArgument(
        row.rows == 1 && row.columns == a.columns, "addRow: %s and %s", a, row);
    Variable c = tape.result(a.rows, a.columns, a, row);
    for (int r = 0; r < a.rows; r++) {
      for (int k = 0; k < a.columns; k++) {
        c.value[r * a.columns + k] = a.value[r * a.columns + k] + row.value[k];
      }
    }
    return tape.record(
        c,
        () -> {
          addTo(a, 1, c.slopes());
          if (row.needsGradient) {
            addColumnSums(c, row.slopes());
          }
        });
  }

  private static void addColumnSums(Variable c, float[] target) {
    float[] slopes = c.slopes();
    double[] sums = new double[c.columns];
    for (int r = 0; r < c.rows; r++) {
      for (int k = 0; k < c.columns; k++) {
        sums[k] += slopes[r * c.columns + k];
      }
    }
    for (int k = 0; k < c.columns; k++) {
      target[k] += (float) sums[k];
    }
  }

  Variable map(Variable a, Functions.Scalar function) {
    Variable c = tape.result(a.rows, a.columns, a);
    each(
        c.size(),
        (from, to) -> {
          for (int i = from; i < to; i++) {
            c.value[i] = function.value(a.value[i]);
          }
        });
    return tape.record(
        c,
        () -> {
          float[] slopes = c.slopes();
          float[] sums = a.slopes();
          each(
              c.size(),
              (from, to) -> {
                for (int i = from; i < to; i++) {
                  sums[i] += slopes[i] * function.slope(a.value[i], c.value[i]);
                }
              });
        });
  }

  Variable dropout(Variable a, double rate, Seed seed) {
    Variable c = tape.result(a.rows, a.columns, a);
    float[] kept = tape.spare(c.size());
    float scale = (float) (1 / (1 - rate));
    each(
        c.size(),
        (from, to) -> {
          SplittableRandom random = seed.derive(from / CHUNK).random();
          for (int i = from; i < to; i++) {
            kept[i] = random.nextDouble() < rate ? 0 : scale;
            c.value[i] = kept[i] * a.value[i];
          }
        });
    return tape.record(c, () -> addProduct(a, kept, c.slopes()));
  }
}
