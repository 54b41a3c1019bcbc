package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;

/**
 * Treatment, outcome and clusters of a table as arrays, checked: for those who write an estimator.
 */
public final class BinaryTable {
  private BinaryTable() {}

  /**
   * 1 for the treated state of a contrast, 0 for the control state.
   *
   * @throws IllegalArgumentException if a row is in another state
   */
  public static int[] treatment(Design design, Table table, Contrast contrast) {
    Preconditions.checkArgument(
        contrast.treatment().equals(design.treatment()),
        "contrast: is of '%s', the design of '%s'",
        contrast.treatment(),
        design.treatment());
    Column column = table.column(contrast.treatment());
    int[] treatment = new int[column.size()];
    // A number is written out once, not in every row.
    double[] numbers =
        column instanceof Column.Continuous continuous ? continuous.values() : new double[0];
    double[] known = {Double.NaN, Double.NaN};
    for (int row = 0; row < treatment.length; row++) {
      if (row < numbers.length && (numbers[row] == known[0] || numbers[row] == known[1])) {
        treatment[row] = numbers[row] == known[1] ? 1 : 0;
        continue;
      }
      String state = column.text(row);
      if (state.equals(contrast.treated())) {
        treatment[row] = 1;
      } else {
        Preconditions.checkArgument(
            state.equals(contrast.control()),
            "treatment '%s': row %s is '%s', neither '%s' nor '%s'; choose the rows to compare first",
            contrast.treatment(),
            row,
            state,
            contrast.control(),
            contrast.treated());
      }
      if (row < numbers.length) {
        known[treatment[row]] = numbers[row];
      }
    }
    return treatment;
  }

  /**
   * A number a row; a column of two states counts its second one as 1.
   *
   * @throws IllegalArgumentException if a cell is missing or there are more states
   */
  public static double[] outcome(Table table, String name) {
    Column column = table.column(name);
    Preconditions.checkArgument(
        column.missing() == 0, "outcome '%s': %s cells are missing", name, column.missing());
    return column.fold(
        discrete -> {
          Preconditions.checkArgument(
              discrete.states().size() == 2,
              "outcome '%s': has the states %s, not two",
              name,
              discrete.states());
          double[] values = new double[discrete.size()];
          for (int row = 0; row < values.length; row++) {
            values[row] = discrete.code(row);
          }
          return values;
        },
        Column.Continuous::values);
  }

  /** Weights of the rows, 1 where no column is named. */
  static double[] weights(Table table, Optional<String> name) {
    if (name.isEmpty()) {
      double[] ones = new double[table.rows()];
      Arrays.fill(ones, 1);
      return ones;
    }
    double[] weights = table.continuous(name.get()).values();
    for (int row = 0; row < weights.length; row++) {
      Preconditions.checkArgument(
          weights[row] > 0, "weights '%s': row %s is %s", name.get(), row, weights[row]);
    }
    return weights;
  }

  /**
   * A number a cluster, by row; each row its own where no column is named.
   *
   * @throws IllegalArgumentException if a cell is missing
   */
  public static int[] clusters(Table table, Optional<String> name) {
    int[] clusters = new int[table.rows()];
    if (name.isEmpty()) {
      Arrays.setAll(clusters, row -> row);
      return clusters;
    }
    Column column = table.column(name.get());
    Preconditions.checkArgument(
        column.missing() == 0,
        "clusters '%s': %s cells are missing",
        column.name(),
        column.missing());
    Map<String, Integer> numbers = new HashMap<>();
    for (int row = 0; row < clusters.length; row++) {
      clusters[row] = numbers.computeIfAbsent(column.text(row), key -> numbers.size());
    }
    return clusters;
  }
}
