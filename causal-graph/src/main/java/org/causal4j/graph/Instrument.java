package org.causal4j.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Set;

/**
 * A variable that moves the treatment and reaches the outcome through it alone, once some other
 * variables are held fixed. In a linear model the effect is the ratio of the covariances of outcome
 * and treatment with the instrument given those variables.
 *
 * @param variable the instrument
 * @param conditioningSets what may be held fixed, each without a smaller one among them; the empty
 *     set where the variable is an instrument as it stands
 * @param complete whether there are no others within the size asked for; false where the search was
 *     cut short
 */
public record Instrument(String variable, List<Set<String>> conditioningSets, boolean complete) {

  /** Takes copies. */
  public Instrument {
    conditioningSets =
        conditioningSets.stream()
            .<Set<String>>map(ImmutableSet::copyOf)
            .collect(ImmutableList.toImmutableList());
  }

  @Override
  public String toString() {
    return variable + " given " + conditioningSets + (complete ? "" : " and perhaps others");
  }
}
