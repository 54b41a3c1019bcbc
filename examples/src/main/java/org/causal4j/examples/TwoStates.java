package org.causal4j.examples;

import com.google.common.base.Preconditions;
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
    Table known =
        table.where(row -> needed.stream().noneMatch(name -> table.column(name).isMissing(row)));
    note(notes, table.rows() - known.rows(), "rows lack a value of " + needed);
    Column column = known.column(treatment);
    Contrast contrast = TreatmentStates.contrast(known, treatment, control, treated, false);
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
}
