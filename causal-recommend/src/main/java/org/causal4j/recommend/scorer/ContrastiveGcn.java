package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Provenance;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.matrix.FloatMatrix;
import org.causal4j.recommend.explain.Contribution;
import org.causal4j.recommend.explain.ScoreExplanation;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.causal4j.recommend.interaction.InteractionSplit;
import org.causal4j.recommend.interaction.Normalization;
import org.jspecify.annotations.Nullable;

/**
 * LightGCN's vectors under other losses, with or without self-supervision: XSimGCL (Yu et al.,
 * "XSimGCL: towards extremely simple graph contrastive learning for recommendation", IEEE TKDE
 * 36(2), 2024), sampled softmax, DirectAU, weighted losses, other normalizations.
 *
 * <p>A node's vector is the mean of Ãᵏ E₀ over the layers k; XSimGCL leaves out layer 0. In
 * training noise of length ε is added to each layer within the orthant of the row, and λ times the
 * InfoNCE between the mean and one layer l* is added to the loss, over the distinct users and the
 * distinct items of a batch. Gradients are exact: those of the loss by a tape over the rows of the
 * batch, those of the smoothing in closed form.
 *
 * <p>With a loss that compares directions, scores are ⟨u, i/‖i‖⟩, which ranks as the cosine does.
 * Scores are linear in the user's history, which {@link #explain} uses.
 *
 * <p>Differs from the paper: losses are means over the batch, so that λ does not depend on its
 * size; the penalty is that of {@link LightGcn}; negatives are as there. Dimensions, batch, early
 * stopping and the start are as in {@link LightGcn}. An epoch costs 2K sparse products a batch and,
 * with in-batch negatives, three dense ones of batch² x dimensions a loss. Training takes about 40
 * bytes a node and dimension.
 *
 * <p>Immutable and safe to share between threads. The same seed gives the same bits for any number
 * of threads and one kernel provider.
 */
public final class ContrastiveGcn implements Scorer {
  private final InteractionGraph graph;
  private final Options options;
  private final VectorScores scores;
  private final float[] passedOn;
  private final TrainingReport report;
  private final Provenance provenance;

  ContrastiveGcn(
      InteractionGraph graph,
      Options options,
      VectorScores scores,
      float[] passedOn,
      TrainingReport report,
      Provenance provenance) {
    this.graph = graph;
    this.options = options;
    this.scores = scores;
    this.passedOn = passedOn;
    this.report = report;
    this.provenance = provenance;
  }

  /**
   * How the model is shaped; {@link Training} says how it is trained.
   *
   * @param layers K
   * @param dimensions of each vector
   * @param loss what is made small
   * @param l2 weight of the squared vectors of layer 0 of the batch
   * @param countsStart whether layer 0 counts in the mean
   * @param normalization of the adjacency
   * @param exposure how pairs are weighted
   * @param noise ε, 0 for none
   * @param contrast λ, 0 for none
   * @param contrastTemperature τ of the InfoNCE
   * @param contrastLayer l*, from 1 to K
   */
  public record Options(
      int layers,
      int dimensions,
      RankingLoss loss,
      double l2,
      boolean countsStart,
      Normalization normalization,
      Exposure exposure,
      double noise,
      double contrast,
      double contrastTemperature,
      int contrastLayer) {
    /** Checks the limits. */
    public Options {
      Preconditions.checkArgument(layers >= 1 && layers <= 8, "layers: %s is not 1 to 8", layers);
      Preconditions.checkArgument(dimensions >= 1, "dimensions: %s is below 1", dimensions);
      Preconditions.checkArgument(
          l2 >= 0 && Double.isFinite(l2), "l2: %s is not 0 or above and finite", l2);
      Preconditions.checkArgument(noise >= 0 && noise <= 10, "noise: %s is not 0 to 10", noise);
      Preconditions.checkArgument(
          contrast >= 0 && contrast <= 1000, "contrast: %s is not 0 to 1000", contrast);
      Preconditions.checkArgument(
          contrastTemperature >= 0.01 && contrastTemperature <= 100,
          "contrastTemperature: %s is not .01 to 100",
          contrastTemperature);
      Preconditions.checkArgument(
          contrastLayer >= 1 && contrastLayer <= layers,
          "contrastLayer: %s is not 1 to %s",
          contrastLayer,
          layers);
    }

    /** LightGCN under a loss: 3 layers, 64 dimensions, L2 of 1e-4, no noise and no contrast. */
    public static Options of(RankingLoss loss) {
      return new Options(
          3, 64, loss, 1e-4, true, Normalization.SYMMETRIC, Exposure.ignored(), 0, 0, 0.2, 1);
    }

    /** XSimGCL as published: BPR, 3 layers without layer 0, ε = .2, λ = .2, τ = .15, l* = 1. */
    public static Options xSimGcl() {
      return new Options(
          3,
          64,
          RankingLoss.bpr(),
          1e-4,
          false,
          Normalization.SYMMETRIC,
          Exposure.ignored(),
          0.2,
          0.2,
          0.15,
          1);
    }

    /** Whether two views are compared. */
    public boolean isContrastive() {
      return contrast > 0;
    }

    /** With another shape; a layer of contrast above the last becomes the last. */
    public Options withShape(int newLayers, int newDimensions) {
      return new Options(
          newLayers,
          newDimensions,
          loss,
          l2,
          countsStart,
          normalization,
          exposure,
          noise,
          contrast,
          contrastTemperature,
          Math.max(1, Math.min(contrastLayer, newLayers)));
    }

    /** With another loss. */
    public Options withLoss(RankingLoss newLoss) {
      return new Options(
          layers,
          dimensions,
          newLoss,
          l2,
          countsStart,
          normalization,
          exposure,
          noise,
          contrast,
          contrastTemperature,
          contrastLayer);
    }

    /** With another L2 weight. */
    public Options withL2(double weight) {
      return new Options(
          layers,
          dimensions,
          loss,
          weight,
          countsStart,
          normalization,
          exposure,
          noise,
          contrast,
          contrastTemperature,
          contrastLayer);
    }

    /** With another normalization. */
    public Options withNormalization(Normalization other) {
      return new Options(
          layers,
          dimensions,
          loss,
          l2,
          countsStart,
          other,
          exposure,
          noise,
          contrast,
          contrastTemperature,
          contrastLayer);
    }

    /** With pairs weighted by exposure. */
    public Options withExposure(Exposure other) {
      return new Options(
          layers,
          dimensions,
          loss,
          l2,
          countsStart,
          normalization,
          other,
          noise,
          contrast,
          contrastTemperature,
          contrastLayer);
    }

    /** With self-supervision: weight λ, noise ε, temperature τ and layer l* of the contrast. */
    public Options withContrast(double weight, double newNoise, double temperature, int layer) {
      return new Options(
          layers,
          dimensions,
          loss,
          l2,
          countsStart,
          normalization,
          exposure,
          newNoise,
          weight,
          temperature,
          layer);
    }
  }

