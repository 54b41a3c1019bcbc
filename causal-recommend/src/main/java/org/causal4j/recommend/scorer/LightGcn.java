package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Provenance;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.matrix.FloatMatrix;
import org.causal4j.recommend.explain.Contribution;
import org.causal4j.recommend.explain.ScoreExplanation;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.causal4j.recommend.interaction.InteractionSplit;
import org.jspecify.annotations.Nullable;

/**
 * LightGCN: a vector for each user and item, smoothed over the interaction graph; the score is
 * their inner product (He et al., "LightGCN: simplifying and powering graph convolution network for
 * recommendation", SIGIR 2020, eqs. 3–8).
 *
 * <p>With Ã the symmetrically normalized adjacency and E₀ what is learned, E = (E₀ + ÃE₀ + … +
 * ÃᴷE₀) / (K+1). The loss is BPR with one uniform negative a positive and L2 on the vectors of
 * layer 0 of the batch. Since Ã is symmetric the gradient with respect to E₀ is exactly the same
 * smoothing of the gradient with respect to E: no automatic differentiation is needed.
 *
 * <p>Items may start from their texts: the vectors of a pre-trained encoder, reduced to the
 * dimensions of the model by principal components and scaled to the spread of a random start. Items
 * without a text start at random.
 *
 * <p>The score is linear in the user's history, which gives an exact explanation: E of a user is
 * the share of its own E₀ plus, for each item j taken, ã_uj (E₀ + … + Ã^(K−1)E₀)_j / (K+1).
 *
 * <p>Differs from the paper: defaults suit small graphs ({@link Options#defaults}); several
 * negatives a positive are possible, and none is an item without users; with {@link EarlyStopping}
 * the vectors of the best epoch are smoothed over all pairs at the end, those that only validated
 * included.
 *
 * <p>An epoch costs 2 K sparse products a batch. Training takes 36 bytes a node and dimension (52
 * while it writes a state) and 48 a pair. On a large graph it first looks for an order of the nodes
 * in which the products find more in the caches (about a second for a million pairs); that changes
 * no bit of the result.
 *
 * <p>Immutable and safe to share between threads. The same seed gives the same bits for any number
 * of threads and one kernel provider.
 */
public final class LightGcn implements Scorer {
  private final InteractionGraph graph;
  private final Options options;
  private final Vectors vectors;
  private final TrainingReport report;
  private final Provenance provenance;
  private final VectorScores scores;

  LightGcn(
      InteractionGraph graph,
      Options options,
      Vectors vectors,
      TrainingReport report,
      Provenance provenance,
      Kernels kernels) {
    this.graph = graph;
    this.options = options;
    this.vectors = vectors;
    this.report = report;
    this.provenance = provenance;
    this.scores = VectorScores.of(graph, vectors.smoothed(), options.dimensions(), false, kernels);
  }

