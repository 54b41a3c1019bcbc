package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.AdamSettings;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.SparseOperator;
import org.causal4j.core.matrix.CsrMatrix;
import org.causal4j.core.matrix.FloatMatrix;
import org.causal4j.embed.Reduction;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.jspecify.annotations.Nullable;

/**
 * The training of {@link LightGcn}. All randomness is drawn on the calling thread from seeds of the
 * epoch; the kernels give the same bits for any number of threads.
 */
final class LightGcnTrainer {
  private static final String STAGE = "train LightGCN";

  private final InteractionGraph graph;
  private final LightGcn.Options options;
  private final Seed seed;
  private final Kernels kernels;
  private final boolean fromText;
  private final SparseOperator adjacency;
  private final int users;
  private final int items;
  private final int width;
  private final float[] start;
  private final int[] pairUser;
  private final int[] pairItem;

  LightGcnTrainer(
      InteractionGraph graph,
      @Nullable FloatMatrix itemText,
      LightGcn.Options options,
      Seed seed,
      Kernels kernels) {
    this.graph = graph;
    this.options = options;
    this.seed = seed;
    this.kernels = kernels;
    this.fromText = itemText != null;
    this.users = graph.users().size();
    this.items = graph.items().size();
    this.width = options.dimensions();
    Preconditions.checkArgument(
        (long) (users + items) * width <= Integer.MAX_VALUE - 8,
        "dimensions: %s for %s users and %s items are more than one array holds",
        width,
        users,
        items);
    this.adjacency = kernels.sparse(graph.normalizedAdjacency());
    this.start = start(itemText);
    CsrMatrix byUser = graph.byUser();
    this.pairUser = new int[byUser.entries()];
    this.pairItem = byUser.columnIndexes();
    for (int u = 0; u < users; u++) {
      Arrays.fill(pairUser, byUser.rowStart(u), byUser.rowEnd(u), u);
    }
  }

