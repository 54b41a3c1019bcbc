package org.causal4j.core.tape;

/** Sums over a whole matrix and their gradients. */
final class Reductions {
  private final Tape tape;

  Reductions(Tape tape) {
    this.tape = tape;
  }

  /** factor · Σ x. */
  Variable sum(Variable a, double factor) {
    Variable c = tape.result(1, 1, a);
    double sum = 0;
    for (int i = 0; i < a.size(); i++) {
      sum += a.value[i];
    }
    c.value[0] = (float) (factor * sum);
    return tape.record(
        c,
        () -> {
          float slope = (float) (factor * c.slopes()[0]);
          float[] sums = a.slopes();
          for (int i = 0; i < a.size(); i++) {
            sums[i] += slope;
          }
        });
  }

  /** Σ x². */
  Variable squares(Variable a) {
    Variable c = tape.result(1, 1, a);
    double sum = 0;
    for (int i = 0; i < a.size(); i++) {
      sum += (double) a.value[i] * a.value[i];
    }
    c.value[0] = (float) sum;
    return tape.record(
        c,
        () -> {
          float slope = 2 * c.slopes()[0];
          float[] sums = a.slopes();
          for (int i = 0; i < a.size(); i++) {
            sums[i] += slope * a.value[i];
          }
        });
  }
}
