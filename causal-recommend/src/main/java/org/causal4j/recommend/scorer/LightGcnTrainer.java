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
import org.causal4j.core.matrix.CsrMatrix;
import org.causal4j.core.matrix.FloatMatrix;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.jspecify.annotations.Nullable;

/**
 * The training of {@link LightGcn}. All randomness is drawn on the calling thread from seeds of the
 * epoch; the kernels give the same bits for any number of threads.
 */
final class LightGcnTrainer {
  /**
   * E₀, its two means, gradient, smoothed vectors, slopes, two buffers, the best E₀ so far; and
   * four of them once more while a state is written.
   */
  private static final int ARRAYS = 13;

  /** The matrix, the operator by rows and by columns. */
  private static final long BYTES_A_PAIR = 48;

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
  private final TrainingPairs pairs;
  private final NodeLayout.Choice layouts;
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
                .orElse(null),
        NodeLayout::of);
  }

  /**
   * @param validation what an early stopping of the options is decided on; asked for once memory is
   *     known to be enough
   * @param layouts how vectors lie in the arrays; no bit of the result depends on it
   */
  LightGcnTrainer(
      InteractionGraph graph,
      @Nullable FloatMatrix itemText,
      LightGcn.Options options,
      Seed seed,
      Kernels kernels,
      Supplier<@Nullable Holdout> validation,
      NodeLayout.Choice layouts) {
    this.layouts = layouts;
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
    long bytes = ARRAYS * Float.BYTES * values + BYTES_A_PAIR * graph.pairs();
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
    Passes passes = new Passes();
    loop.run(passes, passes.state, progress);
    return trained(passes);
  }

  /** Goes on from the state in a folder, and writes it there after each epoch. */
  LightGcn train(ProgressListener progress, Path folder) throws IOException {
    Passes passes = new Passes();
    loop.run(passes, passes.state, progress, folder, belongsTo());
    return trained(passes);
  }

  /** Only the report: for choosing the number of epochs. */
  TrainingReport choose(ProgressListener progress, @Nullable Path folder) throws IOException {
    Passes passes = new Passes();
    loop.run(passes, passes.state, progress, folder, belongsTo());
    return passes.state.report();
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

  private LightGcn trained(Passes passes) {
    passes.state.restoreBest();
    return finish(passes.layout.outward(passes.e0), passes.state.report());
  }

  /** The epochs, over arrays in a layout of their own. */
  private final class Passes implements TrainingLoop.Model {
    private final NodeLayout layout;
    private final float[] e0;
    private final LayerSums sums;
    private final LightGcnObjective objective;
    private final TrainingState state;

    Passes() {
      float[] start =
          new StartVectors(width, options.spread(), options.textSpread())
              .of(users, items, itemText, seed.derive("start"));
      CsrMatrix adjacency = learned.normalizedAdjacency();
      this.layout = layouts.of(adjacency, width);
      this.e0 = layout.inward(start);
      this.sums = new LayerSums(adjacency, layout, kernels);
      this.objective = new LightGcnObjective(sums, options.layers(), options.l2());
      this.state = new TrainingState(List.of(e0), layout::outward, layout::inward);
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
        Arrays.setAll(triples, i -> layout.place(triples[i]));
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
      return part.ndcg(layout.outward(smoothed), width, kernels);
    }
  }

  /** All pairs count in the finished model, those that only validated too. */
  private LightGcn finish(float[] e0, TrainingReport report) {
    LayerSums sums =
        new LayerSums(graph.normalizedAdjacency(), NodeLayout.plain(users + items, width), kernels);
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
