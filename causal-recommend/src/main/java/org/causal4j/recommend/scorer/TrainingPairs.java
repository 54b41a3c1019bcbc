package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.causal4j.core.matrix.CsrMatrix;
import org.causal4j.recommend.interaction.InteractionGraph;

/** The pairs of a graph that are learned from, and the items that may be drawn beside them. */
final class TrainingPairs {
  private final InteractionGraph graph;
  private final int[] users;
  private final int[] items;

  /** Items that somebody has. */
  private final int[] taken;

  /**
   * @param needsNegatives whether users who have everything are left out: they have no negative
   * @param least fewer pairs are refused
   */
  TrainingPairs(InteractionGraph graph, boolean needsNegatives, int least) {
    this.graph = graph;
    CsrMatrix byUser = graph.byUser();
    this.taken =
        IntStream.range(0, graph.items().size())
            .filter(i -> graph.byItem().rowLength(i) > 0)
            .toArray();
    int[] user = new int[byUser.entries()];
    int[] item = new int[byUser.entries()];
    int used = 0;
    for (int u = 0; u < byUser.rows(); u++) {
      boolean able = !needsNegatives || byUser.rowLength(u) < taken.length;
      for (int e = byUser.rowStart(u); e < byUser.rowEnd(u) && able; e++) {
        user[used] = u;
        item[used++] = byUser.column(e);
      }
    }
    Preconditions.checkArgument(used > 0, "graph: every user has every item");
    Preconditions.checkArgument(
        used >= least,
        "graph: %s pairs are too few to learn from; users who have every item do not count",
        used);
    this.users = Arrays.copyOf(user, used);
    this.items = Arrays.copyOf(item, used);
  }

  int size() {
    return users.length;
  }

  int user(int pair) {
    return users[pair];
  }

  int item(int pair) {
    return items[pair];
  }

  /** Any item that somebody has. */
  int anyItem(SplittableRandom random) {
    return taken[random.nextInt(taken.length)];
  }

  /**
   * An item that the user does not have and somebody has. One that nobody has is no evidence of
   * dislike; as a negative it would be pushed away most from those whose items it resembles.
   */
  int negative(int user, SplittableRandom random) {
    int item = anyItem(random);
    while (graph.contains(user, item)) {
      item = anyItem(random);
    }
    return item;
  }

  /**
   * For each item the logarithm of 1/(n q), q its share of the pairs and n the number of items that
   * somebody has: drawn with q and weighted so, items count as if drawn alike.
   */
  float[] corrections() {
    float[] corrections = new float[graph.items().size()];
    double pairs = graph.pairs();
    for (int item : taken) {
      double share = graph.byItem().rowLength(item) / pairs;
      corrections[item] = (float) -Math.log(share * taken.length);
    }
    return corrections;
  }
}
