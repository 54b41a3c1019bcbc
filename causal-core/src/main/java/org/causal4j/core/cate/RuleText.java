package org.causal4j.core.cate;

import com.google.common.collect.ImmutableList;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;
import org.causal4j.core.learn.Features;

/** Conditions on features in words; of one feature the tightest bounds are named once. */
final class RuleText {
  private final Features x;
  private final boolean[] binary;

  RuleText(Features x) {
    this.x = x;
    this.binary = new boolean[x.columns()];
    for (int c = 0; c < binary.length; c++) {
      boolean all = true;
      for (int row = 0; row < x.rows() && all; row++) {
        all = x.get(row, c) == 0 || x.get(row, c) == 1;
      }
      binary[c] = all;
    }
  }

  /** A step down a tree. */
  record Step(int feature, double threshold, boolean below) {}

  ImmutableList<String> of(Iterable<Step> steps) {
    Map<Integer, double[]> bounds = new LinkedHashMap<>();
    for (Step step : steps) {
      double[] bound =
          bounds.computeIfAbsent(
              step.feature,
              key -> new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY});
      if (step.below) {
        bound[1] = Math.min(bound[1], step.threshold);
      } else {
        bound[0] = Math.max(bound[0], step.threshold);
      }
    }
    ImmutableList.Builder<String> conditions = ImmutableList.builder();
    bounds.forEach((feature, bound) -> add(feature, bound, conditions));
    return conditions.build();
  }

  private void add(int feature, double[] bound, ImmutableList.Builder<String> conditions) {
    String name = x.names().get(feature);
    if (binary[feature]) {
      boolean one = bound[1] == Double.POSITIVE_INFINITY;
      boolean state = name.contains("=") || name.endsWith(" missing");
      conditions.add(state ? (one ? name : "not " + name) : name + " = " + (one ? 1 : 0));
      return;
    }
    if (bound[0] > Double.NEGATIVE_INFINITY) {
      conditions.add(name + " > " + number(bound[0]));
    }
    if (bound[1] < Double.POSITIVE_INFINITY) {
      conditions.add(name + " <= " + number(bound[1]));
    }
  }

  private static String number(double value) {
    return new BigDecimal(value, new MathContext(6)).stripTrailingZeros().toPlainString();
  }
}
