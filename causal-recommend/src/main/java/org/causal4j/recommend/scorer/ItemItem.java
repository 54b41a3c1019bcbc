package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.causal4j.core.Provenance;
import org.causal4j.recommend.explain.Contribution;
import org.causal4j.recommend.explain.ScoreExplanation;
import org.causal4j.recommend.interaction.InteractionGraph;

/**
 * Scorers with one weight from each item to each other: the score of an item is the sum of the
 * weights from the items that the user has, which is its own explanation.
 */
abstract class ItemItem implements Scorer {
  private final InteractionGraph graph;
  private final ImmutableMap<String, String> settings;

  ItemItem(InteractionGraph graph, ImmutableMap<String, String> settings) {
    this.graph = graph;
    this.settings = settings;
  }

  /** Adds the weights from an item to all others onto {@code scores}. */
  abstract void addWeights(int from, float[] scores);

  /** The weights from an item to one other. */
  abstract IntToDoubleFunction weightsTo(int item);

  @Override
  public final InteractionGraph graph() {
    return graph;
  }

  @Override
  public final void scoreAll(int user, float[] scores) {
    Preconditions.checkArgument(
        scores.length == graph.items().size(),
        "scores: has %s places for %s items",
        scores.length,
        graph.items().size());
    Arrays.fill(scores, 0);
    for (int entry = graph.byUser().rowStart(user); entry < graph.byUser().rowEnd(user); entry++) {
      addWeights(graph.byUser().column(entry), scores);
    }
  }

  @Override
  public final double score(int user, int item) {
    Preconditions.checkElementIndex(item, graph.items().size(), "item");
    IntToDoubleFunction weights = weightsTo(item);
    double score = 0;
    for (int entry = graph.byUser().rowStart(user); entry < graph.byUser().rowEnd(user); entry++) {
      score += weights.applyAsDouble(graph.byUser().column(entry));
    }
    return score;
  }

  @Override
  public final ScoreExplanation explain(int user, int item) {
    Preconditions.checkElementIndex(item, graph.items().size(), "item");
    IntToDoubleFunction weights = weightsTo(item);
    ImmutableList.Builder<Contribution> contributions = ImmutableList.builder();
    double score = 0;
    for (int had : graph.byUser().rowColumns(user)) {
      double amount = weights.applyAsDouble(had);
      score += amount;
      contributions.add(new Contribution(graph.items().get(had), amount));
    }
    return ScoreExplanation.of(
        graph.users().get(user), graph.items().get(item), score, 0, contributions.build());
  }

  @Override
  public final Provenance provenance() {
    return Provenance.of(name(), settings, graph.provenance());
  }

  @Override
  public final String toString() {
    return name() + " " + settings + " over " + graph;
  }
}
