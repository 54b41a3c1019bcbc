package org.causal4j.examples;

import com.google.common.base.Preconditions;
import com.google.common.primitives.Doubles;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.jspecify.annotations.Nullable;

/** The two states of a treatment that a command compares. */
final class TreatmentStates {
  private TreatmentStates() {}

  /**
   * The contrast of the options, or 1 against 0.
   *
   * @param takesNumbers whether a column of many numbers is a treatment too
   */
  static Contrast contrast(
      Table table,
      String treatment,
      @Nullable String control,
      @Nullable String treated,
      boolean takesNumbers) {
    Preconditions.checkArgument(
        (control == null) == (treated == null),
        "--control, --treated: name both or neither of them");
    if (control != null && treated != null) {
      return Contrast.of(
          treatment, canonical(table, treatment, control), canonical(table, treatment, treated));
    }
    Column column = table.column(treatment);
    boolean numbers = takesNumbers && column instanceof Column.Continuous;
    Preconditions.checkArgument(
        numbers || isOnly(column, "0", "1"),
        "treatment '%s': holds %s, not 0 and 1; name two of its states with --control and"
            + " --treated",
        treatment,
        IntStream.range(0, column.size()).mapToObj(column::text).distinct().limit(6).toList());
    return Contrast.binary(treatment);
  }

  /** A number as the column prints it, so that 1.0 finds 1. */
  static String canonical(Table table, String treatment, String state) {
    Double number = Doubles.tryParse(state);
    if (number == null || table.column(treatment) instanceof Column.Discrete) {
      return state;
    }
    return Column.Continuous.of(treatment, number).text(0);
  }

  /** Whether all cells are among these. */
  static boolean isOnly(Column column, String... states) {
    List<String> known = Arrays.asList(states);
    return IntStream.range(0, column.size()).mapToObj(column::text).allMatch(known::contains);
  }
}
