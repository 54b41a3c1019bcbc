package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import java.util.Optional;

/**
 * How an embedding model is trained: Adam over batches of pairs, all pairs once an epoch in an
 * order drawn anew.
 *
 * @param learningRate of Adam
 * @param batch pairs a step
 * @param epochs passes over all pairs, at most
 * @param spread standard deviation of the start
 * @param textSpread spread of items that start from a text, in units of {@code spread}
 * @param earlyStopping when to stop before all epochs are done; empty for never
 */
public record Training(
    double learningRate,
    int batch,
    int epochs,
    double spread,
    double textSpread,
    Optional<EarlyStopping> earlyStopping) {
  /** Checks the limits. */
  public Training {
    Preconditions.checkArgument(
        learningRate > 0 && learningRate < 1,
        "learningRate: %s is not between 0 and 1",
        learningRate);
    Preconditions.checkArgument(batch >= 2, "batch: %s is below 2", batch);
    Preconditions.checkArgument(
        batch <= 32_768,
        "batch: %s is above 32768, whose square is the most one array holds",
        batch);
    Preconditions.checkArgument(epochs >= 1, "epochs: %s is below 1", epochs);
    Preconditions.checkArgument(
        spread > 0 && Double.isFinite(spread), "spread: %s is not above 0 and finite", spread);
    Preconditions.checkArgument(
        textSpread > 0 && Double.isFinite(textSpread),
        "textSpread: %s is not above 0 and finite",
        textSpread);
  }

  /**
   * Learning rate .001, batches of 2,048, 40 epochs, spread .1 for texts too, no early stopping.
   */
  public static Training defaults() {
    return new Training(0.001, 2048, 40, 0.1, 1, Optional.empty());
  }

  /** With another learning rate. */
  public Training withLearningRate(double rate) {
    return new Training(rate, batch, epochs, spread, textSpread, earlyStopping);
  }

  /** With another batch. */
  public Training withBatch(int size) {
    return new Training(learningRate, size, epochs, spread, textSpread, earlyStopping);
  }

  /** With another number of epochs. */
  public Training withEpochs(int count) {
    return new Training(learningRate, batch, count, spread, textSpread, earlyStopping);
  }

  /** With another spread of the start, and of texts in units of it. */
  public Training withSpread(double deviation, double ofTexts) {
    return new Training(learningRate, batch, epochs, deviation, ofTexts, earlyStopping);
  }

  /** With early stopping. */
  public Training withEarlyStopping(EarlyStopping rule) {
    return new Training(learningRate, batch, epochs, spread, textSpread, Optional.of(rule));
  }
}
