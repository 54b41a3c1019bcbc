package org.causal4j.recommend.scorer;

import java.util.Locale;

/**
 * An item with its score.
 *
 * @param item id
 * @param score in the units of the scorer
 */
public record ScoredItem(String item, double score) {
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %.4f", item, score);
  }
}
