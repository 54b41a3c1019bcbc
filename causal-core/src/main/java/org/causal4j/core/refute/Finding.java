package org.causal4j.core.refute;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.causal4j.core.estimate.ConfidenceInterval;

/** Collects what becomes a refutation. */
final class Finding {
  private final String refuter;
  private final String nullHypothesis;
  private final String rule;
  private final Refits refits;
  private double[] estimates = new double[0];
  private OptionalDouble pValue = OptionalDouble.empty();
  private Optional<ConfidenceInterval> interval = Optional.empty();
  private ImmutableList<String> notes = ImmutableList.of();

  Finding(String refuter, Refits refits, String nullHypothesis, String rule) {
    this.refuter = refuter;
    this.refits = refits;
    this.nullHypothesis = nullHypothesis;
    this.rule = rule;
  }

  Finding estimates(double... values) {
    estimates = values;
    return this;
  }

  Finding pValue(double value) {
    pValue = OptionalDouble.of(value);
    return this;
  }

  Finding interval(ConfidenceInterval value) {
    interval = Optional.of(value);
    return this;
  }

  Finding notes(List<String> values) {
    notes = ImmutableList.copyOf(values);
    return this;
  }

  Refutation verdict(Refutation.Verdict verdict, String reason, Object... numbers) {
    return new Refutation(
        refuter,
        verdict,
        nullHypothesis,
        rule,
        refits.options().errorRate(),
        refits.original().estimate(),
        ImmutableDoubleArray.copyOf(estimates),
        pValue,
        interval,
        numbers.length == 0 ? reason : String.format(Locale.ROOT, reason, numbers),
        notes);
  }

  static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(0);
  }

  /** Standard deviation with divisor n − 1. */
  static double deviation(double[] values) {
    double mean = mean(values);
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    return Math.sqrt(squares / (values.length - 1));
  }
}
