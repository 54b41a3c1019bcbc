package org.causal4j.graph.identify;

import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Set;

/**
 * Why an effect can't be identified (Shpitser and Pearl 2006, "Identification of joint
 * interventional distributions in recursive semi-Markovian causal models", Definition 6): two
 * nested sets of nodes, each held together by hidden common causes and leading to the same roots,
 * where the larger one meets the treatments and the smaller one doesn't. There are then two models
 * with the same graph and the same observed distribution that disagree on the effect.
 *
 * @param forest F, the larger set
 * @param subforest F′, the smaller set, without treatments
 * @param treatments what is intervened upon where the hedge was met
 * @param outcomes the effect on which it blocks
 */
public record Hedge(
    Set<String> forest, Set<String> subforest, List<String> treatments, List<String> outcomes) {

  /** Takes copies. */
  public Hedge {
    forest = ImmutableSet.copyOf(forest);
    subforest = ImmutableSet.copyOf(subforest);
    treatments = List.copyOf(treatments);
    outcomes = List.copyOf(outcomes);
  }

  @Override
  public String toString() {
    return "hedge F = "
        + forest
        + ", F' = "
        + subforest
        + " for P("
        + String.join(", ", outcomes)
        + " | do("
        + String.join(", ", treatments)
        + "))";
  }
}
