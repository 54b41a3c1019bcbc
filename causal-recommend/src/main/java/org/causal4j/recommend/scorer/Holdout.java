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

/** The validation part of {@link EarlyStopping} and the graph without it. */
final class Holdout {
  private static final int LEAST_ITEMS = 3;
  private static final int CUTOFF = 20;
  private static final int BLOCK = 256;

  private final InteractionGraph train;
  private final int[] users;
  private final int[] items;

  private Holdout(InteractionGraph train, int[] users, int[] items) {
    this.train = train;
    this.users = users;
    this.items = items;
  }

  static Holdout of(InteractionGraph graph, int most, Seed seed) {
    CsrMatrix byUser = graph.byUser();
    int[] users = drawn(byUser, most, seed.derive("users").random());
    Preconditions.checkArgument(
        users.length > 0,
        "earlyStopping: no user has %s items, so there is nothing to validate on",
        LEAST_ITEMS);
    long[] times = graph.lastTimes().orElseGet(() -> new long[byUser.entries()]);
    SplittableRandom ties = seed.derive("ties").random();
    boolean[] held = new boolean[byUser.entries()];
    int[] items = new int[users.length];
    for (int i = 0; i < users.length; i++) {
      int last = last(times, byUser.rowStart(users[i]), byUser.rowEnd(users[i]), ties);
      held[last] = true;
      items[i] = byUser.column(last);
    }
    return new Holdout(without(graph, held), users, items);
  }

  private static int[] drawn(CsrMatrix byUser, int most, SplittableRandom random) {
    int[] able =
        IntStream.range(0, byUser.rows()).filter(u -> byUser.rowLength(u) >= LEAST_ITEMS).toArray();
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
   * NDCG@20 of the held-out items, one a user: 1/log₂(rank + 1) where the rank is 20 or better.
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
        int rank = rank(scores, i * itemCount, users[from + i], items[from + i]);
        sum += rank > CUTOFF ? 0 : Math.log(2) / Math.log(rank + 1.0);
      }
    }
    return sum / users.length;
  }

  private int rank(float[] scores, int at, int user, int target) {
    int rank = 1 + ahead(scores, at, target, train.items().size());
    CsrMatrix byUser = train.byUser();
    float score = scores[at + target];
    for (int entry = byUser.rowStart(user); entry < byUser.rowEnd(user); entry++) {
      int had = byUser.column(entry);
      float other = scores[at + had];
      if (other > score || (other == score && had < target)) {
        rank--;
      }
    }
    return rank;
  }

  private static int ahead(float[] scores, int at, int target, int items) {
    float score = scores[at + target];
    int ahead = 0;
    for (int item = 0; item < items; item++) {
      float other = scores[at + item];
      if (other > score || (other == score && item < target)) {
        ahead++;
      }
    }
    return ahead;
  }
}
