package org.causal4j.core.data;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;

/**
 * Brings continuous columns to mean 0 and standard deviation 1, as the rows that it was fitted to
 * say: {@code (x − mean) / deviation}, with the deviation over {@code n}. A column that does not
 * vary is only shifted. Missing cells are left out of the fit and stay missing.
 *
 * <p>Fit it to the rows to train on and apply it to all. Immutable and safe to share between
 * threads.
 */
public final class Scaler {
  /** Mean and deviation of a column. */
  private record Moments(double mean, double deviation) {}

  private final ImmutableMap<String, Moments> moments;

  private Scaler(ImmutableMap<String, Moments> moments) {
    this.moments = moments;
  }

  /**
   * Learns the moments of some columns.
   *
   * @throws IllegalArgumentException if one is not continuous or has no cell
   */
  public static Scaler fit(Table train, String... names) {
    ImmutableMap.Builder<String, Moments> moments = ImmutableMap.builder();
    for (String name : names) {
      double[] values =
          Arrays.stream(train.continuous(name).values()).filter(x -> !Double.isNaN(x)).toArray();
      Preconditions.checkArgument(values.length > 0, "%s: has no cell", name);
      double mean = Arrays.stream(values).average().orElseThrow();
      double variance =
          Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
      moments.put(name, new Moments(mean, variance > 0 ? Math.sqrt(variance) : 1));
    }
    return new Scaler(moments.buildOrThrow());
  }

  /** A table with these columns scaled and the others as they are. */
  public Table apply(Table table) {
    Table scaled = table;
    for (var entry : moments.entrySet()) {
      double[] values = table.continuous(entry.getKey()).values();
      Moments m = entry.getValue();
      Arrays.setAll(values, row -> (values[row] - m.mean) / m.deviation);
      scaled = scaled.with(Column.Continuous.of(entry.getKey(), values));
    }
    return scaled;
  }

  @Override
  public String toString() {
    return "Scaler of " + moments;
  }
}
