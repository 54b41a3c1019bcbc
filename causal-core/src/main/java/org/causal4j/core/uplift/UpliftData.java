package org.causal4j.core.uplift;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoublePredicate;
import org.causal4j.core.data.Column;
import org.causal4j.core.data.Table;
import org.causal4j.core.design.Contrast;
import org.jspecify.annotations.Nullable;

/**
 * What a score is judged by: units that were treated or not, with the score that each had before
 * and the outcome that each had after. The score must have been learned from other units.
 *
 * <p>Treatment must have been assigned at random, or with propensities that are given, or ignorably
 * given the covariates of an outcome model and propensities learned elsewhere.
 *
 * <p>Immutable and safe to share between threads; arrays are copied.
 */
public final class UpliftData {
  private final double[] score;
  private final int[] treatment;
  private final double[] outcome;
  private final double @Nullable [] propensity;
  private final double @Nullable [] weights;
  private final int @Nullable [] clusters;
  private final double @Nullable [] modelControl;
  private final double @Nullable [] modelTreated;

  private UpliftData(
      double[] score,
      int[] treatment,
      double[] outcome,
      double @Nullable [] propensity,
      double @Nullable [] weights,
      int @Nullable [] clusters,
      double @Nullable [] modelControl,
      double @Nullable [] modelTreated) {
    this.score = score;
    this.treatment = treatment;
    this.outcome = outcome;
    this.propensity = propensity;
    this.weights = weights;
    this.clusters = clusters;
    this.modelControl = modelControl;
    this.modelTreated = modelTreated;
  }

  /**
   * Units whose treatment was assigned by a coin of one bias.
   *
   * @param score higher means targeted sooner; finite
   * @param treatment 0 or 1, both of them present
   * @param outcome a number, higher is a gain; finite
   */
  public static UpliftData of(double[] score, int[] treatment, double[] outcome) {
    int n = score.length;
    Preconditions.checkArgument(
        treatment.length == n && outcome.length == n,
        "lengths differ: %s scores, %s treatments, %s outcomes",
        n,
        treatment.length,
        outcome.length);
    check("score", score, Double::isFinite, "not finite");
    check("outcome", outcome, Double::isFinite, "not finite");
    int treated = 0;
    for (int i = 0; i < n; i++) {
      Preconditions.checkArgument(
          treatment[i] == 0 || treatment[i] == 1,
          "treatment: row %s is %s, neither 0 nor 1",
          i,
          treatment[i]);
      treated += treatment[i];
    }
    Preconditions.checkArgument(
        treated > 0 && treated < n,
        "treatment: %s treated and %s control units; both are needed",
        treated,
        n - treated);
    return new UpliftData(
        score.clone(), treatment.clone(), outcome.clone(), null, null, null, null, null);
  }

  /**
   * Units of a table.
   *
   * @param score a column of numbers
   * @param contrast the column of the treatment with its two states; no row may be in another
   * @param outcome a column of numbers, or of two states, the second of which counts 1
   */
  public static UpliftData of(Table table, String score, Contrast contrast, String outcome) {
    Column treatment = table.column(contrast.treatment());
    int[] arm = new int[table.rows()];
    for (int row = 0; row < arm.length; row++) {
      String state = treatment.text(row);
      boolean treated = state.equals(contrast.treated());
      Preconditions.checkArgument(
          treated || state.equals(contrast.control()),
          "treatment '%s': row %s is '%s', neither '%s' nor '%s'; choose the rows to compare first",
          contrast.treatment(),
          row,
          state,
          contrast.control(),
          contrast.treated());
      arm[row] = treated ? 1 : 0;
    }
    return of(numbers(table, score), arm, outcome(table, outcome));
  }

  private static double[] outcome(Table table, String name) {
    if (table.column(name) instanceof Column.Discrete discrete) {
      Preconditions.checkArgument(
          discrete.missing() == 0, "outcome '%s': %s cells are missing", name, discrete.missing());
      Preconditions.checkArgument(
          discrete.states().size() == 2,
          "outcome '%s': has the states %s, not two",
          name,
          discrete.states());
      double[] values = new double[discrete.size()];
      Arrays.setAll(values, discrete::code);
      return values;
    }
    return numbers(table, name);
  }

  /** The cells of a column of numbers without a missing one. */
  private static double[] numbers(Table table, String name) {
    Column.Continuous column = table.continuous(name);
    Preconditions.checkArgument(
        column.missing() == 0, "column '%s': %s cells are missing", name, column.missing());
    return column.values();
  }

  /** The same units with another score. */
  public UpliftData withScore(double[] newScore) {
    checkLength("score", newScore.length);
    check("score", newScore, Double::isFinite, "not finite");
    return new UpliftData(
        newScore.clone(),
        treatment,
        outcome,
        propensity,
        weights,
        clusters,
        modelControl,
        modelTreated);
  }

  /** The same units with the score of a column of the table that they came from. */
  public UpliftData withScore(Table table, String column) {
    return withScore(numbers(table, column));
  }

