package org.causal4j.recommend;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import org.causal4j.core.Provenance;
import org.causal4j.core.data.Catalog;
import org.causal4j.core.data.CleaningReport;
import org.causal4j.core.data.EventLog;
import org.causal4j.core.data.Split;
import org.causal4j.embed.EmbeddingModelInfo;
import org.causal4j.recommend.effect.BehaviorEffectGraph;
import org.causal4j.recommend.effect.PairEffects;
import org.causal4j.recommend.effect.SeeingAndDoing;
import org.causal4j.recommend.evaluate.Relevance;
import org.causal4j.recommend.scorer.LightGcn;

/**
 * What the walk found, stage by stage.
 *
 * @param stages what each step did
 * @param cleaning what was dropped from the log and why
 * @param log the clean log
 * @param catalog the items
 * @param encoder what embedded the texts
 * @param split what was learned from and what was tested on
 * @param relevance what should have been ranked high
 * @param results how well each scorer did, best NDCG first
 * @param model the graph convolution, trained on the whole log
 * @param seeingAndDoing the assumptions, and the difference that they make for one pair; empty
 *     where no pair had the support
 * @param effects the effects of all pairs; empty where no pair had the support
 * @param behavior the graded effects between items
 * @param recommender what made the recommendations
 * @param recommendations a list a user
 * @param provenance the way back
 */
public record CausalAnalysis(
    ImmutableList<Stage> stages,
    CleaningReport cleaning,
    EventLog log,
    Catalog catalog,
    EmbeddingModelInfo encoder,
    Split split,
    Relevance relevance,
    ImmutableList<ScorerResult> results,
    LightGcn model,
    Optional<SeeingAndDoing> seeingAndDoing,
    Optional<PairEffects> effects,
    BehaviorEffectGraph behavior,
    Recommender recommender,
    ImmutableList<ImmutableList<Recommendation>> recommendations,
    Provenance provenance) {

  /** What an item is called. */
  public String label(String item) {
    return catalog.label(item);
  }

  /** The explanation of each user's first recommendation. */
  public List<Explanation> explanations() {
    return recommendations.stream()
        .filter(list -> !list.isEmpty())
        .map(list -> recommender.explain(list.get(0)))
        .toList();
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    stages.forEach(stage -> out.append(stage).append('\n'));
    return out.toString();
  }
}
