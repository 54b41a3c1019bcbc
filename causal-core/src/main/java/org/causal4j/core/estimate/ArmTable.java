package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Design;
import org.causal4j.core.learn.Features;

/** What an estimator of several arms reads from a table: one entry a unit. */
final class ArmTable {
  private static final int MOST_ARMS = 100;

  final Features x;
  final ImmutableList<String> states;
  final int[] arm;
  final double[] y;
  final int[] clusters;

  private ArmTable(
      Features x, ImmutableList<String> states, int[] arm, double[] y, int[] clusters) {
    this.x = x;
    this.states = states;
    this.arm = arm;
    this.y = y;
    this.clusters = clusters;
  }

  static ArmTable of(Estimator estimator, Design design, Table table) {
    Study.checkServed(estimator, design);
    Column column = table.column(design.treatment());
    ImmutableList<String> states = states(column);
    Preconditions.checkArgument(
        states.size() >= 2, "treatment '%s': is constant, %s", column.name(), states);
    Preconditions.checkArgument(
        states.size() <= MOST_ARMS,
        "treatment '%s': has %s states, more than %s; a treatment of many numbers has a dose-response"
            + " curve",
        column.name(),
        states.size(),
        MOST_ARMS);
    int[] arm = new int[table.rows()];
    Arrays.setAll(arm, i -> states.indexOf(column.text(i)));
    double[] y = BinaryTable.outcome(table, design.outcome());
    for (int i = 0; i < y.length; i++) {
      Preconditions.checkArgument(Double.isFinite(y[i]), "outcome: row %s is %s", (Object) i, y[i]);
    }
    return new ArmTable(
        Study.covariates(design, table),
        states,
        arm,
        y,
        BinaryTable.clusters(table, estimator.clusters()));
  }

  /** The states that occur, in the order of a discrete column or of first appearance. */
  static ImmutableList<String> states(Column column) {
    Preconditions.checkArgument(
        column.missing() == 0,
        "treatment '%s': %s cells are missing",
        column.name(),
        column.missing());
    ImmutableList<String> seen =
        IntStream.range(0, column.size())
            .mapToObj(column::text)
            .distinct()
            .collect(ImmutableList.toImmutableList());
    return column.fold(
        discrete ->
            discrete.states().stream()
                .filter(seen::contains)
                .collect(ImmutableList.toImmutableList()),
        continuous -> seen);
  }

  int n() {
    return y.length;
  }

  int number(String state) {
    int number = states.indexOf(state);
    Preconditions.checkArgument(
        number >= 0, "treatment: no row is '%s'; the states are %s", state, states);
    return number;
  }

  int size(int a) {
    return (int) Arrays.stream(arm).filter(s -> s == a).count();
  }

  /** 1 for the units of an arm, else 0. */
  double[] indicator(int a) {
    return Arrays.stream(arm).mapToDouble(s -> s == a ? 1 : 0).toArray();
  }

  int[] unitsOf(int a) {
    return IntStream.range(0, n()).filter(i -> arm[i] == a).toArray();
  }

  /** Folds that share out the units of the smallest arm evenly. */
  int[] folds(int folds, Seed seed) {
    int smallest = 0;
    for (int a = 1; a < states.size(); a++) {
      smallest = size(a) < size(smallest) ? a : smallest;
    }
    int rare = smallest;
    return Folds.assign(
        Arrays.stream(arm).map(s -> s == rare ? 1 : 0).toArray(), clusters, folds, seed);
  }
}
