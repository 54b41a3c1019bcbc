package org.causal4j.recommend.evaluate;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.causal4j.core.ProgressListener;
import org.causal4j.core.Seed;
import org.causal4j.core.estimate.ConfidenceInterval;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.spi.Workers;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.causal4j.recommend.scorer.Scorer;

/**
 * Full ranking: every item is a candidate but, for new items, those that the user had before.
 * Values are means over the users who have a target; equal scores rank by item number.
 *
 * <ul>
 *   <li>recall@k: targets among the first k, over all targets
 *   <li>precision@k: targets among the first k, over k
 *   <li>NDCG@k: Σ over the targets among the first k of 1/log₂(rank + 1), over the same of the best
 *       list, which has min(k, targets) targets first (Järvelin and Kekäläinen, TOIS 20(4), 2002)
 *   <li>hit rate@k: whether one target is among the first k
 *   <li>MRR@k: 1/rank of the first target among the first k, else 0
 *   <li>MAP@k: mean of the precision at each target among the first k, over min(k, targets)
 *   <li>novelty@k: mean over the list of −log₂(share of users who have the item in training), in
 *       bits; an item that nobody has counts as had by one user, an empty list as 0
 *       (self-information of Zhou et al., PNAS 107(10), 2010)
 *   <li>coverage@k: share of all items that are among the first k of some user; a number, no mean
 *   <li>Gini@k: Σ (2i − n − 1) xᵢ / (n Σ xᵢ) with xᵢ, ascending, how often each of the n items is
 *       among the first k: 0 where all items are shown equally often, 1 − 1/n where one is alone; a
 *       number, no mean
 * </ul>
 *
 * <p>Intervals are the percentiles of 1,000 bootstrap samples of users.
 *
 * <p>Immutable and safe to share between threads. 8 bytes a user and metric. The same seed gives
 * the same bits for any number of threads.
 */
public final class RankingEvaluation {
  private static final String STAGE = "rank";
  private static final int RESAMPLES = 1000;
  private static final double LEVEL = 0.95;

  /** Most users of a block, and scores of all blocks at work: 64 MiB. */
  private static final int BLOCK = 256;

  private static final int SCORES = 1 << 24;

  /** Metrics that are a mean over users. */
  public enum Metric {
    RECALL,
    PRECISION,
    NDCG,
    HIT_RATE,
    MRR,
    MAP,
    NOVELTY
  }

  private final String scorer;
  private final int cutoff;
  private final ImmutableIntArray userNumbers;
  private final ImmutableMap<Metric, double[]> perUser;
  private final double coverage;
  private final double gini;
  private final ImmutableMap<Metric, MetricValue> values;

  private RankingEvaluation(
      String scorer,
      int cutoff,
      ImmutableIntArray userNumbers,
      ImmutableMap<Metric, double[]> perUser,
      int[] shown,
      Seed seed,
      Workers workers) {
    this.scorer = scorer;
    this.cutoff = cutoff;
    this.userNumbers = userNumbers;
    this.perUser = perUser;
    this.coverage = (double) Arrays.stream(shown).filter(times -> times > 0).count() / shown.length;
    this.gini = gini(shown);
    ConfidenceInterval[] intervals =
        bootstrap(perUser.values().toArray(new double[0][]), seed, workers);
    ImmutableMap.Builder<Metric, MetricValue> all = ImmutableMap.builder();
    int place = 0;
    for (Map.Entry<Metric, double[]> metric : perUser.entrySet()) {
      all.put(metric.getKey(), new MetricValue(mean(metric.getValue()), intervals[place++]));
    }
    this.values = all.buildOrThrow();
  }

  /** {@link #of(Scorer, Relevance, int, Seed, Kernels, ProgressListener)} on all cores. */
  public static RankingEvaluation of(Scorer scorer, Relevance relevance, int cutoff, Seed seed) {
    return of(scorer, relevance, cutoff, seed, Kernels.automatic(), ProgressListener.NONE);
  }

