package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.causal4j.core.NotConvergedException;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.AdamSettings;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.matrix.CsrMatrix;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.jspecify.annotations.Nullable;

/**
 * Trains the parameters of an {@link Encoder}. All randomness is drawn on the calling thread from
 * seeds of the epoch and the batch; the kernels give the same bits for any number of threads.
 */
final class EncoderTrainer {
  private final InteractionGraph graph;
  private final RankingLoss loss;
  private final Training training;
  private final Seed seed;
  private final Kernels kernels;
  private final @Nullable Holdout holdout;
  private final InteractionGraph learned;
  private final int users;
  private final int[] pairUser;
  private final int[] pairItem;
  private final int[] taken;
  private final float @Nullable [] itemWeights;

  EncoderTrainer(
      InteractionGraph graph,
      RankingLoss loss,
      Exposure exposure,
      Training training,
      Seed seed,
      Kernels kernels) {
    this.graph = graph;
    this.loss = loss;
    this.training = training;
    this.seed = seed;
    this.kernels = kernels;
    this.users = graph.users().size();
    this.holdout =
        training
            .earlyStopping()
            .map(rule -> Holdout.of(graph, rule.users(), seed.derive("validation")))
            .orElse(null);
    this.learned = holdout == null ? graph : holdout.train();
    this.itemWeights = exposure.power() == 0 ? null : exposure.weights(learned);
    int items = graph.items().size();
    this.taken = IntStream.range(0, items).filter(i -> learned.byItem().rowLength(i) > 0).toArray();
    CsrMatrix byUser = learned.byUser();
    int[] user = new int[byUser.entries()];
    int[] item = new int[byUser.entries()];
    int used = 0;
    for (int u = 0; u < users; u++) {
      // a user who has everything has no negative
      boolean able = !loss.needsNegatives() || byUser.rowLength(u) < taken.length;
      for (int e = byUser.rowStart(u); e < byUser.rowEnd(u) && able; e++) {
        user[used] = u;
        item[used++] = byUser.column(e);
      }
    }
    Preconditions.checkArgument(used >= 2, "graph: %s pairs are too few to learn from", used);
    this.pairUser = Arrays.copyOf(user, used);
    this.pairItem = Arrays.copyOf(item, used);
  }

  /**
   * Trains the arrays of the encoder.
   *
   * @param encoders makes the encoder for the graph that is learned from
   */
  TrainingReport train(
      String name, Function<InteractionGraph, Encoder> encoders, ProgressListener progress) {
    Encoder encoder = encoders.apply(learned);
    State state = new State(encoder.parameters());
    String stage = "train " + name;
    for (int epoch = 1; epoch <= training.epochs() && !state.stopped; epoch++) {
      progress.step(stage, epoch - 1, training.epochs());
      long began = System.nanoTime();
      state.losses.add(epoch(name, epoch, encoder, state));
      state.seconds.add((System.nanoTime() - began) / 1e9);
      validate(epoch, encoder, state);
    }
    progress.step(stage, training.epochs(), training.epochs());
    state.restoreBest(encoder.parameters());
    return state.report();
  }

  private double epoch(String name, int epoch, Encoder encoder, State state) {
    Seed epochSeed = seed.derive("epoch").derive(epoch);
    int[] order = shuffled(epochSeed.derive("order").random());
    SplittableRandom negatives = epochSeed.derive("negatives").random();
    Seed noise = epochSeed.derive("noise");
    AdamSettings adam = AdamSettings.defaults().withLearningRate(training.learningRate());
    double sum = 0;
    int batches = (order.length + training.batch() - 1) / training.batch();
    for (int b = 0; b < batches; b++) {
      int from = b * training.batch();
      int to = Math.min(order.length, from + training.batch());
      PairBatch batch = batch(order, from, to, negatives);
      double value = encoder.gradient(batch, noise.derive(b), state.gradients);
      if (!Double.isFinite(value)) {
        throw new NotConvergedException(
            name + ", epoch " + epoch + ", batch " + (b + 1),
            epoch - 1,
            value,
            "use a smaller learning rate than "
                + training.learningRate()
                + " or a smaller spread than "
                + training.spread());
      }
      sum += value * (to - from);
      state.step++;
      List<float[]> parameters = encoder.parameters();
      for (int p = 0; p < parameters.size(); p++) {
        kernels.adam(
            parameters.get(p),
            state.gradients.get(p),
            state.means.get(p),
            state.squares.get(p),
            adam,
            state.step);
      }
    }
    return sum / order.length;
  }

