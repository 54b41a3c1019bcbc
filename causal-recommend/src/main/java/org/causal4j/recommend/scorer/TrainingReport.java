package org.causal4j.recommend.scorer;

import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Locale;

/**
 * How training went.
 *
 * @param losses mean loss of a positive pair, one an epoch
 * @param epochSeconds time of each epoch
 */
public record TrainingReport(ImmutableDoubleArray losses, ImmutableDoubleArray epochSeconds) {
  /** Number of epochs. */
  public int epochs() {
    return losses.length();
  }

  @Override
  public String toString() {
    int last = losses.length() - 1;
    return String.format(
        Locale.ROOT,
        "%d epochs, loss %.4f to %.4f, %.2f s an epoch",
        losses.length(),
        losses.get(0),
        losses.get(last),
        epochSeconds.stream().average().orElse(0));
  }
}
