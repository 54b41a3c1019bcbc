package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.Provenance;
import org.causal4j.core.Seed;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.core.kernel.Transpose;
import org.causal4j.core.matrix.CsrMatrix;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.causal4j.recommend.interaction.InteractionSplit;

/** The validation part of {@link EarlyStopping} and the graph without it. */
final class Holdout {
  private static final int LEAST_ITEMS = 3;
  private static final int CUTOFF = 20;
  private static final int BLOCK = 256;

  private final InteractionGraph train;
  private final int[] users;
  private final int[][] targets;

  private Holdout(InteractionGraph train, int[] users, int[][] targets) {
    this.train = train;
    this.users = users;
    this.targets = targets;
  }

  /** The test part of a split of the training pairs, for some of its users. */
  static Holdout of(InteractionSplit split, int most, Seed seed) {
    CsrMatrix test = split.test().byUser();
    int[] users = drawn(test, 1, most, seed.derive("users").random());
    int[][] targets = Arrays.stream(users).mapToObj(test::rowColumns).toArray(int[][]::new);
    return new Holdout(split.train(), users, targets);
  }

  static Holdout of(InteractionGraph graph, int most, Seed seed) {
    CsrMatrix byUser = graph.byUser();
    int[] users = drawn(byUser, LEAST_ITEMS, most, seed.derive("users").random());
    Preconditions.checkArgument(
        users.length > 0,
        "earlyStopping: no user has %s items, so there is nothing to validate on",
        LEAST_ITEMS);
    long[] times = graph.lastTimes().orElseGet(() -> new long[byUser.entries()]);
    SplittableRandom ties = seed.derive("ties").random();
    boolean[] held = new boolean[byUser.entries()];
    int[][] targets = new int[users.length][];
    for (int i = 0; i < users.length; i++) {
      int last = last(times, byUser.rowStart(users[i]), byUser.rowEnd(users[i]), ties);
      held[last] = true;
      targets[i] = new int[] {byUser.column(last)};
    }
    return new Holdout(without(graph, held), users, targets);
  }

  private static int[] drawn(CsrMatrix byUser, int least, int most, SplittableRandom random) {
    int[] able =
        IntStream.range(0, byUser.rows()).filter(u -> byUser.rowLength(u) >= least).toArray();
    int count = Math.min(most, able.length);
    for (int i = 0; i < count && count < able.length; i++) {
      int j = i + random.nextInt(able.length - i);
      int swap = able[i];
      able[i] = able[j];
      able[j] = swap;
    }
    int[] chosen = Arrays.copyOf(able, count);
    Arrays.sort(chosen);
    return chosen;
  }

  /** The latest entry; each of those of one time is as likely. */
  private static int last(long[] times, int from, int to, SplittableRandom random) {
    int best = from;
    int equal = 1;
    for (int entry = from + 1; entry < to; entry++) {
      if (times[entry] > times[best]) {
        best = entry;
        equal = 1;
      } else if (times[entry] == times[best] && random.nextInt(++equal) == 0) {
        best = entry;
      }
    }
    return best;
  }

  private static InteractionGraph without(InteractionGraph graph, boolean[] held) {
    CsrMatrix byUser = graph.byUser();
    int[] pointers = new int[byUser.rows() + 1];
    int[] columns = new int[byUser.entries()];
    float[] values = new float[byUser.entries()];
    int used = 0;
    for (int user = 0; user < byUser.rows(); user++) {
      for (int entry = byUser.rowStart(user); entry < byUser.rowEnd(user); entry++) {
        if (!held[entry]) {
          columns[used] = byUser.column(entry);
          values[used++] = byUser.value(entry);
        }
      }
      pointers[user + 1] = used;
    }
    return InteractionGraph.of(
        graph.users(),
        graph.items(),
        CsrMatrix.copyOf(
            byUser.columns(), pointers, Arrays.copyOf(columns, used), Arrays.copyOf(values, used)),
        null,
        Provenance.of("without validation part", ImmutableMap.of(), graph.provenance()));
  }

  /** The graph to learn from: the same users and items, fewer pairs. */
  InteractionGraph train() {
    return train;
  }

  /**
   * NDCG@20 of the held-out items, the mean over users; for a user with one of them 1/log₂(rank +
   * 1) where the rank is 20 or better.
   *
   * @param vectors users first, then items
   */
  double ndcg(float[] vectors, int width, Kernels kernels) {
    int itemCount = train.items().size();
    float[] block = new float[BLOCK * width];
    float[] scores = new float[Math.multiplyExact(BLOCK, itemCount)];
    double sum = 0;
    for (int from = 0; from < users.length; from += BLOCK) {
      int size = Math.min(BLOCK, users.length - from);
      for (int i = 0; i < size; i++) {
        System.arraycopy(vectors, users[from + i] * width, block, i * width, width);
      }
      kernels.gemm(
          Transpose.RIGHT,
          size,
          itemCount,
          width,
          1,
          block,
          0,
          vectors,
          train.users().size() * width,
          0,
          scores,
          0);
      for (int i = 0; i < size; i++) {
        int[] seen = train.byUser().rowColumns(users[from + i]);
        int[] list = kernels.topK(scores, i * itemCount, (i + 1) * itemCount, CUTOFF, seen);
        sum += ndcg(list, targets[from + i]);
      }
    }
    return sum / users.length;
  }

  private static double ndcg(int[] list, int[] targets) {
    double gain = 0;
    double ideal = 0;
    for (int rank = 1; rank <= CUTOFF; rank++) {
      double discount = Math.log(2) / Math.log(rank + 1.0);
      boolean hit = rank <= list.length && Arrays.binarySearch(targets, list[rank - 1]) >= 0;
      gain += hit ? discount : 0;
      ideal += rank <= targets.length ? discount : 0;
    }
    return gain / ideal;
  }
}