  /**
   * Ranks all items for all users with a target, a block of users at a time. Memory: 64 MiB of
   * scores, or one row of scores a thread where that is more, and the ranked lists.
   *
   * @param cutoff k
   * @param seed of the bootstrap; give the same one to scorers that are to be compared
   * @param kernels whose threads share the blocks, and which find the first k
   * @param progress hears of the stage "rank" in users, and can cancel between blocks
   * @throws IllegalArgumentException if the scorer numbers other users or items than the targets do
   */
  public static RankingEvaluation of(
      Scorer scorer,
      Relevance relevance,
      int cutoff,
      Seed seed,
      Kernels kernels,
      ProgressListener progress) {
    Preconditions.checkArgument(cutoff >= 1, "cutoff: %s is below 1", cutoff);
    InteractionGraph graph = scorer.graph();
    Preconditions.checkArgument(
        graph.users().equals(relevance.train().users())
            && graph.items().equals(relevance.train().items()),
        "scorer: is of %s, but the targets are of %s",
        graph,
        relevance.train());
    int[] users = relevance.targets().keySet().stream().mapToInt(Integer::intValue).toArray();
    ImmutableMap.Builder<Metric, double[]> arrays = ImmutableMap.builder();
    for (Metric metric : Metric.values()) {
      arrays.put(metric, new double[users.length]);
    }
    ImmutableMap<Metric, double[]> perUser = arrays.buildOrThrow();
    Workers workers = new Workers(kernels.threads());
    int[][] lists =
        lists(scorer, relevance, users, cutoff, kernels.withThreads(1), workers, progress);
    double[] bits = bits(relevance.train());
    int[] shown = new int[graph.items().size()];
    for (int u = 0; u < users.length; u++) {
      fill(perUser, u, lists[u], Objects.requireNonNull(relevance.targets().get(users[u])), cutoff);
      values(perUser, Metric.NOVELTY)[u] =
          Arrays.stream(lists[u]).mapToDouble(item -> bits[item]).average().orElse(0);
      for (int item : lists[u]) {
        shown[item]++;
      }
    }
    return new RankingEvaluation(
        scorer.name(),
        cutoff,
        ImmutableIntArray.copyOf(users),
        perUser,
        shown,
        seed.derive("bootstrap"),
        workers);
  }

  private static int[][] lists(
      Scorer scorer,
      Relevance relevance,
      int[] users,
      int cutoff,
      Kernels kernels,
      Workers workers,
      ProgressListener progress) {
    int items = scorer.graph().items().size();
    int rows = Math.max(1, Math.min(BLOCK, SCORES / workers.threads() / items));
    int[][] lists = new int[users.length][];
    ConcurrentLinkedQueue<float[]> buffers = new ConcurrentLinkedQueue<>();
    AtomicInteger done = new AtomicInteger();
    progress.step(STAGE, 0, users.length);
    workers.run(
        (users.length + rows - 1) / rows,
        block -> {
          int from = block * rows;
          int[] some = Arrays.copyOfRange(users, from, Math.min(users.length, from + rows));
          float[] kept = some.length == rows ? buffers.poll() : null;
          float[] scores = kept == null ? new float[Math.multiplyExact(some.length, items)] : kept;
          scorer.scoreAll(some, scores);
          for (int i = 0; i < some.length; i++) {
            int[] excluded =
                relevance.excludeKnown()
                    ? relevance.train().byUser().rowColumns(some[i])
                    : new int[0];
            lists[from + i] = kernels.topK(scores, i * items, (i + 1) * items, cutoff, excluded);
          }
          if (some.length == rows) {
            buffers.add(scores);
          }
          progress.step(STAGE, done.addAndGet(some.length), users.length);
        });
    return lists;
  }

  /** −log₂ of the share of users who have each item. */
  private static double[] bits(InteractionGraph train) {
    double users = train.users().size();
    return IntStream.range(0, train.items().size())
        .mapToDouble(item -> Math.log(users / Math.max(1, train.byItem().rowLength(item))))
        .map(nats -> nats / Math.log(2))
        .toArray();
  }

  private static double gini(int[] shown) {
    int[] sorted = shown.clone();
    Arrays.sort(sorted);
    double n = sorted.length;
    double weighted = 0;
    double total = 0;
    for (int i = 1; i <= sorted.length; i++) {
      weighted += (2 * i - n - 1) * sorted[i - 1];
      total += sorted[i - 1];
    }
    return total == 0 ? 0 : weighted / (n * total);
  }

