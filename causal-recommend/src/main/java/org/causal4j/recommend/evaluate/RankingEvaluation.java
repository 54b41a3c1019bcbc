package org.causal4j.recommend.evaluate;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableDoubleArray;
import com.google.common.primitives.ImmutableIntArray;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.Seed;
import org.causal4j.core.estimate.ConfidenceInterval;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.matrix.CsrMatrix;
import org.causal4j.recommend.scorer.Scorer;

/**
 * Full ranking: every item is a candidate but, for new items, those that the user had before.
 * Values are means over the users who have a target.
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
  private final ImmutableMap<Metric, double[]> perUser;
  private final double coverage;
  private final ImmutableMap<Metric, MetricValue> values;

  private RankingEvaluation(
      String scorer,
      int cutoff,
      ImmutableMap<Metric, double[]> perUser,
      double coverage,
      Seed seed) {
    this.scorer = scorer;
    this.cutoff = cutoff;
    this.perUser = perUser;
    this.coverage = coverage;
    ImmutableMap.Builder<Metric, MetricValue> all = ImmutableMap.builder();
    perUser.forEach(
        (metric, users) -> all.put(metric, new MetricValue(mean(users), bootstrap(users, seed))));
    this.values = all.buildOrThrow();
  }

  /**
   * Ranks all items for all users with a target.
   *
   * @param cutoff k
   * @param seed of the bootstrap; give the same one to scorers that are to be compared
   */
  public static RankingEvaluation of(Scorer scorer, Relevance relevance, int cutoff, Seed seed) {
    int items = scorer.graph().items().size();
    Preconditions.checkArgument(cutoff >= 1, "cutoff: %s is below 1", cutoff);
    List<Integer> users = relevance.targets().keySet().asList();
    ImmutableMap.Builder<Metric, double[]> arrays = ImmutableMap.builder();
    for (Metric metric : Metric.values()) {
      arrays.put(metric, new double[users.size()]);
    }
    ImmutableMap<Metric, double[]> perUser = arrays.buildOrThrow();
    int[][] lists = new int[users.size()][];
    IntStream.range(0, users.size())
        .parallel()
        .forEach(
            u -> {
              int user = users.get(u);
              ImmutableIntArray targets = relevance.targets().get(user);
              if (targets == null) {
                return;
              }
              float[] scores = new float[items];
              scorer.scoreAll(user, scores);
              lists[u] = top(scorer.graph().byUser(), user, scores, cutoff, relevance);
              fill(perUser, u, lists[u], targets, cutoff);
            });
    long shown = Arrays.stream(lists).flatMapToInt(Arrays::stream).distinct().count();
    return new RankingEvaluation(
        scorer.name(), cutoff, perUser, (double) shown / items, seed.derive("bootstrap"));
  }

  private static int[] top(
      CsrMatrix known, int user, float[] scores, int cutoff, Relevance relevance) {
    int[] excluded = relevance.excludeKnown() ? known.rowColumns(user) : new int[0];
    return Kernels.scalar().topK(scores, 0, scores.length, cutoff, excluded);
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
    return values(perUser, Metric.RECALL).length;
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
        other.users() == users() && other.cutoff == cutoff,
        "other: ranked %s users at %s, not %s at %s",
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
        "%s over %d users: recall@%d %s, NDCG@%d %s",
        scorer, users(), cutoff, value(Metric.RECALL), cutoff, value(Metric.NDCG));
  }
}
