package org.causal4j.core.estimate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.causal4j.core.SharedData;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;

/** Published data sets as tables with the columns that the published analyses use. */
final class Reference {
  private Reference() {}

  static Table read(String file) throws IOException {
    return Table.readCsv(SharedData.require("data/causal/" + file));
  }

  static Column states(Table table, String name) {
    Column column = table.column(name);
    return Column.Discrete.of(
        name, IntStream.range(0, table.rows()).mapToObj(column::text).toList());
  }

  static Column mapped(Table table, String from, String to, DoubleUnaryOperator f) {
    return Column.Continuous.of(
        to, Arrays.stream(table.continuous(from).values()).map(f).toArray());
  }

  private static final List<String> STATES =
      List.of("sex", "race", "education", "exercise", "active");
  private static final List<String> SQUARED = List.of("age", "smokeintensity", "smokeyrs", "wt71");

  /** The book's covariates: five factors, four numbers and their squares; of all 1,629 rows. */
  static Table nhefs() throws IOException {
    Table raw = read("nhefs/NHEFS.csv.gz");
    List<Column> columns = new ArrayList<>();
    columns.add(states(raw, "qsmk"));
    columns.add(raw.column("wt82_71"));
    STATES.forEach(name -> columns.add(states(raw, name)));
    for (String name : SQUARED) {
      columns.add(raw.column(name));
      columns.add(mapped(raw, name, name + "²", v -> v * v));
    }
    Column gain = raw.column("wt82_71");
    columns.add(
        Column.Discrete.of(
            "known",
            IntStream.range(0, raw.rows()).mapToObj(i -> gain.isMissing(i) ? "0" : "1").toList()));
    return Table.of(columns);
  }

  static String[] nhefsAdjustment(Table table) {
    return table.names().stream()
        .filter(name -> !List.of("qsmk", "wt82_71", "known", "weight").contains(name))
        .toArray(String[]::new);
  }

  /** The 185 trained men of the experiment and 15,992 of the Current Population Survey. */
  static Table trainingAgainstSurvey() throws IOException {
    Table experiment = read("lalonde/nsw_experimental_dw.csv");
    Table survey = read("lalonde/cps_controls.csv.gz");
    double[] arm = experiment.continuous("treat").values();
    Table trained = experiment.where(i -> arm[i] == 1);
    List<Column> columns = new ArrayList<>();
    for (String name : trained.names()) {
      if (trained.column(name) instanceof Column.Continuous c && !name.equals("rownames")) {
        columns.add(
            Column.Continuous.of(
                name,
                IntStream.concat(
                        IntStream.range(0, trained.rows()),
                        IntStream.range(0, survey.rows()).map(i -> -1 - i))
                    .mapToDouble(i -> i >= 0 ? c.value(i) : survey.continuous(name).value(-1 - i))
                    .toArray()));
      }
    }
    return Table.of(columns);
  }

  static final String[] TRAINING = {
    "age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75"
  };
}
