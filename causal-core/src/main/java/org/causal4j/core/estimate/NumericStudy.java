package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import com.google.common.primitives.Doubles;
import java.util.Arrays;
import java.util.stream.IntStream;
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
    boolean binary =
        IntStream.range(0, column.size())
            .mapToObj(column::text)
            .allMatch(s -> s.equals(contrast.control()) || s.equals(contrast.treated()));
    double[] treatment = new double[column.size()];
    double control = binary ? 0 : number(contrast.control(), column);
    double treated = binary ? 1 : number(contrast.treated(), column);
    for (int row = 0; row < treatment.length; row++) {
      String text = column.text(row);
      treatment[row] =
          binary
              ? text.equals(contrast.treated()) ? 1 : 0
              : column instanceof Column.Continuous continuous
                  ? continuous.value(row)
                  : number(text, column);
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
