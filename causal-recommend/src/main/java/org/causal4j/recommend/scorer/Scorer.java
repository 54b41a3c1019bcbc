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

  /** Why an item has its score, as a sum over the user's history. */
  ScoreExplanation explain(int user, int item);

  /** Where the model comes from. */
  Provenance provenance();

  /** The items that a user does not have yet, by score, highest first; ties by item number. */
  default ImmutableList<ScoredItem> recommend(String user, int count) {
    int number = graph().userNumber(user);
    Preconditions.checkArgument(number >= 0, "user '%s': is not in the graph", user);
    Preconditions.checkArgument(count >= 1, "count: %s is below 1", count);
    float[] scores = new float[graph().items().size()];
    scoreAll(number, scores);
    int[] best =
        Kernels.scalar().topK(scores, 0, scores.length, count, graph().byUser().rowColumns(number));
    ImmutableList.Builder<ScoredItem> items = ImmutableList.builder();
    for (int item : best) {
      items.add(new ScoredItem(graph().items().get(item), scores[item]));
    }
    return items.build();
  }
}
