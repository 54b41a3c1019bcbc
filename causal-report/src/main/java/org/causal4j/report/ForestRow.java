package org.causal4j.report;

import com.google.common.base.Preconditions;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One effect of a {@link ForestPlot}.
 *
 * @param label first line of its name
 * @param detail second line, smaller; empty for none
 * @param effect the adjusted effect with its interval
 * @param naive the difference without adjustment, if it should be shown
 * @param count how many observations stand behind it, if it should be shown
 * @param grade how far the claim can be trusted, as "B"; empty for none
 * @param hue color of mark and grade
 */
public record ForestRow(
    String label,
    String detail,
    Measured effect,
    OptionalDouble naive,
    OptionalLong count,
    String grade,
    Hue hue) {

  /** Checks that the naive difference is finite and the count not below 0. */
  public ForestRow {
    Preconditions.checkArgument(
        naive.isEmpty() || Double.isFinite(naive.getAsDouble()), "naive: %s is not finite", naive);
    Preconditions.checkArgument(
        count.isEmpty() || count.getAsLong() >= 0, "count: %s is below 0", count);
  }

  /** A blue row with no more than its effect. */
  public static ForestRow of(String label, Measured effect) {
    return new ForestRow(
        label, "", effect, OptionalDouble.empty(), OptionalLong.empty(), "", Hue.BLUE);
  }

  /** The same with a second line of name. */
  public ForestRow withDetail(String value) {
    return new ForestRow(label, value, effect, naive, count, grade, hue);
  }

  /** The same with the difference without adjustment. */
  public ForestRow withNaive(double value) {
    return new ForestRow(label, detail, effect, OptionalDouble.of(value), count, grade, hue);
  }

  /** The same with the number of observations. */
  public ForestRow withCount(long value) {
    return new ForestRow(label, detail, effect, naive, OptionalLong.of(value), grade, hue);
  }

  /** The same with a grade and its color. */
  public ForestRow withGrade(String value, Hue color) {
    return new ForestRow(label, detail, effect, naive, count, value, color);
  }
}
