package org.causal4j.recommend.interaction;

import java.util.Arrays;
import java.util.Locale;

/**
 * How many partners the nodes of one side have.
 *
 * @param nodes number of nodes, those without a partner included
 * @param isolated nodes without a partner
 * @param min fewest partners
 * @param median of the partners; the mean of the middle two for an even number of nodes
 * @param mean of the partners
 * @param max most partners
 */
public record Degrees(int nodes, int isolated, int min, double median, double mean, int max) {

  static Degrees of(int[] degrees) {
    int[] sorted = degrees.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    int isolated = 0;
    while (isolated < n && sorted[isolated] == 0) {
      isolated++;
    }
    double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2.0;
    double mean = Arrays.stream(sorted).average().orElse(0);
    return new Degrees(n, isolated, sorted[0], median, mean, sorted[n - 1]);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d nodes with %,d to %,d partners, median %.1f, mean %.1f; %,d without",
        nodes,
        min,
        max,
        median,
        mean,
        isolated);
  }
}
