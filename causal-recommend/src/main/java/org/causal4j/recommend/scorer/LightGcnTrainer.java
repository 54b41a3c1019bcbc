package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.AdamSettings;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.matrix.FloatMatrix;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.jspecify.annotations.Nullable;

/**
 * The training of {@link LightGcn}. All randomness is drawn on the calling thread from seeds of the
 * epoch; the kernels give the same bits for any number of threads.
 */
final class LightGcnTrainer {
  /** E₀, its two means, gradient, smoothed vectors, slopes, two buffers, the best E₀ so far. */
  private static final int ARRAYS = 9;

  private final InteractionGraph graph;
  private final LightGcn.Options options;
  private final Seed seed;
  private final Kernels kernels;
  private final @Nullable FloatMatrix itemText;
  private final @Nullable Holdout holdout;
  private final InteractionGraph learned;
  private final int users;
  private final int items;
  private final int width;
  private final float[] e0;
  private final TrainingPairs pairs;
  private final TrainingLoop loop;

  LightGcnTrainer(
      InteractionGraph graph,
      @Nullable FloatMatrix itemText,
      LightGcn.Options options,
      Seed seed,
      Kernels kernels) {
    this(
        graph,
        itemText,
        options,
        seed,
        kernels,
        () ->
            options
                .earlyStopping()
                .map(rule -> Holdout.of(graph, rule.users(), seed.derive("validation")))
                .orElse(null));
  }

  /**
   * @param validation what an early stopping of the options is decided on; asked for once memory is
   *     known to be enough
   */
  LightGcnTrainer(
      InteractionGraph graph,
      @Nullable FloatMatrix itemText,
      LightGcn.Options options,
      Seed seed,
      Kernels kernels,
      Supplier<@Nullable Holdout> validation) {
    this.graph = graph;
    this.options = options;
    this.seed = seed;
    this.kernels = kernels;
    this.itemText = itemText;
    this.users = graph.users().size();
    this.items = graph.items().size();
    this.width = options.dimensions();
    checkMemory();
    this.holdout = validation.get();
    this.learned = holdout == null ? graph : holdout.train();
    this.e0 =
        new StartVectors(width, options.spread(), options.textSpread())
            .of(users, items, itemText, seed.derive("start"));
    this.pairs = new TrainingPairs(learned, true, 1);
    this.loop =
        new TrainingLoop(
            "LightGCN",
            options.epochs(),
            options.earlyStopping().orElse(null),
            holdout,
            "use a smaller learning rate than "
                + options.learningRate()
                + " or a smaller spread than "
                + options.spread());
  }

  private void checkMemory() {
    long values = (long) (users + items) * width;
    Preconditions.checkArgument(
        values <= Integer.MAX_VALUE - 8,
        "dimensions: %s for %s users and %s items are more than one array holds",
        width,
        users,
        items);
    long bytes = ARRAYS * Float.BYTES * values + 24L * graph.pairs();
    long limit = Runtime.getRuntime().maxMemory();
    Preconditions.checkArgument(
        bytes <= limit,
        "dimensions: %s for %s users and %s items need %s MB; the JVM may take %s MB",
        width,
        users,
        items,
        bytes >> 20,
        limit >> 20);
  }

  LightGcn train(ProgressListener progress) {
    TrainingState state = new TrainingState(List.of(e0));
    LayerSums sums = new LayerSums(learned.normalizedAdjacency(), width, kernels);
    loop.run(new Passes(sums), state, progress);
    return trained(sums, state);
  }

  /** Goes on from the state in a folder, and writes it there after each epoch. */
  LightGcn train(ProgressListener progress, Path folder) throws IOException {
    TrainingState state = new TrainingState(List.of(e0));
    LayerSums sums = new LayerSums(learned.normalizedAdjacency(), width, kernels);
    loop.run(new Passes(sums), state, progress, folder, belongsTo());
    return trained(sums, state);
  }

