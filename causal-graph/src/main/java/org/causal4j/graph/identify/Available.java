package org.causal4j.graph.identify;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which distributions are at hand to answer a question with: of which populations, and with what
 * set by experiment. All variables of the graph are measured in each.
 *
 * @param target the population that is asked about, as in {@link Expr.Probability}
 * @param regimes what is at hand; where several do, the first is used
 * @param shifted for every other population the variables whose mechanism may differ there from the
 *     target's: the heads of its selection nodes (Bareinboim and Pearl 2012, "Transportability of
 *     causal effects", AAAI)
 */
public record Available(String target, List<Regime> regimes, Map<String, Set<String>> shifted) {

  /** Checks that the differences of every other population are told. */
  public Available {
    regimes = List.copyOf(regimes);
    Preconditions.checkArgument(!regimes.isEmpty(), "regimes: must not be empty");
    ImmutableMap.Builder<String, Set<String>> copy = ImmutableMap.builder();
    shifted.forEach((domain, variables) -> copy.put(domain, ImmutableSet.copyOf(variables)));
    shifted = copy.buildOrThrow();
    for (Regime regime : regimes) {
      Preconditions.checkArgument(
          regime.domain().equals(target) || shifted.containsKey(regime.domain()),
          "shifted: does not say how %s differs from the target",
          regime);
    }
  }

  /** The observed distribution alone. */
  public static Available observation() {
    return new Available("", List.of(Regime.OBSERVED), Map.of());
  }

  /** Experiments on some sets of variables, an empty one for observation, in one population. */
  public static Available experiments(Collection<? extends Set<String>> done) {
    return new Available("", done.stream().map(set -> new Regime("", set)).toList(), Map.of());
  }

  /**
   * Observation of the target population {@code P*}, and experiments on a source population {@code
   * P} in which the mechanisms of some variables may differ.
   *
   * @param differing the heads of the selection nodes
   * @param done what is set in each experiment on the source
   */
  public static Available transport(Set<String> differing, Collection<? extends Set<String>> done) {
    List<Regime> regimes = new ArrayList<>();
    done.forEach(set -> regimes.add(new Regime("", set)));
    regimes.add(new Regime("*", Set.of()));
    return new Available("*", regimes, Map.of("", differing));
  }

  /** What may differ in a population; nothing in the target. */
  Set<String> shiftedIn(String domain) {
    return domain.equals(target) ? Set.of() : shifted.getOrDefault(domain, Set.of());
  }
}
