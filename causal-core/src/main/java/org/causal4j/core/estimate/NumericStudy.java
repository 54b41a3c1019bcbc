package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import com.google.common.primitives.Doubles;
import java.util.Arrays;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.causal4j.core.design.Design;
import org.causal4j.core.learn.Features;

/**
 * What an estimator that takes the treatment as a number reads from a table. Where all rows are in
 * the two states of the contrast the treatment is 0 and 1; else its cells and the two states must
 * be numbers.
 */
final class NumericStudy {
  final Features x;
  final double[] treatment;
  final double control;
  final double treated;
  final double[] y;
  final int[] clusters;
  final boolean binary;

  private NumericStudy(
      Features x,
      double[] treatment,
      double control,
      double treated,
      double[] y,
      int[] clusters,
      boolean binary) {
    this.x = x;
    this.treatment = treatment;
    this.control = control;
    this.treated = treated;
    this.y = y;
    this.clusters = clusters;
    this.binary = binary;
  }

  static NumericStudy of(Estimator estimator, Design design, Table table, Contrast contrast) {
    Study.checkServed(estimator, design);
    Preconditions.checkArgument(
        contrast.treatment().equals(design.treatment()),
        "contrast: is of '%s', the design of '%s'",
        contrast.treatment(),
        design.treatment());
    Column column = table.column(contrast.treatment());
    Preconditions.checkArgument(
        column.missing() == 0,
        "treatment '%s': %s cells are missing",
        column.name(),
        column.missing());
    double[] numbers =
        column instanceof Column.Continuous continuous ? continuous.values() : new double[0];
    boolean binary = ofTwoStates(column, numbers, contrast);
    double[] treatment = new double[column.size()];
    double control = binary ? 0 : number(contrast.control(), column);
    double treated = binary ? 1 : number(contrast.treated(), column);
    // A number is written out once, not in every row.
    double known = Double.NaN;
    double value = Double.NaN;
    for (int row = 0; row < treatment.length; row++) {
      if (numbers.length > 0 && !binary) {
        treatment[row] = numbers[row];
        continue;
      }
      if (numbers.length == 0 || numbers[row] != known) {
        String text = column.text(row);
        value = binary ? text.equals(contrast.treated()) ? 1 : 0 : number(text, column);
        known = numbers.length == 0 ? Double.NaN : numbers[row];
      }
      treatment[row] = value;
    }
    Preconditions.checkArgument(
        Arrays.stream(treatment).anyMatch(t -> t != treatment[0]),
        "treatment '%s': is constant; a contrast needs it to vary",
        column.name());
    return new NumericStudy(
        Study.covariates(design, table),
        treatment,
        control,
        treated,
        BinaryTable.outcome(table, design.outcome()),
        BinaryTable.clusters(table, estimator.clusters()),
        binary);
  }

  private static boolean ofTwoStates(Column column, double[] numbers, Contrast contrast) {
    double[] known = {Double.NaN, Double.NaN};
    for (int row = 0; row < column.size(); row++) {
      if (row < numbers.length && (numbers[row] == known[0] || numbers[row] == known[1])) {
        continue;
      }
      String text = column.text(row);
      boolean treated = text.equals(contrast.treated());
      if (!treated && !text.equals(contrast.control())) {
        return false;
      }
      if (row < numbers.length) {
        known[treated ? 1 : 0] = numbers[row];
      }
    }
    return true;
  }

  private static double number(String text, Column column) {
    Double number = Doubles.tryParse(text);
    Preconditions.checkArgument(
        number != null && Double.isFinite(number),
        "treatment '%s': '%s' is no number, and not all rows are in the two states of the contrast",
        column.name(),
        text);
    return number;
  }

  int n() {
    return y.length;
  }

  double difference() {
    return treated - control;
  }

  int treatedUnits() {
    return binary ? (int) Arrays.stream(treatment).sum() : n();
  }

  int controlUnits() {
    return n() - treatedUnits();
  }
}