  /** What is learned: E of users and items, E₀/(K+1) of users, what an item hands to its users. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, and never leaves the package
  record Vectors(float[] smoothed, float[] ownShare, float[] passedOn) {}

  /**
   * How the model is shaped and trained.
   *
   * @param layers K, how many steps of the graph are smoothed over
   * @param dimensions of each vector
   * @param learningRate of Adam
   * @param l2 weight of the squared vectors of layer 0
   * @param batch positive pairs a step
   * @param epochs passes over all pairs, at most
   * @param negatives drawn for each positive, uniformly from the items that somebody has and the
   *     user does not
   * @param spread standard deviation of the start
   * @param textSpread spread of items that start from a text, in units of {@code spread}
   * @param earlyStopping when to stop before all epochs are done; empty for never
   */
  public record Options(
      int layers,
      int dimensions,
      double learningRate,
      double l2,
      int batch,
      int epochs,
      int negatives,
      double spread,
      double textSpread,
      Optional<EarlyStopping> earlyStopping) {
    /** Checks the limits. */
    public Options {
      Preconditions.checkArgument(layers >= 1 && layers <= 8, "layers: %s is not 1 to 8", layers);
      Preconditions.checkArgument(dimensions >= 1, "dimensions: %s is below 1", dimensions);
      Preconditions.checkArgument(
          learningRate > 0 && learningRate < 1,
          "learningRate: %s is not between 0 and 1",
          learningRate);
      Preconditions.checkArgument(
          l2 >= 0 && Double.isFinite(l2), "l2: %s is not 0 or above and finite", l2);
      Preconditions.checkArgument(batch >= 1, "batch: %s is below 1", batch);
      Preconditions.checkArgument(epochs >= 1, "epochs: %s is below 1", epochs);
      Preconditions.checkArgument(
          negatives >= 1 && negatives <= 1000, "negatives: %s is not 1 to 1000", negatives);
      Preconditions.checkArgument(
          spread > 0 && Double.isFinite(spread), "spread: %s is not above 0 and finite", spread);
      Preconditions.checkArgument(
          textSpread > 0 && Double.isFinite(textSpread),
          "textSpread: %s is not above 0 and finite",
          textSpread);
      Preconditions.checkArgument(
          (long) batch * negatives <= Integer.MAX_VALUE / 3,
          "batch: %s with %s negatives each are more than one array holds",
          batch,
          negatives);
    }

    /**
     * 3 layers, 64 dimensions, learning rate .01, L2 of 1e-4, batches of 2,048, 20 epochs, one
     * negative, spread .1 for texts too, no early stopping: right for graphs of some ten thousand
     * to some hundred thousand pairs. Larger ones want the paper's learning rate of .001 and
     * hundreds of epochs.
     */
    public static Options defaults() {
      return new Options(3, 64, 0.01, 1e-4, 2048, 20, 1, 0.1, 1, Optional.empty());
    }

    /** With another number of layers. */
    public Options withLayers(int count) {
      return new Options(
          count,
          dimensions,
          learningRate,
          l2,
          batch,
          epochs,
          negatives,
          spread,
          textSpread,
          earlyStopping);
    }

    /** With another number of dimensions. */
    public Options withDimensions(int count) {
      return new Options(
          layers,
          count,
          learningRate,
          l2,
          batch,
          epochs,
          negatives,
          spread,
          textSpread,
          earlyStopping);
    }

    /** With another learning rate. */
    public Options withLearningRate(double rate) {
      return new Options(
          layers,
          dimensions,
          rate,
          l2,
          batch,
          epochs,
          negatives,
          spread,
          textSpread,
          earlyStopping);
    }

    /** With another L2 weight. */
    public Options withL2(double weight) {
      return new Options(
          layers,
          dimensions,
          learningRate,
          weight,
          batch,
          epochs,
          negatives,
          spread,
          textSpread,
          earlyStopping);
    }

    /** With another batch. */
    public Options withBatch(int size) {
      return new Options(
          layers,
          dimensions,
          learningRate,
          l2,
          size,
          epochs,
          negatives,
          spread,
          textSpread,
          earlyStopping);
    }

    /** With another number of epochs. */
    public Options withEpochs(int count) {
      return new Options(
          layers,
          dimensions,
          learningRate,
          l2,
          batch,
          count,
          negatives,
          spread,
          textSpread,
          earlyStopping);
    }

    /** With another number of negatives. */
    public Options withNegatives(int count) {
      return new Options(
          layers,
          dimensions,
          learningRate,
          l2,
          batch,
          epochs,
          count,
          spread,
          textSpread,
          earlyStopping);
    }

    /** With another spread of the start. */
    public Options withSpread(double deviation) {
      return new Options(
          layers,
          dimensions,
          learningRate,
          l2,
          batch,
          epochs,
          negatives,
          deviation,
          textSpread,
          earlyStopping);
    }

    /** With another spread of texts, in units of the spread. */
    public Options withTextSpread(double factor) {
      return new Options(
          layers,
          dimensions,
          learningRate,
          l2,
          batch,
          epochs,
          negatives,
          spread,
          factor,
          earlyStopping);
    }

    /** With early stopping. */
    public Options withEarlyStopping(EarlyStopping rule) {
      return new Options(
          layers,
          dimensions,
          learningRate,
          l2,
          batch,
          epochs,
          negatives,
          spread,
          textSpread,
          Optional.of(rule));
    }
  }

  /** Trains from a random start with the kernels of choice of this JVM. */
  public static LightGcn train(InteractionGraph graph, Options options, Seed seed) {
    return train(graph, null, options, seed, Kernels.automatic(), ProgressListener.NONE);
  }

  /**
   * Trains with items that start from their texts.
   *
   * @param itemText a vector for each item number of the graph; a row of zeros starts at random
   */
  public static LightGcn train(
      InteractionGraph graph, FloatMatrix itemText, Options options, Seed seed) {
    return train(graph, itemText, options, seed, Kernels.automatic(), ProgressListener.NONE);
  }

  /**
   * Trains.
   *
   * @param itemText as above, or null for a random start
   * @param progress hears of the stage "train LightGCN" in epochs, and can cancel between them
   * @throws org.causal4j.core.NotConvergedException if the loss stops being a number
   */
  public static LightGcn train(
      InteractionGraph graph,
      @Nullable FloatMatrix itemText,
      Options options,
      Seed seed,
      Kernels kernels,
      ProgressListener progress) {
    return new LightGcnTrainer(graph, itemText, options, seed, kernels).train(progress);
  }

