package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import org.causal4j.core.Provenance;
import org.causal4j.core.kernel.Kernels;
import org.causal4j.recommend.explain.ScoreExplanation;
import org.causal4j.recommend.interaction.InteractionGraph;

/**
 * Scores items for users: the higher, the sooner the item is shown. Scores of one user can be
 * compared with each other, those of different scorers can't.
 *
 * <p>Implementations are immutable and safe to share between threads.
 */
public interface Scorer {
  /** A short name for tables. */
  String name();

  /** The graph it was made from, which numbers users and items. */
  InteractionGraph graph();

  /**
   * Scores all items for a user.
   *
   * @param scores one an item, overwritten
   */
  void scoreAll(int user, float[] scores);

  /**
   * Scores all items for several users at once, which some scorers do faster.
   *
   * @param users their numbers
   * @param scores users x items, overwritten
   */
  default void scoreAll(int[] users, float[] scores) {
    int items = graph().items().size();
    Preconditions.checkArgument(
        scores.length == (long) users.length * items,
        "scores: has %s places for %s users and %s items",
        scores.length,
        users.length,
        items);
    float[] row = new float[items];
    for (int i = 0; i < users.length; i++) {
      scoreAll(users[i], row);
      System.arraycopy(row, 0, scores, i * items, items);
    }
  }

  /** The score of one item; within rounding that of {@link #scoreAll(int, float[])}. */
  default double score(int user, int item) {
    float[] scores = new float[graph().items().size()];
    Preconditions.checkElementIndex(item, scores.length, "item");
    scoreAll(user, scores);
    return scores[item];
  }

  /** Why an item has its score, as a sum over the user's history. */
  ScoreExplanation explain(int user, int item);

  /** Where the model comes from. */
  Provenance provenance();

  /** {@link #recommend(String, int, Exclusion)} without the items that the user has. */
  default ImmutableList<ScoredItem> recommend(String user, int count) {
    return recommend(user, count, Exclusion.SEEN);
  }

  /**
   * The best items for a user, highest score first; ties by item number.
   *
   * @param count how many; fewer come back where there are fewer candidates
   * @throws IllegalArgumentException if the graph has no such user
   */
  default ImmutableList<ScoredItem> recommend(String user, int count, Exclusion exclusion) {
    int number = graph().userNumber(user);
    Preconditions.checkArgument(number >= 0, "user '%s': is not in the graph", user);
    Preconditions.checkArgument(count >= 1, "count: %s is below 1", count);
    float[] scores = new float[graph().items().size()];
    scoreAll(number, scores);
    int[] excluded = exclusion == Exclusion.SEEN ? graph().byUser().rowColumns(number) : new int[0];
    int[] best = Kernels.scalar().topK(scores, 0, scores.length, count, excluded);
    ImmutableList.Builder<ScoredItem> items = ImmutableList.builder();
    for (int item : best) {
      items.add(new ScoredItem(graph().items().get(item), scores[item]));
    }
    return items.build();
  }
}
