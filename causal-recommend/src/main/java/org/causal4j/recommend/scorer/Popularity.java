package org.causal4j.recommend.scorer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.causal4j.core.Provenance;
import org.causal4j.recommend.explain.ScoreExplanation;
import org.causal4j.recommend.interaction.InteractionGraph;

/** The number of users who took an item: the same list for everybody, and the first baseline. */
public final class Popularity implements Scorer {
  private final InteractionGraph graph;

  private Popularity(InteractionGraph graph) {
    this.graph = graph;
  }

  /** The popularity of the items of a graph. */
  public static Popularity of(InteractionGraph graph) {
    return new Popularity(graph);
  }

  @Override
  public String name() {
    return "Popularity";
  }

  @Override
  public InteractionGraph graph() {
    return graph;
  }

  @Override
  public void scoreAll(int user, float[] scores) {
    Preconditions.checkElementIndex(user, graph.users().size(), "user");
    Preconditions.checkArgument(
        scores.length == graph.items().size(),
        "scores: has %s places for %s items",
        scores.length,
        graph.items().size());
    for (int item = 0; item < scores.length; item++) {
      scores[item] = graph.byItem().rowLength(item);
    }
  }

  @Override
  public ScoreExplanation explain(int user, int item) {
    double score = graph.byItem().rowLength(item);
    return ScoreExplanation.of(
        graph.users().get(user), graph.items().get(item), score, score, ImmutableList.of());
  }

  @Override
  public Provenance provenance() {
    return Provenance.of(name(), ImmutableMap.of(), graph.provenance());
  }

  @Override
  public String toString() {
    return name() + " over " + graph;
  }
}
