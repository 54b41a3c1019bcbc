package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Provenance;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.Transpose;
import org.causal4j.core.matrix.FloatMatrix;
import org.causal4j.recommend.explain.Contribution;
import org.causal4j.recommend.explain.ScoreExplanation;
import org.causal4j.recommend.interaction.InteractionGraph;
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
 * dimensions of the model and scaled to the spread of a random start.
 *
 * <p>The score is linear in the user's history, which gives an exact explanation: E of a user is
 * the share of its own E₀ plus, for each item j taken, ã_uj (E₀ + … + Ã^(K−1)E₀)_j / (K+1).
 *
 * <p>Immutable and safe to share between threads. The same seed gives the same bits for any number
 * of threads and one kernel provider.
 */
public final class LightGcn implements Scorer {
  private final InteractionGraph graph;
  private final Options options;
  private final int dimensions;
  private final float[] smoothed;
  private final float[] ownShare;
  private final float[] passedOn;
  private final TrainingReport report;
  private final Provenance provenance;

  LightGcn(
      InteractionGraph graph,
      Options options,
      float[] smoothed,
      float[] ownShare,
      float[] passedOn,
      TrainingReport report,
      Provenance provenance) {
    this.graph = graph;
    this.options = options;
    this.dimensions = options.dimensions();
    this.smoothed = smoothed;
    this.ownShare = ownShare;
    this.passedOn = passedOn;
    this.report = report;
    this.provenance = provenance;
  }

  /**
   * How the model is shaped and trained.
   *
   * @param layers K, how many steps of the graph are smoothed over
   * @param dimensions of each vector
   * @param learningRate of Adam
   * @param l2 weight of the squared vectors of layer 0
   * @param batch positive pairs a step
   * @param epochs passes over all pairs
   * @param spread standard deviation of the start
   */
  public record Options(
      int layers,
      int dimensions,
      double learningRate,
      double l2,
      int batch,
      int epochs,
      double spread) {
    /** Checks the limits. */
    public Options {
      Preconditions.checkArgument(layers >= 1 && layers <= 8, "layers: %s is not 1 to 8", layers);
      Preconditions.checkArgument(dimensions >= 1, "dimensions: %s is below 1", dimensions);
      Preconditions.checkArgument(
          learningRate > 0 && learningRate < 1,
          "learningRate: %s is not between 0 and 1",
          learningRate);
      Preconditions.checkArgument(l2 >= 0, "l2: %s is below 0", l2);
      Preconditions.checkArgument(batch >= 1, "batch: %s is below 1", batch);
      Preconditions.checkArgument(epochs >= 1, "epochs: %s is below 1", epochs);
      Preconditions.checkArgument(spread > 0, "spread: %s is not above 0", spread);
    }

    /**
     * 3 layers, 64 dimensions, learning rate .005, L2 of 1e-4, batches of 2,048, 40 epochs, spread
     * .1: right for graphs of some ten thousand to some hundred thousand pairs. Larger ones want
     * the paper's learning rate of .001 and hundreds of epochs.
     */
    public static Options defaults() {
      return new Options(3, 64, 0.01, 1e-4, 2048, 20, 0.1);
    }

    /** With another number of layers. */
    public Options withLayers(int count) {
      return new Options(count, dimensions, learningRate, l2, batch, epochs, spread);
    }

    /** With another number of dimensions. */
    public Options withDimensions(int count) {
      return new Options(layers, count, learningRate, l2, batch, epochs, spread);
    }

    /** With another learning rate. */
    public Options withLearningRate(double rate) {
      return new Options(layers, dimensions, rate, l2, batch, epochs, spread);
    }

    /** With another L2 weight. */
    public Options withL2(double weight) {
      return new Options(layers, dimensions, learningRate, weight, batch, epochs, spread);
    }

    /** With another batch. */
    public Options withBatch(int size) {
      return new Options(layers, dimensions, learningRate, l2, size, epochs, spread);
    }

    /** With another number of epochs. */
    public Options withEpochs(int count) {
      return new Options(layers, dimensions, learningRate, l2, batch, count, spread);
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
    int nodes = graph.users().size() + graph.items().size();
    return FloatMatrix.copyOf(nodes, dimensions, smoothed);
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
  public void scoreAll(int user, float[] scores) {
    Preconditions.checkElementIndex(user, graph.users().size(), "user");
    int items = graph.items().size();
    Preconditions.checkArgument(
        scores.length == items, "scores: has %s places for %s items", scores.length, items);
    Kernels.scalar()
        .withThreads(1)
        .gemm(
            Transpose.RIGHT,
            1,
            items,
            dimensions,
            1,
            smoothed,
            user * dimensions,
            smoothed,
            graph.users().size() * dimensions,
            0,
            scores,
            0);
  }

  @Override
  public ScoreExplanation explain(int user, int item) {
    int itemNode =
        graph.users().size() + Preconditions.checkElementIndex(item, graph.items().size());
    double score = dot(smoothed, user, smoothed, itemNode);
    double base = dot(ownShare, user, smoothed, itemNode);
    ImmutableList.Builder<Contribution> contributions = ImmutableList.builder();
    double degree = graph.byUser().rowLength(user);
    for (int had : graph.byUser().rowColumns(user)) {
      double edge = 1 / Math.sqrt(degree * graph.byItem().rowLength(had));
      contributions.add(
          new Contribution(graph.items().get(had), edge * dot(passedOn, had, smoothed, itemNode)));
    }
    return ScoreExplanation.of(
        graph.users().get(user), graph.items().get(item), score, base, contributions.build());
  }

  private double dot(float[] a, int aRow, float[] b, int bRow) {
    double sum = 0;
    for (int k = 0; k < dimensions; k++) {
      sum += (double) a[aRow * dimensions + k] * b[bRow * dimensions + k];
    }
    return sum;
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
