package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Locale;
import java.util.Objects;

/**
 * How training went. Times count neither for equality nor for the text: equal reports mean equal
 * training.
 *
 * @param losses mean loss of a triple, one an epoch
 * @param validations how the validation part was ranked; empty without early stopping
 * @param chosenEpoch number of the epoch, from 1, whose vectors were kept
 * @param epochSeconds time of each epoch; 0 in a model that was read from a file, which holds no
 *     times
 */
public record TrainingReport(
    ImmutableDoubleArray losses,
    ImmutableList<Validation> validations,
    int chosenEpoch,
    ImmutableDoubleArray epochSeconds) {

  /**
   * The validation part after an epoch.
   *
   * @param epoch number of the epoch, from 1
   * @param ndcg NDCG@20, mean over the users who validate
   */
  public record Validation(int epoch, double ndcg) {}

  /** Checks that the parts fit together. */
  public TrainingReport {
    Preconditions.checkArgument(
        epochSeconds.length() == losses.length(),
        "epochSeconds: %s for %s epochs",
        epochSeconds.length(),
        losses.length());
    Preconditions.checkArgument(
        chosenEpoch >= 1 && chosenEpoch <= losses.length(),
        "chosenEpoch: %s is not 1 to %s",
        chosenEpoch,
        losses.length());
  }

  /** Number of epochs that were run. */
  public int epochs() {
    return losses.length();
  }

  /** Time of all epochs. */
  public double seconds() {
    return epochSeconds.stream().sum();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TrainingReport that
        && losses.equals(that.losses)
        && validations.equals(that.validations)
        && chosenEpoch == that.chosenEpoch;
  }

  @Override
  public int hashCode() {
    return Objects.hash(losses, validations, chosenEpoch);
  }

  @Override
  public String toString() {
    String chosen = "";
    for (Validation validation : validations) {
      if (validation.epoch() == chosenEpoch) {
        chosen =
            String.format(
                Locale.ROOT, ", epoch %d kept with NDCG@20 %.4f", chosenEpoch, validation.ndcg());
      }
    }
    return String.format(
        Locale.ROOT,
        "%d epochs, loss %.4f to %.4f%s",
        epochs(),
        losses.get(0),
        losses.get(epochs() - 1),
        chosen);
  }
}