  private int[] shuffled(SplittableRandom random) {
    int[] order = IntStream.range(0, pairUser.length).toArray();
    for (int i = order.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    return order;
  }

  private PairBatch batch(int[] order, int from, int to, SplittableRandom random) {
    int[] userNodes = new int[to - from];
    int[] itemNodes = new int[to - from];
    int[] negatives = loss.needsNegatives() ? new int[to - from] : null;
    float[] weightOfItem = itemWeights;
    float[] weights = weightOfItem == null ? null : new float[to - from];
    for (int i = from; i < to; i++) {
      int user = pairUser[order[i]];
      int item = pairItem[order[i]];
      userNodes[i - from] = user;
      itemNodes[i - from] = users + item;
      if (negatives != null) {
        negatives[i - from] = users + negative(user, random);
      }
      if (weights != null && weightOfItem != null) {
        weights[i - from] = weightOfItem[item];
      }
    }
    return PairBatch.of(userNodes, itemNodes, negatives, weights, users);
  }

  /** An item that the user does not have and somebody has. */
  private int negative(int user, SplittableRandom random) {
    int item = taken[random.nextInt(taken.length)];
    while (learned.contains(user, item)) {
      item = taken[random.nextInt(taken.length)];
    }
    return item;
  }

  private void validate(int epoch, Encoder encoder, State state) {
    Holdout part = holdout;
    EarlyStopping rule = training.earlyStopping().orElse(null);
    if (part == null || rule == null || (epoch % rule.every() != 0 && epoch != training.epochs())) {
      return;
    }
    float[] vectors = new float[Math.multiplyExact(users + graph.items().size(), encoder.width())];
    encoder.encode(vectors);
    if (loss.comparesDirections()) {
      VectorScores.of(graph, vectors, encoder.width(), true, kernels);
    }
    double ndcg = part.ndcg(vectors, encoder.width(), kernels);
    state.seen(epoch, ndcg, rule, encoder.parameters());
  }

  /** What changes from epoch to epoch. */
  private static final class State {
    private final List<float[]> gradients = new ArrayList<>();
    private final List<float[]> means = new ArrayList<>();
    private final List<float[]> squares = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>();
    private final List<Double> seconds = new ArrayList<>();
    private final List<TrainingReport.Validation> validations = new ArrayList<>();
    private final List<float[]> best = new ArrayList<>();
    private long step;
    private double bestNdcg;
    private int bestEpoch;
    private int without;
    private boolean stopped;

    State(List<float[]> parameters) {
      for (float[] parameter : parameters) {
        gradients.add(new float[parameter.length]);
        means.add(new float[parameter.length]);
        squares.add(new float[parameter.length]);
      }
    }

    void seen(int epoch, double ndcg, EarlyStopping rule, List<float[]> parameters) {
      validations.add(new TrainingReport.Validation(epoch, ndcg));
      if (best.isEmpty() || ndcg > bestNdcg) {
        best.clear();
        parameters.forEach(parameter -> best.add(parameter.clone()));
        bestNdcg = ndcg;
        bestEpoch = epoch;
        without = 0;
      } else {
        without++;
        stopped = without >= rule.patience();
      }
    }

    void restoreBest(List<float[]> parameters) {
      for (int p = 0; p < best.size(); p++) {
        System.arraycopy(best.get(p), 0, parameters.get(p), 0, best.get(p).length);
      }
    }

    TrainingReport report() {
      return new TrainingReport(
          ImmutableDoubleArray.copyOf(losses),
          ImmutableList.copyOf(validations),
          best.isEmpty() ? losses.size() : bestEpoch,
          ImmutableDoubleArray.copyOf(seconds));
    }
  }
}