  /**
   * Trains with a state on disk: after each epoch it is written to a file of the folder, beside the
   * former one first and then moved, and a training that finds one goes on from it. However often
   * it is killed, the result has the bits of a training that was not. A finished training leaves
   * its last state, so that it ends at once when called again.
   *
   * @param itemText as above, or null for a random start
   * @param checkpoint folder of the state, made if need be; 16 bytes a node and dimension at most
   * @throws IOException if the state can't be read or written
   * @throws org.causal4j.core.DataFormatException if the state is damaged
   * @throws IllegalArgumentException if it belongs to another graph, options, seed, kernel provider
   *     or text
   * @throws org.causal4j.core.NotConvergedException if the loss stops being a number; the state of
   *     the last epoch before stays
   */
  public static LightGcn trainOrResume(
      InteractionGraph graph,
      @Nullable FloatMatrix itemText,
      Options options,
      Seed seed,
      Kernels kernels,
      ProgressListener progress,
      Path checkpoint)
      throws IOException {
    return new LightGcnTrainer(graph, itemText, options, seed, kernels).train(progress, checkpoint);
  }

  /**
   * How many epochs to train: a share of each user's pairs is held out ({@link
   * InteractionSplit#stratified}), the rest is trained on, and the epoch that ranks the held-out
   * items best is the {@link TrainingReport#chosenEpoch}. No test pair takes part. Train on all
   * pairs with that number of epochs afterwards.
   *
   * @param share of each user's pairs, between 0 and 1
   * @param rule how often to look, and when to stop; the early stopping of the options is not used
   * @param checkpoint folder of a state as of {@link #trainOrResume}, or null for none
   */
  public static TrainingReport chooseEpochs(
      InteractionGraph graph,
      Options options,
      double share,
      EarlyStopping rule,
      Seed seed,
      Kernels kernels,
      ProgressListener progress,
      @Nullable Path checkpoint)
      throws IOException {
    InteractionSplit split = InteractionSplit.stratified(graph, share, seed.derive("split"));
    Seed users = seed.derive("validation");
    return new LightGcnTrainer(
            split.train(),
            null,
            options.withEarlyStopping(rule),
            seed,
            kernels,
            () -> Holdout.of(split, rule.users(), users),
            NodeLayout::of)
        .choose(progress, checkpoint);
  }

  /** How training went. */
  public TrainingReport report() {
    return report;
  }

  /** The options. */
  public Options options() {
    return options;
  }

  /** The smoothed vectors, users first, then items. */
  public FloatMatrix vectors() {
    return scores.vectors();
  }

  Vectors rawVectors() {
    return vectors;
  }

  /**
   * Writes the model with its graph to a file. It is written beside the file first and then moved,
   * so that a reader sees the former model or this one, never a part. The file holds no times:
   * equal trainings give equal files.
   */
  public void save(Path file) throws IOException {
    LightGcnFile.write(this, file);
  }

  /**
   * Reads a model that {@link #save} wrote; it scores as the one that was saved, bit by bit for one
   * kernel provider.
   *
   * @throws org.causal4j.core.DataFormatException if the file is no such model, is of a later
   *     version, or is damaged
   */
  public static LightGcn load(Path file) throws IOException {
    return LightGcnFile.read(file, Kernels.automatic());
  }

  @Override
  public String name() {
    return "LightGCN";
  }

  @Override
  public InteractionGraph graph() {
    return graph;
  }

  @Override
  public double score(int user, int item) {
    return scores.score(user, item);
  }

  @Override
  public void scoreAll(int user, float[] target) {
    scores.scoreAll(user, target);
  }

  @Override
  public void scoreAll(int[] users, float[] target) {
    scores.scoreAll(users, target);
  }

  @Override
  public ScoreExplanation explain(int user, int item) {
    double score = score(user, item);
    double base = scores.itemProduct(vectors.ownShare(), user, item);
    ImmutableList.Builder<Contribution> contributions = ImmutableList.builder();
    double degree = graph.byUser().rowLength(user);
    for (int had : graph.byUser().rowColumns(user)) {
      double edge = 1 / Math.sqrt(degree * graph.byItem().rowLength(had));
      double amount = edge * scores.itemProduct(vectors.passedOn(), had, item);
      contributions.add(new Contribution(graph.items().get(had), amount));
    }
    return ScoreExplanation.of(
        graph.users().get(user), graph.items().get(item), score, base, contributions.build());
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }

  static Provenance provenance(
      InteractionGraph graph, Options options, Seed seed, boolean fromText, Kernels kernels) {
    return Provenance.of(
        "LightGCN",
        ImmutableMap.of(
            "options",
            options.toString(),
            "start",
            fromText ? "item texts" : "random",
            "kernel",
            kernels.info().name(),
            "seed",
            Long.toString(seed.value())),
        graph.provenance());
  }

  @Override
  public String toString() {
    return "LightGCN " + options + " over " + graph;
  }
}
