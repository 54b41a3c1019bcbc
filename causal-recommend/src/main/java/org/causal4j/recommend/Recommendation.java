package org.causal4j.recommend;

import com.google.common.collect.ImmutableList;
import java.util.Locale;
import java.util.Optional;
import org.causal4j.core.Provenance;
import org.causal4j.graph.claim.ClaimGrade;
import org.causal4j.recommend.effect.BehaviorEffectGraph.GradedEffect;

/**
 * An item for a user, with what put it in its place.
 *
 * @param user id of the user
 * @param item id of the item
 * @param label what the item is called
 * @param score of the scorer, in its units
 * @param share the score between those of the user's worst (0) and best (1) candidate
 * @param uplift how much more follows from buying it, 1 where no effect is known
 * @param value {@code share · uplift}, by which items are ranked
 * @param effects the effects behind the uplift
 * @param provenance the way back to the log
 */
public record Recommendation(
    String user,
    String item,
    String label,
    double score,
    double share,
    double uplift,
    double value,
    ImmutableList<GradedEffect> effects,
    Provenance provenance) {

  /** The weakest grade among the effects behind the uplift; empty where there is none. */
  public Optional<ClaimGrade> grade() {
    return effects.stream().map(GradedEffect::grade).max(ClaimGrade::compareTo);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%s for %s: score %.4f, uplift %.3f", label, user, score, uplift);
  }
}