  /** Trains from a random start with the kernels of choice of this JVM. */
  public static ContrastiveGcn train(
      InteractionGraph graph, Options options, Training training, Seed seed) {
    return train(graph, null, options, training, seed, Kernels.automatic(), ProgressListener.NONE);
  }

  /**
   * Trains.
   *
   * @param itemText a vector for each item number of the graph, a row of zeros for none; null for a
   *     random start of all
   * @param progress hears of the stage "train" with the model's name in epochs, and can cancel
   *     between them
   * @throws org.causal4j.core.NotConvergedException if the loss stops being a number
   */
  public static ContrastiveGcn train(
      InteractionGraph graph,
      @Nullable FloatMatrix itemText,
      Options options,
      Training training,
      Seed seed,
      Kernels kernels,
      ProgressListener progress) {
    float[] e0 = start(graph, itemText, options, training, seed);
    TrainingReport report =
        new EncoderTrainer(
                name(options), graph, options.loss(), options.exposure(), training, seed, kernels)
            .train(encoders(options, e0, kernels), progress);
    return finish(
        graph,
        options,
        e0,
        report,
        provenance(graph, itemText, options, training, seed, kernels),
        kernels);
  }

  /**
   * Trains with a state on disk, as {@link LightGcn#trainOrResume}: however often it is killed, the
   * result has the bits of a training that was not.
   *
   * @param itemText as above, or null for a random start
   * @param checkpoint folder of the state, made if need be; 16 bytes a node and dimension at most
   * @throws IOException if the state can't be read or written
   * @throws org.causal4j.core.DataFormatException if the state is damaged
   * @throws IllegalArgumentException if it belongs to another graph, options, training, seed,
   *     kernel provider or text
   * @throws org.causal4j.core.NotConvergedException if the loss stops being a number; the state of
   *     the last epoch before stays
   */
  public static ContrastiveGcn trainOrResume(
      InteractionGraph graph,
      @Nullable FloatMatrix itemText,
      Options options,
      Training training,
      Seed seed,
      Kernels kernels,
      ProgressListener progress,
      Path checkpoint)
      throws IOException {
    float[] e0 = start(graph, itemText, options, training, seed);
    TrainingReport report =
        new EncoderTrainer(
                name(options), graph, options.loss(), options.exposure(), training, seed, kernels)
            .train(
                encoders(options, e0, kernels), progress, checkpoint, belongsTo(options, itemText));
    return finish(
        graph,
        options,
        e0,
        report,
        provenance(graph, itemText, options, training, seed, kernels),
        kernels);
  }

