package org.causal4j.recommend.scorer;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.jspecify.annotations.Nullable;

/** The epochs of a training: progress, early stopping, and the state on disk. */
final class TrainingLoop {
  /** What a model does in an epoch. */
  interface Model {
    /** One pass over the pairs; the mean loss. */
    double epoch(int epoch, TrainingState state);

    /** NDCG@20 of the validation part. */
    double validate(Holdout part, TrainingState state);
  }

  private final String name;
  private final int epochs;
  private final @Nullable EarlyStopping rule;
  private final @Nullable Holdout holdout;
  private final String remedy;

  /**
   * @param rule when to stop before all epochs are done, with the part it is decided on; or null
   * @param remedy what helps against a loss that is no number
   */
  TrainingLoop(
      String name,
      int epochs,
      @Nullable EarlyStopping rule,
      @Nullable Holdout holdout,
      String remedy) {
    this.name = name;
    this.epochs = epochs;
    this.rule = rule;
    this.holdout = holdout;
    this.remedy = remedy;
  }

  /** Trains to the end. */
  void run(Model model, TrainingState state, ProgressListener progress) {
    while (state.goesOn(epochs)) {
      oneEpoch(model, state, progress);
    }
    progress.step("train " + name, epochs, epochs);
  }

  /**
   * Goes on from the state in a folder, and writes it there after each epoch.
   *
   * @param folder null for no state
   * @param belongsTo what decides the bits of the result
   */
  void run(
      Model model,
      TrainingState state,
      ProgressListener progress,
      @Nullable Path folder,
      ImmutableMap<String, String> belongsTo)
      throws IOException {
    if (folder != null) {
      Checkpoint checkpoint = new Checkpoint(folder, belongsTo);
      Checkpoint.State former = checkpoint.read();
      if (former != null) {
        state.resume(former);
      }
      while (state.goesOn(epochs)) {
        oneEpoch(model, state, progress);
        checkpoint.write(state.kept());
      }
    }
    run(model, state, progress);
  }

  private void oneEpoch(Model model, TrainingState state, ProgressListener progress) {
    int epoch = state.epochs() + 1;
    progress.step("train " + name, epoch - 1, epochs);
    long began = System.nanoTime();
    double loss = model.epoch(epoch, state);
    state.ended(loss, (System.nanoTime() - began) / 1e9);
    // the loss of a batch tells of the one before it: the last one of an epoch is looked at here
    double broken = state.notFinite();
    if (broken != 0) {
      throw diverged(epoch, "last batch", broken);
    }
    Holdout part = holdout;
    EarlyStopping early = rule;
    if (part != null && early != null && (epoch % early.every() == 0 || epoch == epochs)) {
      state.seen(epoch, model.validate(part, state), early);
    }
  }

  /** Refuses a loss that is no number. */
  void checkLoss(int epoch, int batch, double loss) {
    if (!Double.isFinite(loss)) {
      throw diverged(epoch, "batch " + batch, loss);
    }
  }

  private NotConvergedException diverged(int epoch, String where, double value) {
    return new NotConvergedException(
        name + ", epoch " + epoch + ", " + where, epoch - 1, value, remedy);
  }

  /** All numbers below a count, in an order drawn with the seed. */
  static int[] shuffled(int count, Seed seed) {
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    SplittableRandom random = seed.random();
    for (int i = count - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    return order;
  }
}
