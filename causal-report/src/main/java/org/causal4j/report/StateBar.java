package org.causal4j.report;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One line of a node's distribution.
 *
 * @param label the state
 * @param probability its probability
 * @param rest whether it stands for several states that are not shown
 */
record StateBar(String label, double probability, boolean rest) {
  private static final int MOST = 8;

  /** A line a state; of many states the most probable ones, and the sum of the others. */
  static ImmutableList<StateBar> of(Map<String, Double> probabilities) {
    List<Map.Entry<String, Double>> all = List.copyOf(probabilities.entrySet());
    if (all.size() <= MOST) {
      return all.stream()
          .map(e -> new StateBar(e.getKey(), e.getValue(), false))
          .collect(ImmutableList.toImmutableList());
    }
    List<Integer> shown =
        IntStream.range(0, all.size())
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -all.get(i).getValue()))
            .limit(MOST - 1)
            .sorted()
            .collect(Collectors.toList());
    ImmutableList.Builder<StateBar> bars = ImmutableList.builder();
    double left = 1;
    for (int i : shown) {
      bars.add(new StateBar(all.get(i).getKey(), all.get(i).getValue(), false));
      left -= all.get(i).getValue();
    }
    return bars.add(new StateBar("+ " + (all.size() - shown.size()), Math.max(0, left), true))
        .build();
  }
}
