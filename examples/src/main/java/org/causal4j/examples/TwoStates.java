package org.causal4j.examples;

import com.google.common.base.Preconditions;
import com.google.common.primitives.Doubles;
import java.io.PrintWriter;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.jspecify.annotations.Nullable;

/** The rows of a table in one of two treatment states, without a missing cell where one counts. */
record TwoStates(Table table, Contrast contrast) {

  /**
   * @param needed columns whose missing cells leave out a row
   * @param control state compared with, null for 0
   * @param treated state asked about, null for 1
   */
  static TwoStates of(
      Table table,
      String treatment,
      List<String> needed,
      @Nullable String control,
      @Nullable String treated,
      PrintWriter notes) {
    Preconditions.checkArgument(
        (control == null) == (treated == null),
        "--control, --treated: name both or neither of them");
    Table known =
        table.where(row -> needed.stream().noneMatch(name -> table.column(name).isMissing(row)));
    note(notes, table.rows() - known.rows(), "rows lack a value of " + needed);
    Column column = known.column(treatment);
    Contrast contrast =
        control == null || treated == null
            ? Contrast.binary(treatment)
            : Contrast.of(treatment, canonical(column, control), canonical(column, treated));
    Preconditions.checkArgument(
        control != null
            || IntStream.range(0, column.size())
                .mapToObj(column::text)
                .allMatch(state -> state.equals("0") || state.equals("1")),
        "treatment '%s': holds %s, not 0 and 1; name two of its states with --control and"
            + " --treated",
        treatment,
        states(column));
    Set<String> wanted = Set.of(contrast.control(), contrast.treated());
    Table two = known.where(row -> wanted.contains(column.text(row)));
    note(notes, known.rows() - two.rows(), "rows are in neither of the states " + wanted);
    for (String state : List.of(contrast.control(), contrast.treated())) {
      Preconditions.checkArgument(
          IntStream.range(0, two.rows())
              .anyMatch(row -> two.column(treatment).text(row).equals(state)),
          "treatment '%s': no row is '%s'; it holds %s",
          treatment,
          state,
          states(column));
    }
    return new TwoStates(two, contrast);
  }

  private static List<String> states(Column column) {
    return IntStream.range(0, column.size()).mapToObj(column::text).distinct().limit(6).toList();
  }

  private static void note(PrintWriter notes, int rows, String what) {
    if (rows > 0) {
      notes.println("note: " + rows + " " + what + " and are left out");
    }
  }

  /** A number as the column prints it, so that 1.0 finds 1. */
  private static String canonical(Column column, String state) {
    Double number = Doubles.tryParse(state);
    if (number == null || column instanceof Column.Discrete) {
      return state;
    }
    return Column.Continuous.of(column.name(), number).text(0);
  }
}
