package org.causal4j.recommend.scorer;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.AdamSettings;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.matrix.FloatMatrix;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.causal4j.recommend.interaction.InteractionSplit;
import org.jspecify.annotations.Nullable;

/**
 * Trains the parameters of an {@link Encoder}. All randomness is drawn on the calling thread from
 * seeds of the epoch and the batch; the kernels give the same bits for any number of threads.
 */
final class EncoderTrainer {
  private final String name;
  private final InteractionGraph graph;
  private final RankingLoss loss;
  private final Training training;
  private final Seed seed;
  private final Kernels kernels;
  private final InteractionGraph learned;
  private final int users;
  private final TrainingPairs pairs;
  private final TrainingLoop loop;
  private final float @Nullable [] itemWeights;
  private final float @Nullable [] corrections;

  EncoderTrainer(
      String name,
      InteractionGraph graph,
      RankingLoss loss,
      Exposure exposure,
      Training training,
      Seed seed,
      Kernels kernels) {
    this(
        name,
        graph,
        loss,
        exposure,
        training,
        seed,
        kernels,
        () ->
            training
                .earlyStopping()
                .map(rule -> Holdout.of(graph, rule.users(), seed.derive("validation")))
                .orElse(null));
  }

  /** The training part of a split, with early stopping on the other part. */
  static EncoderTrainer choosing(
      String name,
      InteractionSplit split,
      RankingLoss loss,
      Exposure exposure,
      Training training,
      EarlyStopping rule,
      Seed seed,
      Kernels kernels) {
    return new EncoderTrainer(
        name,
        split.train(),
        loss,
        exposure,
        training.withEarlyStopping(rule),
        seed,
        kernels,
        () -> Holdout.of(split, rule.users(), seed.derive("validation")));
  }

  private EncoderTrainer(
      String name,
      InteractionGraph graph,
      RankingLoss loss,
      Exposure exposure,
      Training training,
      Seed seed,
      Kernels kernels,
      Supplier<@Nullable Holdout> validation) {
    this.name = name;
    this.graph = graph;
    this.loss = loss;
    this.training = training;
    this.seed = seed;
    this.kernels = kernels;
    this.users = graph.users().size();
    Holdout holdout = validation.get();
    this.learned = holdout == null ? graph : holdout.train();
    this.itemWeights = exposure.power() == 0 ? null : exposure.weights(learned);
    this.pairs = new TrainingPairs(learned, loss.needsNegatives(), 2);
    this.corrections =
        loss instanceof RankingLoss.SampledSoftmax softmax && softmax.corrected()
            ? pairs.corrections()
            : null;
    this.loop =
        new TrainingLoop(
            name,
            training.epochs(),
            training.earlyStopping().orElse(null),
            holdout,
            "use a smaller learning rate than "
                + training.learningRate()
                + " or a smaller spread than "
                + training.spread());
  }

  /**
   * Trains the arrays of the encoder.
   *
   * @param encoders makes the encoder for the graph that is learned from
   */
  TrainingReport train(
      Function<InteractionGraph, ? extends Encoder> encoders, ProgressListener progress) {
    Encoder encoder = encoders.apply(learned);
    TrainingState state = new TrainingState(encoder.parameters());
    loop.run(new Passes(encoder), state, progress);
    state.restoreBest();
    return state.report();
  }

  /**
   * Trains, going on from the state in a folder.
   *
   * @param folder null for none
   * @param model options and data of the model that decide the bits of the result
   */
  TrainingReport train(
      Function<InteractionGraph, ? extends Encoder> encoders,
      ProgressListener progress,
      @Nullable Path folder,
      ImmutableMap<String, String> model)
      throws IOException {
    Encoder encoder = encoders.apply(learned);
    TrainingState state = new TrainingState(encoder.parameters());
    loop.run(new Passes(encoder), state, progress, folder, belongsTo(model));
    state.restoreBest();
    return state.report();
  }

  private ImmutableMap<String, String> belongsTo(ImmutableMap<String, String> model) {
    return ImmutableMap.<String, String>builder()
        .put("model", name)
        .put("graph", learned.hash())
        .put("training", training.toString())
        .put("seed", Long.toString(seed.value()))
        .put("kernel", kernels.info().name())
        .putAll(model)
        .build();
  }

  /** A short name of texts, for what a state belongs to. */
  static String textName(@Nullable FloatMatrix text) {
    return text == null ? "none" : text.rows() + " x " + text.columns() + ", " + text.hashCode();
  }

  /** The epochs of an encoder. */
  private final class Passes implements TrainingLoop.Model {
    private final Encoder encoder;

    Passes(Encoder encoder) {
      this.encoder = encoder;
    }

    @Override
    public double epoch(int epoch, TrainingState state) {
      Seed epochSeed = seed.derive("epoch").derive(epoch);
      int[] order = TrainingLoop.shuffled(pairs.size(), epochSeed.derive("order"));
      SplittableRandom negatives = epochSeed.derive("negatives").random();
      Seed noise = epochSeed.derive("noise");
      AdamSettings adam = AdamSettings.defaults().withLearningRate(training.learningRate());
      double sum = 0;
      int batches = (order.length + training.batch() - 1) / training.batch();
      for (int b = 0; b < batches; b++) {
        int from = b * training.batch();
        int to = Math.min(order.length, from + training.batch());
        PairBatch batch = batch(order, from, to, negatives);
        double value = encoder.gradient(batch, noise.derive(b), state.gradients());
        loop.checkLoss(epoch, b + 1, value);
        sum += value * (to - from);
        state.adam(adam, kernels);
      }
      return sum / order.length;
    }

    @Override
    public double validate(Holdout part, TrainingState state) {
      int width = encoder.width();
      float[] vectors = new float[Math.multiplyExact(users + graph.items().size(), width)];
      encoder.encode(vectors);
      if (loss.comparesDirections()) {
        VectorScores.of(graph, vectors, width, true, kernels);
      }
      return part.ndcg(vectors, width, kernels);
    }
  }

  private PairBatch batch(int[] order, int from, int to, SplittableRandom random) {
    int[] userNodes = new int[to - from];
    int[] itemNodes = new int[to - from];
    float[] weightOfItem = itemWeights;
    float[] weights = weightOfItem == null ? null : new float[to - from];
    for (int i = from; i < to; i++) {
      int item = pairs.item(order[i]);
      userNodes[i - from] = pairs.user(order[i]);
      itemNodes[i - from] = users + item;
      if (weights != null && weightOfItem != null) {
        weights[i - from] = weightOfItem[item];
      }
    }
    PairBatch batch =
        PairBatch.of(userNodes, itemNodes, negatives(userNodes, random), weights, users);
    float[] ofItems = corrections;
    return ofItems == null ? batch : batch.corrected(ofItems, users);
  }

  private int @Nullable [] negatives(int[] userNodes, SplittableRandom random) {
    int[] negatives = null;
    if (loss.needsNegatives()) {
      negatives = new int[userNodes.length];
      for (int i = 0; i < negatives.length; i++) {
        negatives[i] = users + pairs.negative(userNodes[i], random);
      }
    } else if (loss instanceof RankingLoss.SampledSoftmax softmax && softmax.shared() > 0) {
      negatives = new int[softmax.shared()];
      for (int i = 0; i < negatives.length; i++) {
        negatives[i] = users + pairs.anyItem(random);
      }
    }
    return negatives;
  }
}