  private static void fill(
      ImmutableMap<Metric, double[]> perUser,
      int u,
      int[] list,
      ImmutableIntArray targets,
      int cutoff) {
    int[] sorted = targets.toArray();
    int hits = 0;
    double gain = 0;
    double precisions = 0;
    double reciprocal = 0;
    for (int rank = 1; rank <= list.length; rank++) {
      if (Arrays.binarySearch(sorted, list[rank - 1]) >= 0) {
        hits++;
        gain += discount(rank);
        precisions += (double) hits / rank;
        if (hits == 1) {
          reciprocal = 1.0 / rank;
        }
      }
    }
    double ideal = 0;
    int best = Math.min(cutoff, sorted.length);
    for (int rank = 1; rank <= best; rank++) {
      ideal += discount(rank);
    }
    values(perUser, Metric.RECALL)[u] = (double) hits / sorted.length;
    values(perUser, Metric.PRECISION)[u] = (double) hits / cutoff;
    values(perUser, Metric.NDCG)[u] = gain / ideal;
    values(perUser, Metric.HIT_RATE)[u] = hits > 0 ? 1 : 0;
    values(perUser, Metric.MRR)[u] = reciprocal;
    values(perUser, Metric.MAP)[u] = precisions / best;
  }

  private static double[] values(ImmutableMap<Metric, double[]> perUser, Metric metric) {
    return Objects.requireNonNull(perUser.get(metric));
  }

  private static double discount(int rank) {
    return Math.log(2) / Math.log(rank + 1);
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  /** One interval a metric, from the same samples of users. */
  private static ConfidenceInterval[] bootstrap(double[][] metrics, Seed seed, Workers workers) {
    int users = metrics[0].length;
    int count = metrics.length;
    double[] rows = new double[users * count];
    for (int u = 0; u < users; u++) {
      for (int m = 0; m < count; m++) {
        rows[u * count + m] = metrics[m][u];
      }
    }
    double[][] means = new double[count][RESAMPLES];
    workers.run(
        RESAMPLES,
        b -> {
          SplittableRandom random = seed.derive(b).random();
          double[] sums = new double[count];
          for (int i = 0; i < users; i++) {
            int at = random.nextInt(users) * count;
            for (int m = 0; m < count; m++) {
              sums[m] += rows[at + m];
            }
          }
          for (int m = 0; m < count; m++) {
            means[m][b] = sums[m] / users;
          }
        });
    ConfidenceInterval[] intervals = new ConfidenceInterval[count];
    int tail = (int) Math.floor((1 - LEVEL) / 2 * RESAMPLES);
    for (int m = 0; m < count; m++) {
      Arrays.sort(means[m]);
      intervals[m] = new ConfidenceInterval(means[m][tail], means[m][RESAMPLES - 1 - tail], LEVEL);
    }
    return intervals;
  }

  /** Name of the scorer. */
  public String scorer() {
    return scorer;
  }

  /** k. */
  public int cutoff() {
    return cutoff;
  }

  /** Number of users. */
  public int users() {
    return userNumbers.length();
  }

  /** Their numbers in the graph, ascending. */
  public ImmutableIntArray userNumbers() {
    return userNumbers;
  }

  /** A metric with its interval. */
  public MetricValue value(Metric metric) {
    MetricValue value = values.get(metric);
    Preconditions.checkState(value != null, "no %s", metric);
    return value;
  }

  /** Share of all items that are shown to some user. */
  public double coverage() {
    return coverage;
  }

  /** How unequally often items are shown, from 0, all equally often, to nearly 1. */
  public double gini() {
    return gini;
  }

  /** A metric of each user, in the order of their numbers. */
  public ImmutableDoubleArray perUser(Metric metric) {
    return ImmutableDoubleArray.copyOf(values(perUser, metric));
  }

  /**
   * The difference to another scorer on the same users, with a paired bootstrap interval: positive
   * where this one is better.
   */
  public MetricValue minus(RankingEvaluation other, Metric metric, Seed seed) {
    Preconditions.checkArgument(
        other.userNumbers.equals(userNumbers) && other.cutoff == cutoff,
        "other: ranked %s users at %s, not the same %s at %s",
        other.users(),
        other.cutoff,
        users(),
        cutoff);
    double[] differences = new double[users()];
    for (int u = 0; u < differences.length; u++) {
      differences[u] = values(perUser, metric)[u] - values(other.perUser, metric)[u];
    }
    return new MetricValue(
        mean(differences), bootstrap(new double[][] {differences}, seed, new Workers(1))[0]);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s over %,d users: recall@%d %s, NDCG@%d %s",
        scorer,
        users(),
        cutoff,
        value(Metric.RECALL),
        cutoff,
        value(Metric.NDCG));
  }
}
