package org.causal4j.recommend.scorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.causal4j.core.matrix.CsrMatrix;
import org.causal4j.recommend.interaction.Graphs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeOrderTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 130, 257, 700})
  void of_anyGraph_hasEachNodeOnce(int users) {
    CsrMatrix adjacency = Graphs.random(users, 400, 0.02, users).normalizedAdjacency();
    int[] order = NodeOrder.of(adjacency);
    assertThat(order).containsExactlyInAnyOrder(IntStream.range(0, users + 400).toArray());
    assertThat(NodeOrder.of(adjacency)).isEqualTo(order);
  }

  @Test
  void of_noEntries_hasEachNodeOnce() {
    CsrMatrix adjacency = CsrMatrix.ofEntries(900, 900, new int[0], new int[0], new float[0]);
    assertThat(NodeOrder.of(adjacency))
        .containsExactlyInAnyOrder(IntStream.range(0, 900).toArray());
    CsrMatrix nothing = CsrMatrix.ofEntries(0, 0, new int[0], new int[0], new float[0]);
    assertThat(NodeOrder.of(nothing)).isEmpty();
  }

  /** Even nodes know even ones fifteen times as often: each quarter of the order is of one kind. */
  @Test
  void of_twoGroupsThatAlternate_putsThemApart() {
    int[] order = NodeOrder.of(Graphs.twoGroups(400, 400, 3).normalizedAdjacency());
    for (int from = 0; from < 800; from += 200) {
      long even = Arrays.stream(order, from, from + 200).filter(node -> node % 2 == 0).count();
      assertThat(Math.max(even, 200 - even)).isGreaterThan(190);
    }
  }
}
