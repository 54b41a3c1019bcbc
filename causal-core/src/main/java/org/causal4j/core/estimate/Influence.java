package org.causal4j.core.estimate;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What each unit adds to the error of an estimate, times the number of units: the empirical
 * influence values, with mean 0. On the log scale for ratios. It is what {@link SimultaneousBands}
 * needs to know how estimates depend on each other.
 *
 * <p>Takes at most 20 bytes a unit, without copies; {@link EffectEstimate#withoutInfluence} frees
 * them. Immutable and safe to share between threads.
 */
public final class Influence {
  private final double[] first;
  private final double @Nullable [] second;
  private final double byFirst;
  private final double bySecond;
  private final int[] clusters;

  private Influence(
      double[] first, double @Nullable [] second, double byFirst, double bySecond, int[] clusters) {
    this.first = first;
    this.second = second;
    this.byFirst = byFirst;
    this.bySecond = bySecond;
    this.clusters = clusters;
  }

  static Influence of(double[] values, int[] clusters) {
    return new Influence(values, null, 1, 0, clusters);
  }

  /** Of a difference of two means. */
  static Influence ofArms(double[] treated, double[] control, int[] clusters) {
    return new Influence(treated, control, 1, -1, clusters);
  }

  /** Of a function of the two means with these derivatives. */
  Influence along(double byTreated, double byControl) {
    return new Influence(first, second, byTreated, byControl, clusters);
  }

  /** Number of units. */
  public int units() {
    return first.length;
  }

  /** The value of a unit. */
  public double value(int unit) {
    Preconditions.checkElementIndex(unit, first.length, "unit");
    return byFirst * first[unit] + (second == null ? 0 : bySecond * second[unit]);
  }

  /** The number of a unit's cluster; units of one number depend on each other. */
  public int cluster(int unit) {
    return clusters[unit];
  }

  boolean hasClustersOf(Influence other) {
    return Arrays.equals(clusters, other.clusters);
  }

  int[] clusters() {
    return clusters;
  }

  double[] values() {
    double[] values = new double[first.length];
    Arrays.setAll(values, this::value);
    return values;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Influence that
        && Arrays.equals(values(), that.values())
        && Arrays.equals(clusters, that.clusters);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(values()) + Arrays.hashCode(clusters);
  }

  @Override
  public String toString() {
    return "influence of " + first.length + " units";
  }
}
