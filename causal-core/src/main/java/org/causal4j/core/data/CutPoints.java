package org.causal4j.core.data;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Where the numbers of a column are cut into states. With points {@code p1 < … < pk} there are
 * {@code k + 1} states: below {@code p1}, from {@code p1} to below {@code p2}, and so on. Points
 * that are learned ({@link #quantiles}) are learned once, from the rows to train on, and then hold
 * for all.
 *
 * <p>Immutable and safe to share between threads.
 *
 * @param points ascending
 * @param labels one more than points
 */
public record CutPoints(ImmutableList<Double> points, ImmutableList<String> labels) {
  /** Checks the order of the points and the number of labels. */
  public CutPoints {
    for (int i = 0; i < points.size(); i++) {
      Preconditions.checkArgument(
          Double.isFinite(points.get(i)), "points: %s is not finite", points.get(i));
      Preconditions.checkArgument(
          i == 0 || points.get(i - 1) < points.get(i), "points: %s are not ascending", points);
    }
    Preconditions.checkArgument(
        labels.size() == points.size() + 1,
        "labels: %s given, but %s points make %s states",
        labels.size(),
        points.size(),
        points.size() + 1);
  }

  /** These points, ascending. States are labeled as "&lt;1", "[1,2)", "≥2". */
  public static CutPoints at(double... points) {
    ImmutableList<Double> list =
        DoubleStream.of(points).boxed().collect(ImmutableList.toImmutableList());
    return new CutPoints(list, defaultLabels(list));
  }

  /**
   * Points that cut a column into about equal parts: its quantiles at {@code 1/states … }, linear
   * between order statistics (type 7 of Hyndman and Fan, "Sample quantiles in statistical
   * packages", The American Statistician 50, 1996). Where many cells are equal, quantiles may be
   * too: then there are fewer states.
   *
   * @param states at least 2
   * @throws IllegalArgumentException if all cells are missing
   */
  public static CutPoints quantiles(Column.Continuous column, int states) {
    Preconditions.checkArgument(states >= 2, "states: %s is below 2", states);
    double[] sorted =
        DoubleStream.of(column.values()).filter(value -> !Double.isNaN(value)).sorted().toArray();
    Preconditions.checkArgument(sorted.length > 0, "%s: has no cell", column.name());
    return at(
        IntStream.range(1, states)
            .mapToDouble(i -> quantile(sorted, (double) i / states))
            .distinct()
            .filter(point -> point > sorted[0])
            .toArray());
  }

  private static double quantile(double[] sorted, double level) {
    double place = level * (sorted.length - 1);
    int below = (int) Math.floor(place);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }

  private static ImmutableList<String> defaultLabels(List<Double> points) {
    List<String> labels = new ArrayList<>();
    for (int i = 0; i <= points.size(); i++) {
      if (points.isEmpty()) {
        labels.add("any");
      } else if (i == 0) {
        labels.add("<" + Column.Continuous.text(points.get(0)));
      } else if (i == points.size()) {
        labels.add("≥" + Column.Continuous.text(points.get(i - 1)));
      } else {
        labels.add(
            "["
                + Column.Continuous.text(points.get(i - 1))
                + ","
                + Column.Continuous.text(points.get(i))
                + ")");
      }
    }
    return ImmutableList.copyOf(labels);
  }

  /** With other labels, one more than there are points. */
  public CutPoints withLabels(String... newLabels) {
    return new CutPoints(points, ImmutableList.copyOf(newLabels));
  }

  /** The state of each cell; missing cells stay missing. */
  public Column.Discrete apply(Column.Continuous column) {
    double[] sorted = points.stream().mapToDouble(Double::doubleValue).toArray();
    int[] codes = new int[column.size()];
    for (int row = 0; row < codes.length; row++) {
      codes[row] = column.isMissing(row) ? -1 : state(sorted, column.value(row));
    }
    return Column.Discrete.ofCodes(column.name(), labels, codes);
  }

  private static int state(double[] points, double value) {
    // 0.0 for -0.0, which binarySearch puts before 0.
    int at = Arrays.binarySearch(points, value + 0.0);
    return at >= 0 ? at + 1 : -at - 1;
  }

  @Override
  public String toString() {
    return "cut at " + points + " into " + labels;
  }
}