  /** Only the report: for choosing the number of epochs. */
  TrainingReport choose(ProgressListener progress, @Nullable Path folder) throws IOException {
    TrainingState state = new TrainingState(List.of(e0));
    LayerSums sums = new LayerSums(learned.normalizedAdjacency(), width, kernels);
    loop.run(new Passes(sums), state, progress, folder, belongsTo());
    return state.report();
  }

  /** What decides the bits of the result; the number of threads does not. */
  ImmutableMap<String, String> belongsTo() {
    return ImmutableMap.of(
        "model", "LightGCN",
        "graph", learned.hash(),
        "options", options.toString(),
        "seed", Long.toString(seed.value()),
        "kernel", kernels.info().name(),
        "item text", EncoderTrainer.textName(itemText));
  }

  private LightGcn trained(LayerSums sums, TrainingState state) {
    state.restoreBest();
    return finish(holdout == null ? sums : null, state.report());
  }

  /** The epochs over some layers. */
  private final class Passes implements TrainingLoop.Model {
    private final LayerSums sums;
    private final LightGcnObjective objective;

    Passes(LayerSums sums) {
      this.sums = sums;
      this.objective = new LightGcnObjective(sums, options.layers(), options.l2());
    }

    @Override
    public double epoch(int epoch, TrainingState state) {
      Seed epochSeed = seed.derive("epoch").derive(epoch);
      int[] order = TrainingLoop.shuffled(pairs.size(), epochSeed.derive("order"));
      SplittableRandom negatives = epochSeed.derive("negatives").random();
      AdamSettings adam = AdamSettings.defaults().withLearningRate(options.learningRate());
      double sum = 0;
      for (int from = 0; from < order.length; from += options.batch()) {
        int to = Math.min(order.length, from + options.batch());
        int[] triples = triples(order, from, to, negatives);
        double loss = objective.gradient(e0, triples, state.gradients().get(0));
        loop.checkLoss(epoch, from / options.batch() + 1, loss);
        sum += loss * (to - from);
        state.adam(adam, kernels);
      }
      return sum / order.length;
    }

    @Override
    public double validate(Holdout part, TrainingState state) {
      float[] smoothed = state.gradients().get(0);
      sums.all(e0, options.layers(), smoothed);
      return part.ndcg(smoothed, width, kernels);
    }
  }

  /** All pairs count in the finished model, those that only validated too. */
  private LightGcn finish(@Nullable LayerSums known, TrainingReport report) {
    LayerSums sums =
        known != null ? known : new LayerSums(graph.normalizedAdjacency(), width, kernels);
    int layers = options.layers();
    float share = 1f / (layers + 1);
    float[] smoothed = new float[e0.length];
    sums.all(e0, layers, smoothed);
    scale(share, smoothed);
    float[] lower = new float[e0.length];
    sums.all(e0, layers - 1, lower);
    float[] passedOn = Arrays.copyOfRange(lower, users * width, lower.length);
    scale(share, passedOn);
    float[] ownShare = Arrays.copyOf(e0, users * width);
    scale(share, ownShare);
    return new LightGcn(
        graph,
        options,
        new LightGcn.Vectors(smoothed, ownShare, passedOn),
        report,
        LightGcn.provenance(graph, options, seed, itemText != null, kernels),
        kernels);
  }

  private static void scale(float factor, float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
  }

  /** User, positive and negative node of each pair of a batch, once for each negative. */
  private int[] triples(int[] order, int from, int to, SplittableRandom random) {
    int[] triples = new int[3 * (to - from) * options.negatives()];
    int at = 0;
    for (int i = from; i < to; i++) {
      int user = pairs.user(order[i]);
      for (int n = 0; n < options.negatives(); n++) {
        triples[at++] = user;
        triples[at++] = users + pairs.item(order[i]);
        triples[at++] = users + pairs.negative(user, random);
      }
    }
    return triples;
  }
}
