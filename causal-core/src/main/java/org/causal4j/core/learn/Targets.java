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

  /** Refuses classes that are not all of 0 to count − 1. */
  static void checkClasses(Features x, int[] classes, int count, int[] rows) {
    Preconditions.checkArgument(count >= 2, "count: %s classes are fewer than 2", count);
    Preconditions.checkArgument(
        classes.length == x.rows(), "classes: has %s values for %s rows", classes.length, x.rows());
    int[] sizes = new int[count];
    for (int row : rows) {
      Preconditions.checkElementIndex(row, classes.length, "row");
      Preconditions.checkElementIndex(classes[row], count, "class");
      sizes[classes[row]]++;
    }
    for (int k = 0; k < count; k++) {
      Preconditions.checkArgument(
          sizes[k] > 0, "classes: none of %s rows is of class %s", rows.length, k);
    }
  }
}
