package org.causal4j.core.cate;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.util.stream.IntStream;
import org.causal4j.core.learn.Features;

/**
 * A fitted model of the effect given features, τ(x) = E[Y(1) − Y(0) | X = x]. Implementations are
 * immutable and safe to share between threads.
 */
public interface CateModel {
  /** Level of an interval where none is asked for. */
  double LEVEL = 0.95;

  /** The learner that fitted it and with which settings. */
  String name();

  /** Names of the features it was fitted to, in order; it answers only for rows of these. */
  ImmutableList<String> features();

  /**
   * The effect for a row.
   *
   * @throws IllegalArgumentException if the features are not those it was fitted to
   */
  double effect(Features x, int row);

  /** Whether {@link #estimate} answers. */
  boolean hasIntervals();

  /**
   * The effect for a row with its standard error and interval.
   *
   * @param level of the interval, between 0 and 1
   * @throws NoIntervalException if {@link #hasIntervals()} is false
   * @throws IllegalArgumentException if the features are not those it was fitted to
   */
  CateEstimate estimate(Features x, int row, double level);

  /** {@link #estimate(Features, int, double)} with an interval of 95 %. */
  default CateEstimate estimate(Features x, int row) {
    return estimate(x, row, LEVEL);
  }

  /** The effects for all rows. */
  default double[] effects(Features x) {
    return IntStream.range(0, x.rows()).mapToDouble(row -> effect(x, row)).toArray();
  }

  /** The estimates for all rows. */
  default ImmutableList<CateEstimate> estimates(Features x, double level) {
    return IntStream.range(0, x.rows())
        .mapToObj(row -> estimate(x, row, level))
        .collect(ImmutableList.toImmutableList());
  }

  /** For implementations: refuses features other than the model's. */
  static void checkFeatures(CateModel model, Features x) {
    Preconditions.checkArgument(
        x.names().equals(model.features()),
        "x: has the columns %s, the model %s",
        x.names(),
        model.features());
  }
}
