package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.causal4j.core.NotConvergedException;
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
  private static final String STAGE = "train LightGCN";

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
  private final int[] pairUser;
  private final int[] pairItem;
  private final int[] taken;

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
    CsrMatrix byUser = learned.byUser();
    this.taken = IntStream.range(0, items).filter(i -> learned.byItem().rowLength(i) > 0).toArray();
    int[] user = new int[byUser.entries()];
    int[] item = new int[byUser.entries()];
    int used = 0;
    for (int u = 0; u < users; u++) {
      // A user who has everything has no negative.
      boolean able = byUser.rowLength(u) < taken.length;
      for (int e = byUser.rowStart(u); e < byUser.rowEnd(u) && able; e++) {
        user[used] = u;
        item[used++] = byUser.column(e);
      }
    }
    Preconditions.checkArgument(used > 0, "graph: every user has every item");
    this.pairUser = Arrays.copyOf(user, used);
    this.pairItem = Arrays.copyOf(item, used);
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
    Progress state = new Progress(e0.length);
    LayerSums sums = new LayerSums(learned.normalizedAdjacency(), width, kernels);
    LightGcnObjective objective = objective(sums);
    while (state.goesOn(options)) {
      oneEpoch(sums, objective, state, progress);
    }
    return trained(sums, state, progress);
  }

  /** Goes on from the state in a folder, and writes it there after each epoch. */
  LightGcn train(ProgressListener progress, Path folder) throws IOException {
    Progress state = new Progress(e0.length);
    LayerSums sums = new LayerSums(learned.normalizedAdjacency(), width, kernels);
    run(sums, state, progress, folder);
    return trained(sums, state, progress);
  }

  /** Only the report: for choosing the number of epochs. */
  TrainingReport choose(ProgressListener progress, @Nullable Path folder) throws IOException {
    Progress state = new Progress(e0.length);
    run(new LayerSums(learned.normalizedAdjacency(), width, kernels), state, progress, folder);
    return state.report();
  }

  private void run(LayerSums sums, Progress state, ProgressListener progress, @Nullable Path folder)
      throws IOException {
    LightGcnCheckpoint checkpoint =
        folder == null ? null : new LightGcnCheckpoint(folder, belongsTo());
    LightGcnCheckpoint.State former = checkpoint == null ? null : checkpoint.read();
    if (former != null) {
      state.resume(former, e0);
    }
    LightGcnObjective objective = objective(sums);
    while (state.goesOn(options)) {
      oneEpoch(sums, objective, state, progress);
      if (checkpoint != null) {
        checkpoint.write(state.kept(e0));
      }
    }
  }

  /** What decides the bits of the result; the number of threads does not. */
  ImmutableMap<String, String> belongsTo() {
    FloatMatrix text = itemText;
    return ImmutableMap.of(
        "graph",
        learned.hash(),
        "options",
        options.toString(),
        "seed",
        Long.toString(seed.value()),
        "kernel",
        kernels.info().name(),
        "item text",
        text == null ? "none" : text.rows() + " x " + text.columns() + ", " + text.hashCode());
  }

  private LightGcnObjective objective(LayerSums sums) {
    return new LightGcnObjective(sums, options.layers(), options.l2());
  }

  private void oneEpoch(
      LayerSums sums, LightGcnObjective objective, Progress state, ProgressListener progress) {
    int epoch = state.losses.size() + 1;
    progress.step(STAGE, epoch - 1, options.epochs());
    long began = System.nanoTime();
    state.losses.add(epoch(epoch, objective, state));
    state.seconds.add((System.nanoTime() - began) / 1e9);
    checkFinite(epoch);
    validate(epoch, sums, state);
  }

  /** The loss of a batch tells of the one before it: the last one of an epoch is looked at here. */
  private void checkFinite(int epoch) {
    for (float value : e0) {
      if (!Float.isFinite(value)) {
        throw diverged("epoch " + epoch + ", last batch", epoch, value);
      }
    }
  }

  private NotConvergedException diverged(String where, int epoch, double loss) {
    return new NotConvergedException(
        "LightGCN, " + where,
        epoch - 1,
        loss,
        "use a smaller learning rate than "
            + options.learningRate()
            + " or a smaller spread than "
            + options.spread());
  }

  private LightGcn trained(LayerSums sums, Progress state, ProgressListener progress) {
    progress.step(STAGE, options.epochs(), options.epochs());
    if (state.best != null) {
      System.arraycopy(state.best, 0, e0, 0, e0.length);
    }
    return finish(holdout == null ? sums : null, state.report());
  }

  private double epoch(int epoch, LightGcnObjective objective, Progress state) {
    Seed epochSeed = seed.derive("epoch").derive(epoch);
    int[] order = shuffled(pairUser.length, epochSeed.derive("order"));
    SplittableRandom negatives = epochSeed.derive("negatives").random();
    AdamSettings adam = AdamSettings.defaults().withLearningRate(options.learningRate());
    double sum = 0;
    for (int from = 0; from < order.length; from += options.batch()) {
      int to = Math.min(order.length, from + options.batch());
      int[] triples = triples(order, from, to, negatives);
      double loss = objective.gradient(e0, triples, state.gradient);
      if (!Double.isFinite(loss)) {
        throw diverged("epoch " + epoch + ", batch " + (from / options.batch() + 1), epoch, loss);
      }
      sum += loss * (to - from);
      kernels.adam(e0, state.gradient, state.mean, state.square, adam, ++state.step);
    }
    return sum / order.length;
  }

  private void validate(int epoch, LayerSums sums, Progress state) {
    Holdout part = holdout;
    EarlyStopping rule = options.earlyStopping().orElse(null);
    if (part == null || rule == null || (epoch % rule.every() != 0 && epoch != options.epochs())) {
      return;
    }
    sums.all(e0, options.layers(), state.gradient);
    double ndcg = part.ndcg(state.gradient, width, kernels);
    state.validations.add(new TrainingReport.Validation(epoch, ndcg));
    if (state.best == null || ndcg > state.bestNdcg) {
      state.best = e0.clone();
      state.bestNdcg = ndcg;
      state.bestEpoch = epoch;
      state.without = 0;
    } else {
      state.without++;
      state.stopped = state.without >= rule.patience();
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

  static int[] shuffled(int count, Seed seed) {
    int[] order = new int[count];
    Arrays.setAll(order, i -> i);
    SplittableRandom random = seed.random();
    for (int i = count - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    return order;
  }

  /** User, positive and negative node of each pair of a batch, once for each negative. */
  private int[] triples(int[] order, int from, int to, SplittableRandom random) {
    int[] triples = new int[3 * (to - from) * options.negatives()];
    int at = 0;
    for (int i = from; i < to; i++) {
      int user = pairUser[order[i]];
      for (int n = 0; n < options.negatives(); n++) {
        triples[at++] = user;
        triples[at++] = users + pairItem[order[i]];
        triples[at++] = users + negative(user, random);
      }
    }
    return triples;
  }

  /**
   * An item that the user does not have and somebody has. One that nobody has is no evidence of
   * dislike; as a negative it would be pushed away most from those whose items it resembles.
   */
  private int negative(int user, SplittableRandom random) {
    int item = taken[random.nextInt(taken.length)];
    while (learned.contains(user, item)) {
      item = taken[random.nextInt(taken.length)];
    }
    return item;
  }

  /** What changes from epoch to epoch. */
  private static final class Progress {
    private final float[] gradient;
    private final float[] mean;
    private final float[] square;
    private final List<Double> losses = new ArrayList<>();
    private final List<Double> seconds = new ArrayList<>();
    private final List<TrainingReport.Validation> validations = new ArrayList<>();
    private long step;
    private float @Nullable [] best;
    private double bestNdcg;
    private int bestEpoch;
    private int without;
    private boolean stopped;

    Progress(int values) {
      this.gradient = new float[values];
      this.mean = new float[values];
      this.square = new float[values];
    }

    boolean goesOn(LightGcn.Options options) {
      return !stopped && losses.size() < options.epochs();
    }

    LightGcnCheckpoint.State kept(float[] e0) {
      float[] none = {};
      return new LightGcnCheckpoint.State(
          report(), step, without, stopped, e0, mean, square, best == null ? none : best);
    }

    void resume(LightGcnCheckpoint.State former, float[] e0) {
      System.arraycopy(former.e0(), 0, e0, 0, e0.length);
      System.arraycopy(former.mean(), 0, mean, 0, mean.length);
      System.arraycopy(former.square(), 0, square, 0, square.length);
      losses.addAll(former.report().losses().asList());
      seconds.addAll(former.report().epochSeconds().asList());
      validations.addAll(former.report().validations());
      step = former.step();
      without = former.without();
      stopped = former.stopped();
      if (former.best().length > 0) {
        best = former.best();
        bestEpoch = former.report().chosenEpoch();
        for (TrainingReport.Validation validation : validations) {
          bestNdcg = validation.epoch() == bestEpoch ? validation.ndcg() : bestNdcg;
        }
      }
    }

    TrainingReport report() {
      return new TrainingReport(
          ImmutableDoubleArray.copyOf(losses),
          ImmutableList.copyOf(validations),
          best == null ? losses.size() : bestEpoch,
          ImmutableDoubleArray.copyOf(seconds));
    }
  }
}
