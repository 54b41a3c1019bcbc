package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.matrix.CsrMatrix;
import org.causal4j.recommend.interaction.InteractionGraph;

/** The training of {@link MatrixFactorization#bpr}, on one thread. */
final class BprTrainer {
  private static final String STAGE = "train BPR";

  private final InteractionGraph graph;
  private final MatrixFactorization.BprOptions options;
  private final Seed seed;
  private final int width;
  private final float[] users;
  private final float[] items;
  private final float[] bias;
  private final int[] pairUser;
  private final int[] pairItem;
  private final int[] taken;

  BprTrainer(InteractionGraph graph, MatrixFactorization.BprOptions options, Seed seed) {
    this.graph = graph;
    this.options = options;
    this.seed = seed;
    this.width = options.dimensions();
    this.users = start(graph.users().size(), width, options.spread(), seed.derive("users"));
    this.items = start(graph.items().size(), width, options.spread(), seed.derive("items"));
    this.bias = new float[graph.items().size()];
    CsrMatrix byUser = graph.byUser();
    this.taken =
        IntStream.range(0, bias.length).filter(i -> graph.byItem().rowLength(i) > 0).toArray();
    // A user who has everything has no negative.
    int[] able =
        IntStream.range(0, byUser.rows())
            .filter(u -> byUser.rowLength(u) < taken.length)
            .flatMap(u -> IntStream.generate(() -> u).limit(byUser.rowLength(u)))
            .toArray();
    Preconditions.checkArgument(able.length > 0, "graph: every user has every item");
    this.pairUser = able;
    this.pairItem =
        IntStream.range(0, byUser.rows())
            .filter(u -> byUser.rowLength(u) < taken.length)
            .flatMap(u -> IntStream.of(byUser.rowColumns(u)))
            .toArray();
  }

  static float[] start(int rows, int width, double spread, Seed seed) {
    Preconditions.checkArgument(
        (long) rows * width <= Integer.MAX_VALUE - 8,
        "dimensions: %s for %s nodes are more than one array holds",
        width,
        rows);
    float[] vectors = new float[rows * width];
    SplittableRandom random = seed.random();
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = (float) (spread * random.nextGaussian());
    }
    return vectors;
  }

  TrainingReport train(ProgressListener progress) {
    double[] losses = new double[options.epochs()];
    double[] seconds = new double[options.epochs()];
    for (int epoch = 1; epoch <= options.epochs(); epoch++) {
      progress.step(STAGE, epoch - 1, options.epochs());
      long began = System.nanoTime();
      double loss = epoch(seed.derive("epoch").derive(epoch));
      if (!Double.isFinite(loss)) {
        throw new NotConvergedException(
            "BPR-MF, epoch " + epoch,
            epoch - 1,
            loss,
            "use a smaller learning rate than " + options.learningRate());
      }
      losses[epoch - 1] = loss;
      seconds[epoch - 1] = (System.nanoTime() - began) / 1e9;
    }
    progress.step(STAGE, options.epochs(), options.epochs());
    return new TrainingReport(
        ImmutableDoubleArray.copyOf(losses),
        ImmutableList.of(),
        options.epochs(),
        ImmutableDoubleArray.copyOf(seconds));
  }

  private double epoch(Seed epochSeed) {
    int[] order = TrainingLoop.shuffled(pairUser.length, epochSeed.derive("order"));
    SplittableRandom random = epochSeed.derive("negatives").random();
    double sum = 0;
    for (int pair : order) {
      int user = pairUser[pair];
      int negative = taken[random.nextInt(taken.length)];
      while (graph.contains(user, negative)) {
        negative = taken[random.nextInt(taken.length)];
      }
      sum += step(user, pairItem[pair], negative);
    }
    return sum / order.length;
  }

  /** One step; returns the loss before it. */
  private double step(int user, int positive, int negative) {
    int u = user * width;
    int p = positive * width;
    int n = negative * width;
    float margin = bias[positive] - bias[negative];
    for (int k = 0; k < width; k++) {
      margin += users[u + k] * (items[p + k] - items[n + k]);
    }
    float rate = (float) options.learningRate();
    float keep = (float) (1 - options.learningRate() * options.l2());
    float slope = (float) (rate / (1 + Math.exp(margin)));
    for (int k = 0; k < width; k++) {
      float own = users[u + k];
      float plus = items[p + k];
      float minus = items[n + k];
      users[u + k] = keep * own + slope * (plus - minus);
      items[p + k] = keep * plus + slope * own;
      items[n + k] = keep * minus - slope * own;
    }
    bias[positive] = keep * bias[positive] + slope;
    bias[negative] = keep * bias[negative] - slope;
    return Math.max(-margin, 0) + Math.log1p(Math.exp(-Math.abs(margin)));
  }

  MatrixFactorization.Factors factors() {
    return new MatrixFactorization.Factors(width, users, items, bias);
  }
}
