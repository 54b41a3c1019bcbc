package org.causal4j.recommend.effect;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;
import org.causal4j.core.Provenance;

/**
 * The effects of all pairs that were asked about together.
 *
 * @param effects in the order in which they were asked for
 * @param adjustedFor what they are adjusted for, in words
 * @param provenance where they come from
 */
public record PairEffects(
    ImmutableList<PairEffect> effects, ImmutableList<String> adjustedFor, Provenance provenance) {

  /** By adjusted effect, largest first. */
  public ImmutableList<PairEffect> byEffect() {
    return effects.stream()
        .sorted(
            Comparator.comparingDouble((PairEffect effect) -> -effect.adjusted().estimate())
                .thenComparing(effect -> effect.pair().toString()))
        .collect(ImmutableList.toImmutableList());
  }

  /** The effect of a pair; empty where it was not asked about. */
  public Optional<PairEffect> of(ItemPair pair) {
    return effects.stream().filter(effect -> effect.pair().equals(pair)).findFirst();
  }

  @Override
  public String toString() {
    return byEffect().stream().map(PairEffect::toString).collect(Collectors.joining("\n"));
  }
}
