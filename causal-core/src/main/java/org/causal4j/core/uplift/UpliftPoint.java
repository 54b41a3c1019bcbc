package org.causal4j.core.uplift;

import java.util.Optional;
import org.causal4j.core.estimate.ConfidenceInterval;

/**
 * A point of an {@link UpliftCurve}.
 *
 * @param fraction of the population that is targeted, the highest scores first
 * @param n number of rows among them; of rows that share the score at the cut a part counts
 * @param gain in mean outcome over treating nobody, a unit of the whole population; its interval is
 *     of this point alone
 * @param qini gain beyond that of treating as many units drawn at random
 * @param band interval of the gain that holds at all points at once with the level's probability;
 *     empty where no bootstrap was asked for
 */
public record UpliftPoint(
    double fraction,
    double n,
    UpliftValue gain,
    UpliftValue qini,
    Optional<ConfidenceInterval> band) {}
