package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The two mean potential outcomes behind an effect, E[Y(1)] and E[Y(0)], over the units that the
 * estimand averages over: the treated for the ATT. Where folds were drawn several times each draw
 * is kept, and what is derived from them is the median of the draws. Immutable.
 */
public final class ArmMeans {

  /** One pair of means with their variances and covariance. */
  record Draw(
      double treated,
      double control,
      double treatedVariance,
      double controlVariance,
      double covariance) {}

  /** A point with its standard error. */
  record Point(double estimate, double standardError) {}

  /** The difference of the means as the estimator gave it. */
  record Difference(Point point, Optional<Influence> influence) {}

  /** A function of the two means, with its derivatives where they are needed. */
  private record Function(
      DoubleBinaryOperator value, DoubleBinaryOperator byTreated, DoubleBinaryOperator byControl) {}

  private static final Function TREATED = new Function((t, c) -> t, (t, c) -> 1, (t, c) -> 0);
  private static final Function CONTROL = new Function((t, c) -> c, (t, c) -> 0, (t, c) -> 1);
  private static final Function LOG_RATIO =
      new Function((t, c) -> Math.log(t / c), (t, c) -> 1 / t, (t, c) -> -1 / c);
  private static final Function LOG_ODDS_RATIO =
      new Function(
          (t, c) -> Math.log(t / (1 - t)) - Math.log(c / (1 - c)),
          (t, c) -> 1 / (t * (1 - t)),
          (t, c) -> -1 / (c * (1 - c)));

  private final ImmutableList<Draw> draws;
  private final boolean binary;
  private final double level;
  private final String treatedState;
  private final String controlState;
  private final Optional<Difference> difference;

  private ArmMeans(
      List<Draw> draws,
      boolean binary,
      double level,
      String treatedState,
      String controlState,
      Optional<Difference> difference) {
    this.draws = ImmutableList.copyOf(draws);
    this.binary = binary;
    this.level = level;
    this.treatedState = treatedState;
    this.controlState = controlState;
    this.difference = difference;
  }

  /**
   * The means of one draw.
   *
   * @param influenceOfTreated n times what each unit adds to the error of the treated mean
   * @param y outcomes, which tell whether an odds ratio makes sense
   */
  static ArmMeans of(
      double treated,
      double control,
      double[] influenceOfTreated,
      double[] influenceOfControl,
      int[] clusters,
      double[] y,
      double level) {
    double[][] covariance =
        ClusterVariance.covariance(
            new double[][] {influenceOfTreated, influenceOfControl}, clusters);
    boolean binary = true;
    for (double v : y) {
      binary &= v == 0 || v == 1;
    }
    Draw draw = new Draw(treated, control, covariance[0][0], covariance[1][1], covariance[1][0]);
    return new ArmMeans(List.of(draw), binary, level, "treated", "control", Optional.empty());
  }

  /** The draws of several splits together. */
  static ArmMeans ofDraws(List<ArmMeans> each) {
    ArmMeans first = each.get(0);
    return new ArmMeans(
        each.stream().flatMap(m -> m.draws.stream()).toList(),
        first.binary,
        first.level,
        first.treatedState,
        first.controlState,
        first.difference);
  }

  ArmMeans named(String treated, String control) {
    return new ArmMeans(draws, binary, level, treated, control, difference);
  }

  /**
   * With the difference that was estimated, so that a ratio can be turned back to its very bits.
   */
  ArmMeans with(Difference newDifference) {
    return new ArmMeans(
        draws, binary, level, treatedState, controlState, Optional.of(newDifference));
  }

  Difference difference() {
    return difference.orElseThrow();
  }

  /** E[Y(1)], with its interval. */
  public ArmMean treated() {
    return arm(treatedState, TREATED);
  }

  /** E[Y(0)], with its interval. */
  public ArmMean control() {
    return arm(controlState, CONTROL);
  }

  private ArmMean arm(String state, Function function) {
    Point point = median(function);
    return new ArmMean(
        state,
        point.estimate(),
        point.standardError(),
        ConfidenceInterval.normal(point.estimate(), point.standardError(), level));
  }

  /** The logarithm of a ratio with its standard error. */
  Point logarithm(Measure measure) {
    for (Draw draw : draws) {
      checkPositive(measure, draw.treated, treatedState);
      checkPositive(measure, draw.control, controlState);
    }
    return median(measure == Measure.RATIO ? LOG_RATIO : LOG_ODDS_RATIO);
  }

  private void checkPositive(Measure measure, double mean, String state) {
    if (measure == Measure.RATIO) {
      Preconditions.checkArgument(
          mean > 0,
          "measure: a ratio needs positive means; that of the arm '%s' is estimated at %s",
          state,
          mean);
      return;
    }
    Preconditions.checkArgument(
        binary, "measure: an odds ratio needs an outcome of 0 and 1; this one has other values");
    Preconditions.checkArgument(
        mean > 0 && mean < 1,
        "measure: an odds ratio needs means between 0 and 1; that of the arm '%s' is estimated at"
            + " %s",
        state,
        mean);
  }

  /** Derivatives of the logarithm of a ratio by the treated and by the control mean. */
  double[] slopes(Measure measure) {
    Function function = measure == Measure.RATIO ? LOG_RATIO : LOG_ODDS_RATIO;
    double treated = treated().mean();
    double control = control().mean();
    return new double[] {
      function.byTreated().applyAsDouble(treated, control),
      function.byControl().applyAsDouble(treated, control)
    };
  }

  private Point median(Function function) {
    double[] values = new double[draws.size()];
    double[] variances = new double[draws.size()];
    for (int d = 0; d < values.length; d++) {
      Draw draw = draws.get(d);
      double a = function.byTreated().applyAsDouble(draw.treated, draw.control);
      double b = function.byControl().applyAsDouble(draw.treated, draw.control);
      values[d] = function.value().applyAsDouble(draw.treated, draw.control);
      variances[d] =
          Math.max(
              0,
              a * a * draw.treatedVariance
                  + b * b * draw.controlVariance
                  + 2 * a * b * draw.covariance);
    }
    double middle = Medians.median(values);
    for (int d = 0; d < values.length; d++) {
      variances[d] += (values[d] - middle) * (values[d] - middle);
    }
    return new Point(middle, Math.sqrt(Medians.median(variances)));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ArmMeans that
        && draws.equals(that.draws)
        && level == that.level
        && treatedState.equals(that.treatedState)
        && controlState.equals(that.controlState);
  }

  @Override
  public int hashCode() {
    return draws.hashCode();
  }

  @Override
  public String toString() {
    return treated() + "; " + control();
  }
}
