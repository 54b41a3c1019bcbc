package org.causal4j.core.uplift;

import java.util.Locale;
import java.util.Optional;

/**
 * What treating some units by their score, and no others, is worth.
 *
 * @param fraction of the population that is treated
 * @param n number of rows among them; of rows that share the score at the cut a part counts
 * @param outcome mean outcome of the whole population under this policy
 * @param gain of that over treating nobody
 * @param overRandom gain over treating as many units drawn at random
 * @param overAll gain over treating everybody
 * @param effectOnTargeted mean effect among the treated; empty where the fraction is 0
 * @param effectOnOthers mean effect among the others; empty where the fraction is 1
 */
public record TargetingValue(
    double fraction,
    double n,
    UpliftValue outcome,
    UpliftValue gain,
    UpliftValue overRandom,
    UpliftValue overAll,
    Optional<UpliftValue> effectOnTargeted,
    Optional<UpliftValue> effectOnOthers) {
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "targeting %.4g %%: gain %s, over random %s",
        100 * fraction,
        gain,
        overRandom);
  }
}
