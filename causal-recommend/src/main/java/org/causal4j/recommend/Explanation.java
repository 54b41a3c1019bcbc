package org.causal4j.recommend;

import com.google.common.collect.ImmutableList;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.causal4j.graph.claim.CausalClaim;
import org.causal4j.recommend.effect.BehaviorEffectGraph.GradedEffect;
import org.causal4j.recommend.explain.Contribution;
import org.causal4j.recommend.explain.ScoreExplanation;

/**
 * Why an item is recommended: which items of the history its score comes from, which effects raise
 * it, and what has to be believed for these.
 *
 * @param recommendation what is explained
 * @param score the score as a sum over the history
 * @param scorer name of the scorer
 * @param label what an item is called
 */
public record Explanation(
    Recommendation recommendation,
    ScoreExplanation score,
    String scorer,
    UnaryOperator<String> label) {
  private static final int SHOWN = 5;

  /** The claims behind the uplift. */
  public ImmutableList<CausalClaim> claims() {
    return recommendation.effects().stream()
        .map(GradedEffect::claim)
        .collect(ImmutableList.toImmutableList());
  }

  /** What has to be believed for the uplift; empty where no effect is known. */
  public ImmutableList<String> assumptions() {
    return claims().stream()
        .flatMap(claim -> claim.assumptions().stream())
        .distinct()
        .collect(ImmutableList.toImmutableList());
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "%s for customer %s%n  %s score %.4f, from",
            recommendation.label(),
            recommendation.user(),
            scorer,
            score.score()));
    double rest = score.score() - score.base();
    for (Contribution part : score.contributions().stream().limit(SHOWN).toList()) {
      out.append(
          String.format(Locale.ROOT, "%n    %+.4f  %s", part.amount(), label.apply(part.item())));
      rest -= part.amount();
    }
    int more = score.contributions().size() - SHOWN;
    if (more > 0) {
      out.append(String.format(Locale.ROOT, "%n    %+.4f  %d other items bought", rest, more));
    }
    out.append(String.format(Locale.ROOT, "%n    %+.4f  base", score.base()));
    out.append(String.format(Locale.ROOT, "%n  uplift %.3f", recommendation.uplift()));
    if (recommendation.effects().isEmpty()) {
      out.append(": no effect of buying it is known well enough");
    }
    for (GradedEffect effect : recommendation.effects()) {
      out.append(
          String.format(Locale.ROOT, "%n    %s: %s", effect.grade(), effect.claim().sentence()));
    }
    return out.toString();
  }
}
