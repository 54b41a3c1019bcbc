package org.causal4j.examples;

import java.util.Arrays;
import org.causal4j.core.estimate.Measure;

/** The measures that the command line knows. */
final class MeasureChoice {
  private MeasureChoice() {}

  static Measure of(String word) {
    for (Measure measure : Measure.values()) {
      if (EstimateJson.word(measure).equals(word)) {
        return measure;
      }
    }
    throw new IllegalArgumentException(
        "--measure: no measure '"
            + word
            + "'; known are "
            + Arrays.stream(Measure.values()).map(EstimateJson::word).toList());
  }
}
