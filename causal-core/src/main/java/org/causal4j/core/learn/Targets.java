package org.causal4j.core.learn;

import com.google.common.base.Preconditions;

/** Checks of what is to be predicted. */
final class Targets {
  private Targets() {}

  /** Refuses a target that is not 0 and 1, both of them. */
  static void checkBinary(Features x, double[] y, int[] rows) {
    Scaling.checkRows(x, y, rows);
    int positives = 0;
    for (int row : rows) {
      Preconditions.checkArgument(
          y[row] == 0 || y[row] == 1, "y: row %s is %s, neither 0 nor 1", (Object) row, y[row]);
      positives += y[row] == 1 ? 1 : 0;
    }
    Preconditions.checkArgument(
        positives > 0 && positives < rows.length,
        "y: all %s rows are %s",
        rows.length,
        positives > 0 ? 1 : 0);
  }
}
