package org.causal4j.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SeedTest {
  @Test
  void random_twice_givesTheSameStream() {
    Seed seed = Seed.of(42);

    assertThat(seed.random().longs(10))
        .containsExactly(seed.random().longs(10).boxed().toArray(Long[]::new));
  }

  @Property(tries = 100, seed = "1")
  void derive_manyIndexes_givesDistinctSeeds(@ForAll long value) {
    Set<Seed> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      seen.add(Seed.of(value).derive(i));
    }

    assertThat(seen).hasSize(1000).doesNotContain(Seed.of(value));
  }

  @Test
  void derive_neighboringSeeds_halfOfTheBitsDiffer() {
    int differing = 0;
    for (int i = 0; i < 1000; i++) {
      differing += Long.bitCount(Seed.of(i).derive(7).value() ^ Seed.of(i + 1).derive(7).value());
    }

    // 64,000 fair bits: 32,000 with a standard deviation of 126.
    assertThat(differing).isBetween(31_300, 32_700);
  }

  @Test
  void derive_names_differByLetterAndOrder() {
    Seed seed = Seed.of(1);

    assertThat(Set.of(seed.derive("ab"), seed.derive("ba"), seed.derive("a"), seed.derive("abc")))
        .hasSize(4);
    assertThat(seed.derive("negatives")).isEqualTo(Seed.of(1).derive("negatives"));
  }

  @Test
  void derive_emptyName_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Seed.of(1).derive(""))
        .withMessageContaining("part");
  }

  @Test
  void toString_showsTheValue() {
    assertThat(Seed.of(-3)).hasToString("Seed(-3)");
  }
}
