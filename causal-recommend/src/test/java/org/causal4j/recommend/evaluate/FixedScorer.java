package org.causal4j.recommend.evaluate;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import org.causal4j.core.Provenance;
import org.causal4j.recommend.explain.ScoreExplanation;
import org.causal4j.recommend.interaction.InteractionGraph;
import org.causal4j.recommend.scorer.Scorer;

/** Scores that a test gives. */
record FixedScorer(InteractionGraph graph, float[]... rows) implements Scorer {
  @Override
  public String name() {
    return "Fixed";
  }

  @Override
  public void scoreAll(int user, float[] scores) {
    System.arraycopy(rows[user], 0, scores, 0, scores.length);
  }

  @Override
  public ScoreExplanation explain(int user, int item) {
    double score = rows[user][item];
    return ScoreExplanation.of(
        graph.users().get(user), graph.items().get(item), score, score, ImmutableList.of());
  }

  @Override
  public Provenance provenance() {
    return Provenance.of("fixed", ImmutableMap.of());
  }
}
