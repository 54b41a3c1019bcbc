package org.causal4j.recommend.effect;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import java.util.function.Predicate;
import org.causal4j.graph.claim.ClaimGrade;
import org.causal4j.recommend.effect.BehaviorEffectGraph.GradedEffect;

/**
 * How much more follows from a purchase: 1 for the item itself, and for each further item that it
 * leads to, the effect on the probability of buying that one later. 1.08 says that a hundred
 * purchases of the item lead to eight further ones that would not have happened otherwise.
 *
 * <p>Only effects of a firm grade count, and only on items that the user does not have; an item
 * without any has an uplift of 1. It is not the effect of showing the item: a log of purchases does
 * not say what was shown.
 *
 * <p>Immutable and safe to share between threads.
 */
public final class UpliftRanker {
  private final ImmutableListMultimap<String, GradedEffect> byCause;
  private final ClaimGrade least;

  private UpliftRanker(ImmutableListMultimap<String, GradedEffect> byCause, ClaimGrade least) {
    this.byCause = byCause;
    this.least = least;
  }

  /** Counts effects that are identified and survived refutation. */
  public static UpliftRanker of(BehaviorEffectGraph graph) {
    return of(graph, ClaimGrade.IDENTIFIED_AND_REFUTED);
  }

  /** Counts effects of a grade or a firmer one; {@link ClaimGrade#IDENTIFIED} at the least. */
  public static UpliftRanker of(BehaviorEffectGraph graph, ClaimGrade least) {
    Preconditions.checkArgument(
        least.isAtLeast(ClaimGrade.IDENTIFIED),
        "least: %s is no grade to act on; IDENTIFIED is the least",
        least);
    ImmutableListMultimap.Builder<String, GradedEffect> byCause = ImmutableListMultimap.builder();
    graph.atLeast(least).forEach(effect -> byCause.put(effect.pair().cause(), effect));
    return new UpliftRanker(byCause.build(), least);
  }

  /** No effects at all: every uplift is 1. */
  public static UpliftRanker none() {
    return new UpliftRanker(ImmutableListMultimap.of(), ClaimGrade.IDENTIFIED_AND_REFUTED);
  }

  /**
   * The effects that count for an item.
   *
   * @param has whether the user has an item already
   */
  public ImmutableList<GradedEffect> effects(String item, Predicate<String> has) {
    return byCause.get(item).stream()
        .filter(effect -> !has.test(effect.pair().effect()))
        .collect(ImmutableList.toImmutableList());
  }

  /** 1 plus the effects that count, never below 0. */
  public double uplift(String item, Predicate<String> has) {
    double sum = 1;
    for (GradedEffect effect : effects(item, has)) {
      sum += effect.effect().adjusted().estimate();
    }
    return Math.max(0, sum);
  }

  @Override
  public String toString() {
    return "UpliftRanker over " + byCause.size() + " effects of grade " + least + " or firmer";
  }
}
