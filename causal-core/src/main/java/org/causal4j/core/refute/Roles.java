package org.causal4j.core.refute;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.estimate.Recipe;
import org.causal4j.core.learn.Features;

/** The columns of a table in the parts that a recipe gives them, as numbers. */
final class Roles {
  private final Table table;
  private final Recipe recipe;

  Roles(Table table, Recipe recipe) {
    this.table = table;
    this.recipe = recipe;
  }

  Contrast contrast() {
    return recipe.contrast();
  }

  /** Whether each row is in one of the two states of the contrast. */
  boolean isBinaryTreatment() {
    Column column = table.column(contrast().treatment());
    return IntStream.range(0, column.size())
        .mapToObj(column::text)
        .allMatch(s -> s.equals(contrast().control()) || s.equals(contrast().treated()));
  }

  /** 1 for the treated state and 0 for the control state, or the number in the column. */
  double[] treatment() {
    Column column = table.column(contrast().treatment());
    if (isBinaryTreatment()) {
      return IntStream.range(0, column.size())
          .mapToDouble(row -> column.text(row).equals(contrast().treated()) ? 1 : 0)
          .toArray();
    }
    return numbers(column);
  }

  double[] outcome() {
    return numbers(table.column(recipe.design().outcome()));
  }

  boolean isBinaryOutcome() {
    return isBinary(outcome());
  }

  static boolean isBinary(double[] values) {
    return Arrays.stream(values).allMatch(v -> v == 0 || v == 1);
  }

  /** A discrete column counts by state, its second one as 1. */
  static double[] numbers(Column column) {
    return column.fold(
        discrete -> Arrays.stream(discrete.codes()).asDoubleStream().toArray(),
        Column.Continuous::values);
  }

  /** The table with the treatment replaced. */
  Table withTreatment(double[] values) {
    String name = contrast().treatment();
    if (isBinaryTreatment()) {
      int[] codes = Arrays.stream(values).mapToInt(v -> (int) v).toArray();
      return table.with(
          Column.Discrete.ofCodes(
              name, ImmutableList.of(contrast().control(), contrast().treated()), codes));
    }
    return table.with(Column.Continuous.of(name, values));
  }

  /** The table with the outcome replaced. */
  Table withOutcome(double[] values) {
    return table.with(Column.Continuous.of(recipe.design().outcome(), values));
  }

  /** Covariates: of a panel, unit and time as states beside the others. */
  Features covariates() {
    List<String> names = adjustment(recipe.design());
    return names.isEmpty() ? Features.none(table.rows()) : Features.of(table, names);
  }

  static List<String> adjustment(Design design) {
    return design.fold(
        randomized -> ImmutableList.<String>of(),
        Design.Backdoor::adjustment,
        frontDoor -> ImmutableList.<String>of(),
        Design.Instrument::adjustment,
        Design.Panel::adjustment,
        Design.Mediation::adjustment);
  }

  /** A design that adjusts for one more column; empty where that makes no sense. */
  static Optional<Design> plus(Design design, String column) {
    List<String> more = new ArrayList<>(adjustment(design));
    more.add(column);
    return design.fold(
        r -> Optional.of(new Design.Backdoor(r.treatment(), r.outcome(), more)),
        b -> Optional.of(new Design.Backdoor(b.treatment(), b.outcome(), more)),
        f -> Optional.empty(),
        i -> Optional.of(new Design.Instrument(i.treatment(), i.outcome(), i.instruments(), more)),
        p -> Optional.of(new Design.Panel(p.treatment(), p.outcome(), p.unit(), p.time(), more)),
        m -> Optional.of(new Design.Mediation(m.treatment(), m.outcome(), m.mediators(), more)));
  }

  /** The same design of another outcome or treatment. */
  static Design of(Design design, String treatment, String outcome) {
    return design.fold(
        r -> new Design.Randomized(treatment, outcome),
        b -> new Design.Backdoor(treatment, outcome, b.adjustment()),
        f -> new Design.FrontDoor(treatment, outcome, f.mediators()),
        i -> new Design.Instrument(treatment, outcome, i.instruments(), i.adjustment()),
        p -> new Design.Panel(treatment, outcome, p.unit(), p.time(), p.adjustment()),
        m -> new Design.Mediation(treatment, outcome, m.mediators(), m.adjustment()));
  }

  /** Rows in groups that depend on each other: clusters, units of a panel, or single rows. */
  int[][] groups() {
    Optional<String> unit =
        recipe.design() instanceof Design.Panel panel
            ? Optional.of(panel.unit())
            : Optional.<String>empty();
    Optional<String> named = recipe.estimator().clusters().or(() -> unit);
    if (named.isEmpty()) {
      int[][] rows = new int[table.rows()][];
      Arrays.setAll(rows, i -> new int[] {i});
      return rows;
    }
    Column column = table.column(named.get());
    Map<String, Integer> numbers = new HashMap<>();
    List<List<Integer>> groups = new ArrayList<>();
    for (int row = 0; row < table.rows(); row++) {
      Integer number = numbers.putIfAbsent(column.text(row), groups.size());
      if (number == null) {
        number = groups.size();
        groups.add(new ArrayList<>());
      }
      groups.get(number).add(row);
    }
    return groups.stream()
        .map(g -> g.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }

  /** A name that no column has. */
  String freeName(String wanted) {
    String name = wanted;
    while (table.has(name)) {
      name = name + "'";
    }
    return name;
  }
}
