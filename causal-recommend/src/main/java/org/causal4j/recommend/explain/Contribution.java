package org.causal4j.recommend.explain;

import java.util.Locale;

/**
 * What one item of a user's history adds to a score.
 *
 * @param item id of the item in the history
 * @param amount in the units of the score
 */
public record Contribution(String item, double amount) {
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %+.4f", item, amount);
  }
}