  /**
   * With the probability that each unit had of being treated, between 0 and 1. Propensities that
   * are all equal change nothing: the share of the arm is used in their place.
   */
  public UpliftData withPropensity(double[] newPropensity) {
    checkLength("propensity", newPropensity.length);
    check("propensity", newPropensity, p -> p > 0 && p < 1, "not between 0 and 1");
    return new UpliftData(
        score,
        treatment,
        outcome,
        newPropensity.clone(),
        weights,
        clusters,
        modelControl,
        modelTreated);
  }

  /** With the propensities of a column. */
  public UpliftData withPropensity(Table table, String column) {
    return withPropensity(numbers(table, column));
  }

  /** With how many units of the population each one stands for, above 0. */
  public UpliftData withWeights(double[] newWeights) {
    checkLength("weights", newWeights.length);
    check("weights", newWeights, w -> w > 0 && Double.isFinite(w), "not above 0 and finite");
    return new UpliftData(
        score,
        treatment,
        outcome,
        propensity,
        newWeights.clone(),
        clusters,
        modelControl,
        modelTreated);
  }

  /** With the weights of a column. */
  public UpliftData withWeights(Table table, String column) {
    return withWeights(numbers(table, column));
  }

  /** With dependent units: those of one number. */
  public UpliftData withClusters(int[] newClusters) {
    checkLength("clusters", newClusters.length);
    int[] dense = new int[newClusters.length];
    Map<Integer, Integer> numbers = new HashMap<>();
    for (int i = 0; i < dense.length; i++) {
      dense[i] = numbers.computeIfAbsent(newClusters[i], key -> numbers.size());
    }
    Preconditions.checkArgument(numbers.size() > 1, "clusters: there is one, so no standard error");
    return new UpliftData(
        score, treatment, outcome, propensity, weights, dense, modelControl, modelTreated);
  }

  /** With dependent units: those of equal cells in a column. */
  public UpliftData withClusters(Table table, String name) {
    Column column = table.column(name);
    Preconditions.checkArgument(
        column.missing() == 0, "clusters '%s': %s cells are missing", name, column.missing());
    int[] labels = new int[column.size()];
    Map<String, Integer> numbers = new HashMap<>();
    for (int i = 0; i < labels.length; i++) {
      labels[i] = numbers.computeIfAbsent(column.text(i), key -> numbers.size());
    }
    return withClusters(labels);
  }

  /**
   * With predictions of each unit's outcome in either arm by a model learned from other units. They
   * shorten the intervals; the curve stays unbiased where the assignment is known, even if they are
   * wrong, and is doubly robust where it is not.
   *
   * @param control predicted outcome without treatment; finite
   * @param treated predicted outcome with treatment; finite
   */
  public UpliftData withOutcomeModel(double[] control, double[] treated) {
    checkLength("control", control.length);
    checkLength("treated", treated.length);
    check("control", control, Double::isFinite, "not finite");
    check("treated", treated, Double::isFinite, "not finite");
    return new UpliftData(
        score, treatment, outcome, propensity, weights, clusters, control.clone(), treated.clone());
  }

  private void checkLength(String name, int length) {
    Preconditions.checkArgument(
        length == rows(), "%s: has %s values for %s rows", name, length, rows());
  }

  private static void check(String name, double[] values, DoublePredicate good, String fault) {
    for (int i = 0; i < values.length; i++) {
      Preconditions.checkArgument(
          good.test(values[i]), "%s: row %s is %s, %s", name, i, values[i], fault);
    }
  }

  /** Number of units. */
  public int rows() {
    return score.length;
  }

  /** Number of treated units. */
  public int treated() {
    return Arrays.stream(treatment).sum();
  }

  /** Number of clusters; that of units where none were named. */
  public int clusters() {
    return clusters == null ? rows() : Arrays.stream(clusters).max().orElse(0) + 1;
  }

  double score(int row) {
    return score[row];
  }

  double[] scores() {
    return score.clone();
  }

  boolean isTreated(int row) {
    return treatment[row] == 1;
  }

  double outcome(int row) {
    return outcome[row];
  }

  /** Whether every outcome is 0 or 1. */
  boolean isBinary() {
    return Arrays.stream(outcome).allMatch(y -> y == 0 || y == 1);
  }

  /** Probability of the arm that the unit is in; 1 where none is given, as only ratios count. */
  double probabilityOfArm(int row) {
    return propensity == null ? 1 : isTreated(row) ? propensity[row] : 1 - propensity[row];
  }

  double weight(int row) {
    return weights == null ? 1 : weights[row];
  }

  int cluster(int row) {
    return clusters == null ? row : clusters[row];
  }

  /** Predicted outcome in an arm; 0 where there is no model. */
  double model(int row, int arm) {
    double[] model = arm == 1 ? modelTreated : modelControl;
    return model == null ? 0 : model[row];
  }

  Optional<String> differsFrom(UpliftData other) {
    boolean same =
        Arrays.equals(treatment, other.treatment)
            && Arrays.equals(outcome, other.outcome)
            && Arrays.equals(propensity, other.propensity)
            && Arrays.equals(weights, other.weights)
            && Arrays.equals(clusters, other.clusters)
            && Arrays.equals(modelControl, other.modelControl)
            && Arrays.equals(modelTreated, other.modelTreated);
    return same ? Optional.empty() : Optional.of("are not of the same units; use withScore");
  }

  @Override
  public String toString() {
    return "UpliftData of " + rows() + " units, " + treated() + " treated";
  }
}
