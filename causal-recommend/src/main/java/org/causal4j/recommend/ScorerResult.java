package org.causal4j.recommend;

import java.util.Optional;
import org.causal4j.recommend.evaluate.RankingEvaluation;

/**
 * How well a scorer ranked the test period.
 *
 * @param scorer its name
 * @param newItems items that the user had not taken before
 * @param repeatItems items that it had, apart, where there are any
 */
public record ScorerResult(
    String scorer, RankingEvaluation newItems, Optional<RankingEvaluation> repeatItems) {
  @Override
  public String toString() {
    return newItems.toString();
  }
}
