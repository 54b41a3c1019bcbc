package org.causal4j.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Optional;
import java.util.stream.IntStream;
import org.causal4j.core.Provenance;
import org.causal4j.core.estimate.ConfidenceInterval;
import org.causal4j.core.estimate.EffectEstimate;
import org.causal4j.core.estimate.Estimand;
import org.causal4j.recommend.effect.BehaviorEffectGraph;
import org.causal4j.recommend.effect.ItemPair;
import org.causal4j.recommend.effect.PairEffect;
import org.causal4j.recommend.effect.PairEffects;
import org.junit.jupiter.api.Test;

class EffectsTextTest {
  private static final Provenance NOWHERE = Provenance.of("test", ImmutableMap.of());

  private static EffectEstimate estimate(double value, double error) {
    return new EffectEstimate(
        "test",
        Estimand.ATT,
        value,
        error,
        ConfidenceInterval.normal(value, error, 0.95),
        100,
        900,
        1000,
        Optional.empty(),
        ImmutableList.of(),
        NOWHERE);
  }

  private static BehaviorEffectGraph graph(int pairs) {
    ImmutableList<PairEffect> effects =
        IntStream.range(0, pairs)
            .mapToObj(
                i ->
                    new PairEffect(
                        new ItemPair("a" + i, "b" + i),
                        1000,
                        20,
                        90,
                        estimate(0.2, 0.01),
                        estimate(0.01 * i, 0.1),
                        estimate(0, 0.1),
                        0.25))
            .collect(ImmutableList.toImmutableList());
    return BehaviorEffectGraph.of(
        new PairEffects(effects, ImmutableList.of("history"), NOWHERE), item -> item);
  }

  @Test
  void of_manyEffects_showsTheFiveLargestInColumns() {
    String[] lines = EffectsText.of(graph(7), item -> item).split("\n");
    assertThat(lines[0]).isEqualTo("7 ASSOCIATIONAL");
    assertThat(lines[1]).isEqualTo("A   B    naive  adjusted  95 % interval           q  grade");
    assertThat(lines[2])
        .isEqualTo("a6  b6  +0.200    +0.060  [-0.136, +0.256]    0.250  ASSOCIATIONAL");
    assertThat(lines[6]).startsWith("a2  b2");
    assertThat(lines[7]).startsWith("ASSOCIATIONAL: ").contains("a6", "b6");
    assertThat(lines).hasSize(8);
  }

  @Test
  void of_longNames_areCutBetweenCharacters() {
    String text = EffectsText.of(graph(1), item -> "蓝牙耳机".repeat(9) + "😀" + item);
    assertThat(text).contains("蓝牙耳机".repeat(8) + "蓝牙耳…");
    String emoji = EffectsText.of(graph(1), item -> "x".repeat(34) + "😀😀😀");
    assertThat(emoji.lines().skip(2).findFirst().orElseThrow()).contains("x".repeat(34) + "😀…");
  }

  @Test
  void of_noEffects_saysSo() {
    assertThat(EffectsText.of(graph(0), item -> item)).isEqualTo("no pairs");
  }
}
