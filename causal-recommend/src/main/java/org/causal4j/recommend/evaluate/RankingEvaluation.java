package org.causal4j.recommend.evaluate;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
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
 *   <li>coverage@k: share of all items that are among the first k of some user; a number, no mean
 * </ul>
 *
 * <p>Intervals are the percentiles of 1,000 bootstrap samples of users.
 *
 * <p>Immutable and safe to share between threads. 8 bytes a user and metric.
 */
public final class RankingEvaluation {
  private static final int RESAMPLES = 1000;
  private static final double LEVEL = 0.95;
  private static final int BLOCK = 64;

  /** Metrics that are a mean over users. */
  public enum Metric {
    RECALL,
    PRECISION,
    NDCG,
    HIT_RATE,
    MRR,
    MAP
  }

  private final String scorer;
  private final int cutoff;
  private final ImmutableIntArray userNumbers;
  private final ImmutableMap<Metric, double[]> perUser;
  private final double coverage;
  private final ImmutableMap<Metric, MetricValue> values;

  private RankingEvaluation(
      String scorer,
      int cutoff,
      ImmutableIntArray userNumbers,
      ImmutableMap<Metric, double[]> perUser,
      double coverage,
      Seed seed) {
    this.scorer = scorer;
    this.cutoff = cutoff;
    this.userNumbers = userNumbers;
    this.perUser = perUser;
    this.coverage = coverage;
    ImmutableMap.Builder<Metric, MetricValue> all = ImmutableMap.builder();
    perUser.forEach(
        (metric, users) -> all.put(metric, new MetricValue(mean(users), bootstrap(users, seed))));
    this.values = all.buildOrThrow();
  }

  /**
   * Ranks all items for all users with a target, a block of users at a time, on all cores. Memory:
   * 64 rows of scores a core, and the ranked lists.
   *
   * @param cutoff k
   * @param seed of the bootstrap; give the same one to scorers that are to be compared
   * @throws IllegalArgumentException if the scorer numbers other users or items than the targets do
   */
  public static RankingEvaluation of(Scorer scorer, Relevance relevance, int cutoff, Seed seed) {
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
    int[][] lists = lists(scorer, relevance, users, cutoff);
    for (int u = 0; u < users.length; u++) {
      fill(perUser, u, lists[u], Objects.requireNonNull(relevance.targets().get(users[u])), cutoff);
    }
    long shown = Arrays.stream(lists).flatMapToInt(Arrays::stream).distinct().count();
    return new RankingEvaluation(
        scorer.name(),
        cutoff,
        ImmutableIntArray.copyOf(users),
        perUser,
        (double) shown / graph.items().size(),
        seed.derive("bootstrap"));
  }

  private static int[][] lists(Scorer scorer, Relevance relevance, int[] users, int cutoff) {
    int items = scorer.graph().items().size();
    int[][] lists = new int[users.length][];
    Kernels kernels = Kernels.scalar().withThreads(1);
    new Workers(Runtime.getRuntime().availableProcessors())
        .run(
            (users.length + BLOCK - 1) / BLOCK,
            block -> {
              int from = block * BLOCK;
              int[] some = Arrays.copyOfRange(users, from, Math.min(users.length, from + BLOCK));
              float[] scores = new float[Math.multiplyExact(some.length, items)];
              scorer.scoreAll(some, scores);
              for (int i = 0; i < some.length; i++) {
                int[] excluded =
                    relevance.excludeKnown()
                        ? relevance.train().byUser().rowColumns(some[i])
                        : new int[0];
                lists[from + i] =
                    kernels.topK(scores, i * items, (i + 1) * items, cutoff, excluded);
              }
            });
    return lists;
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

  private static ConfidenceInterval bootstrap(double[] values, Seed seed) {
    double[] means = new double[RESAMPLES];
    SplittableRandom random = seed.random();
    for (int b = 0; b < RESAMPLES; b++) {
      double sum = 0;
      for (int i = 0; i < values.length; i++) {
        sum += values[random.nextInt(values.length)];
      }
      means[b] = sum / values.length;
    }
    Arrays.sort(means);
    int tail = (int) Math.floor((1 - LEVEL) / 2 * RESAMPLES);
    return new ConfidenceInterval(means[tail], means[RESAMPLES - 1 - tail], LEVEL);
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
    return new MetricValue(mean(differences), bootstrap(differences, seed));
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