  private float[] start(@Nullable FloatMatrix itemText) {
    float[] vectors = new float[(users + items) * width];
    SplittableRandom random = seed.derive("start").random();
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) (options.spread() * random.nextGaussian());
    }
    if (itemText != null) {
      Preconditions.checkArgument(
          itemText.rows() == items, "itemText: has %s rows for %s items", itemText.rows(), items);
      int reducible = Math.min(width, Math.min(itemText.rows() - 1, itemText.columns()));
      FloatMatrix reduced = Reduction.pca(reducible).fit(itemText).apply(itemText);
      copyText(itemText, reduced, vectors);
    }
    return vectors;
  }

  private void copyText(FloatMatrix itemText, FloatMatrix reduced, float[] vectors) {
    double squares = 0;
    for (float value : reduced.toArray()) {
      squares += (double) value * value;
    }
    double deviation = Math.sqrt(squares / Math.max(1, reduced.rows() * reduced.columns()));
    if (deviation == 0) {
      return;
    }
    for (int item = 0; item < items; item++) {
      if (itemText.dot(item, itemText, item) > 0) {
        for (int k = 0; k < reduced.columns(); k++) {
          vectors[(users + item) * width + k] =
              (float) (options.spread() * reduced.get(item, k) / deviation);
        }
      }
    }
  }

  LightGcn train(ProgressListener progress) {
    float[] e0 = start.clone();
    float[] mean = new float[e0.length];
    float[] square = new float[e0.length];
    float[] smoothed = new float[e0.length];
    float[] gradient = new float[e0.length];
    float[] total = new float[e0.length];
    float[][] scratch = {new float[e0.length], new float[e0.length]};
    AdamSettings adam = AdamSettings.defaults().withLearningRate(options.learningRate());
    double[] losses = new double[options.epochs()];
    double[] seconds = new double[options.epochs()];
    long step = 0;
    for (int epoch = 0; epoch < options.epochs(); epoch++) {
      progress.step(STAGE, epoch, options.epochs());
      long began = System.nanoTime();
      Seed epochSeed = seed.derive("epoch").derive(epoch);
      int[] order = shuffled(pairUser.length, epochSeed.derive("order"));
      SplittableRandom negatives = epochSeed.derive("negatives").random();
      double loss = 0;
      for (int from = 0; from < order.length; from += options.batch()) {
        int to = Math.min(order.length, from + options.batch());
        smooth(e0, smoothed, scratch, adjacency, width, options.layers());
        Arrays.fill(gradient, 0);
        int[] triples = triples(order, from, to, negatives);
        loss += BprLoss.addGradient(smoothed, triples, width, gradient);
        smooth(gradient, total, scratch, adjacency, width, options.layers());
        loss += BprLoss.addPenalty(e0, triples, width, options.l2(), total);
        if (!Double.isFinite(loss)) {
          throw new NotConvergedException(
              "LightGCN, epoch " + (epoch + 1) + ", batch " + (from / options.batch() + 1),
              epoch,
              loss,
              "use a smaller learning rate than " + options.learningRate());
        }
        kernels.adam(e0, total, mean, square, adam, ++step);
      }
      losses[epoch] = loss / Math.ceil((double) order.length / options.batch());
      seconds[epoch] = (System.nanoTime() - began) / 1e9;
    }
    progress.step(STAGE, options.epochs(), options.epochs());
    return finish(
        e0,
        new TrainingReport(
            ImmutableDoubleArray.copyOf(losses), ImmutableDoubleArray.copyOf(seconds)));
  }

  private LightGcn finish(float[] e0, TrainingReport report) {
    int layers = options.layers();
    float[][] scratch = {new float[e0.length], new float[e0.length]};
    float[] smoothed = new float[e0.length];
    smooth(e0, smoothed, scratch, adjacency, width, layers);
    float[] passed = new float[e0.length];
    // The sum of all layers but the last, over K+1: what an item hands to those who took it.
    smooth(e0, passed, scratch, adjacency, width, layers - 1);
    float scale = (float) layers / (layers + 1);
    float[] passedOn = Arrays.copyOfRange(passed, users * width, passed.length);
    for (int i = 0; i < passedOn.length; i++) {
      passedOn[i] *= scale;
    }
    float[] ownShare = Arrays.copyOf(e0, users * width);
    for (int i = 0; i < ownShare.length; i++) {
      ownShare[i] /= layers + 1;
    }
    return new LightGcn(
        graph,
        options,
        smoothed,
        ownShare,
        passedOn,
        report,
        LightGcn.provenance(graph, options, seed, fromText, kernels));
  }

  /** result = (x + Ãx + … + Ãᴷx) / (K+1). */
  static void smooth(
      float[] x, float[] result, float[][] scratch, SparseOperator a, int width, int layers) {
    System.arraycopy(x, 0, result, 0, x.length);
    float[] current = x;
    for (int k = 0; k < layers; k++) {
      float[] next = scratch[k % 2];
      a.multiply(current, width, next);
      for (int i = 0; i < result.length; i++) {
        result[i] += next[i];
      }
      current = next;
    }
    float scale = 1f / (layers + 1);
    for (int i = 0; i < result.length; i++) {
      result[i] *= scale;
    }
  }

  private static int[] shuffled(int count, Seed seed) {
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

  /** User, positive and negative node of each pair of a batch. */
  private int[] triples(int[] order, int from, int to, SplittableRandom random) {
    int[] triples = new int[3 * (to - from)];
    for (int i = from; i < to; i++) {
      int user = pairUser[order[i]];
      int at = 3 * (i - from);
      triples[at] = user;
      triples[at + 1] = users + pairItem[order[i]];
      triples[at + 2] = users + negative(user, random);
    }
    return triples;
  }

  private int negative(int user, SplittableRandom random) {
    if (graph.byUser().rowLength(user) == items) {
      return random.nextInt(items);
    }
    int item = random.nextInt(items);
    while (graph.contains(user, item)) {
      item = random.nextInt(items);
    }
    return item;
  }
}