  /**
   * How many epochs to train, as {@link LightGcn#chooseEpochs}: decided on a share of each user's
   * pairs that is held out of training. Train on all pairs with that number of epochs afterwards.
   *
   * @param share of each user's pairs, between 0 and 1
   * @param rule how often to look, and when to stop; the early stopping of the training is not used
   * @param checkpoint folder of a state as of {@link #trainOrResume}, or null for none
   */
  public static TrainingReport chooseEpochs(
      InteractionGraph graph,
      Options options,
      Training training,
      double share,
      EarlyStopping rule,
      Seed seed,
      Kernels kernels,
      ProgressListener progress,
      @Nullable Path checkpoint)
      throws IOException {
    InteractionSplit split = InteractionSplit.stratified(graph, share, seed.derive("split"));
    float[] e0 = start(split.train(), null, options, training, seed);
    return EncoderTrainer.choosing(
            name(options), split, options.loss(), options.exposure(), training, rule, seed, kernels)
        .train(encoders(options, e0, kernels), progress, checkpoint, belongsTo(options, null));
  }

  private static float[] start(
      InteractionGraph graph,
      @Nullable FloatMatrix itemText,
      Options options,
      Training training,
      Seed seed) {
    return new StartVectors(options.dimensions(), training.spread(), training.textSpread())
        .of(graph.users().size(), graph.items().size(), itemText, seed.derive("start"));
  }

  private static Function<InteractionGraph, LightEncoder> encoders(
      Options options, float[] e0, Kernels kernels) {
    return learned ->
        new LightEncoder(learned.adjacency(options.normalization()), options, e0, kernels);
  }

  private static ImmutableMap<String, String> belongsTo(
      Options options, @Nullable FloatMatrix itemText) {
    return ImmutableMap.of(
        "options", options.toString(), "item text", EncoderTrainer.textName(itemText));
  }

  private static Provenance provenance(
      InteractionGraph graph,
      @Nullable FloatMatrix itemText,
      Options options,
      Training training,
      Seed seed,
      Kernels kernels) {
    return Provenance.of(
        name(options),
        ImmutableMap.of(
            "options", options.toString(),
            "training", training.toString(),
            "start", itemText == null ? "random" : "item texts",
            "kernel", kernels.info().name(),
            "seed", Long.toString(seed.value())),
        graph.provenance());
  }

  private static ContrastiveGcn finish(
      InteractionGraph graph,
      Options options,
      float[] e0,
      TrainingReport report,
      Provenance provenance,
      Kernels kernels) {
    float[] vectors = new float[e0.length];
    new LightEncoder(graph.adjacency(options.normalization()), options, e0, kernels)
        .encode(vectors);
    VectorScores scores =
        VectorScores.of(
            graph, vectors, options.dimensions(), options.loss().comparesDirections(), kernels);
    return new ContrastiveGcn(
        graph,
        options,
        scores,
        LightEncoder.passedOn(graph, options, e0, kernels),
        report,
        provenance);
  }

  private static String name(Options options) {
    if (options.isContrastive()) {
      return "XSimGCL";
    }
    return options.loss() instanceof RankingLoss.SampledSoftmax
        ? "LightGCN, sampled softmax"
        : options.loss() instanceof RankingLoss.DirectAu ? "LightGCN, DirectAU" : "LightGCN, BPR";
  }

  /** How training went. */
  public TrainingReport report() {
    return report;
  }

  /** The options. */
  public Options options() {
    return options;
  }

  float[] passedOn() {
    return passedOn;
  }

  /** Writes the model with its graph to a file, as {@link LightGcn#save}. */
  public void save(Path file) throws IOException {
    EncoderModelFile.write(this, file);
  }

  /**
   * Reads a model that {@link #save} wrote; it scores as the one that was saved, bit by bit for one
   * kernel provider.
   *
   * @throws org.causal4j.core.DataFormatException if the file is no such model, is of a later
   *     version, or is damaged
   */
  public static ContrastiveGcn load(Path file) throws IOException {
    return EncoderModelFile.readContrastive(file, Kernels.automatic());
  }

  float[] rawVectors() {
    return scores.rawVectors();
  }

  /** The vectors that scores are products of, users first, then items. */
  public FloatMatrix vectors() {
    return scores.vectors();
  }

  @Override
  public String name() {
    return name(options);
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
    double score = scores.score(user, item);
    double rest = score;
    ImmutableList.Builder<Contribution> contributions = ImmutableList.builder();
    int degree = graph.byUser().rowLength(user);
    for (int had : graph.byUser().rowColumns(user)) {
      double edge = options.normalization().weight(degree, graph.byItem().rowLength(had));
      double amount = edge * scores.itemProduct(passedOn, had, item);
      rest -= amount;
      contributions.add(new Contribution(graph.items().get(had), amount));
    }
    return ScoreExplanation.of(
        graph.users().get(user), graph.items().get(item), score, rest, contributions.build());
  }

  @Override
  public Provenance provenance() {
    return provenance;
  }

  @Override
  public String toString() {
    return name() + " " + options + " over " + graph;
  }
}
