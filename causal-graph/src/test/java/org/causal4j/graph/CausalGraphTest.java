package org.causal4j.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CausalGraphTest {
  private static final CausalGraph SHOP =
      CausalGraph.parse("season -> {price shown}; price -> buy; shown -> click -> buy");

  @Test
  void nodes_anyText_keepOrderOfFirstMention() {
    assertThat(SHOP.nodes()).containsExactly("season", "price", "shown", "buy", "click");
  }

  @Test
  void parents_children_siblings_areDirectNeighbors() {
    CausalGraph g = SHOP.withHiddenCause("buy", "click");

    assertThat(g.parents("buy")).containsExactly("price", "click");
    assertThat(g.children("season")).containsExactly("price", "shown");
    assertThat(g.siblings("click")).containsExactly("buy");
    assertThat(g.siblings("season")).isEmpty();
    assertThat(g.hasEdge("price", "buy")).isTrue();
    assertThat(g.hasEdge("buy", "price")).isFalse();
    assertThat(g.hasHiddenCause("buy", "click")).isTrue();
    assertThat(g.isDag()).isFalse();
    assertThat(SHOP.isDag()).isTrue();
    assertThat(SHOP.hasNode("click")).isTrue();
    assertThat(SHOP.hasNode("Click")).isFalse();
  }

  @Test
  void ancestors_descendants_includeTheNodesThemselves() {
    assertThat(SHOP.ancestors(Set.of("click"))).containsExactly("season", "shown", "click");
    assertThat(SHOP.descendants("shown")).containsExactly("shown", "buy", "click");
    assertThat(SHOP.ancestors(Set.of())).isEmpty();
  }

  @Test
  void topologicalOrder_effectMentionedFirst_causesComeFirst() {
    assertThat(CausalGraph.parse("c <- b <- a; d").topologicalOrder())
        .containsExactly("a", "b", "c", "d");
  }

  @Test
  void build_cycle_isRefusedAndNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> CausalGraph.builder().edge("r", "a").edge("a", "b").edge("b", "a").build())
        .withMessageContaining("a -> b -> a");
  }

  @Test
  void queries_unknownNode_listsTheKnownOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SHOP.parents("prices"))
        .withMessage("node: prices is not in the graph; it has [season, price, shown, buy, click]");
    assertThatIllegalArgumentException().isThrownBy(() -> SHOP.withHiddenCause("buy", "clik"));
    assertThatIllegalArgumentException().isThrownBy(() -> SHOP.withEdge("buy", "clik"));
    assertThatIllegalArgumentException().isThrownBy(() -> SHOP.subgraph(List.of("clik")));
    assertThatIllegalArgumentException().isThrownBy(() -> SHOP.withLatent("clik"));
  }

  @Test
  void withoutEdgesInto_bidirectedEdges_areCutToo() {
    CausalGraph g = CausalGraph.parse("z -> x -> y; x <-> y; z <-> y");

    assertThat(g.withoutEdgesInto(Set.of("x"))).isEqualTo(CausalGraph.parse("z; x -> y; z <-> y"));
  }

  @Test
  void withoutEdgesOutOf_bidirectedEdges_stay() {
    CausalGraph g = CausalGraph.parse("z -> x -> y; x <-> y");

    assertThat(g.withoutEdgesOutOf(Set.of("x"))).isEqualTo(CausalGraph.parse("z -> x; x <-> y"));
  }

  @Test
  void withoutEdges_oneThatIsNotThere_isRefused() {
    assertThat(CausalGraph.parse("a -> b; a <-> b").withoutEdges(Set.of(Edge.bidirected("b", "a"))))
        .isEqualTo(CausalGraph.parse("a -> b"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CausalGraph.parse("a -> b").withoutEdges(Set.of(Edge.directed("b", "a"))))
        .withMessageContaining("b -> a");
  }

  @Test
  void subgraph_keepsEdgesAmongTheNodesOnly() {
    CausalGraph g = CausalGraph.parse("u [latent]; u -> {a b}; a -> b -> c; a <-> c");

    assertThat(g.subgraph(Set.of("u", "a", "c")))
        .isEqualTo(CausalGraph.parse("u [latent]; u -> a; a <-> c"));
  }

  @Test
  void with_aNewEdgeNodeOrMark_leavesTheOldGraphAlone() {
    CausalGraph g = CausalGraph.parse("a -> b");

    assertThat(g.withNode("c").withEdge("c", "b").withLatent("c"))
        .isEqualTo(CausalGraph.parse("a -> b <- c; c [latent]"));
    assertThat(g).isEqualTo(CausalGraph.parse("a -> b"));
    assertThatIllegalArgumentException().isThrownBy(() -> g.withNode("a"));
    assertThatIllegalArgumentException().isThrownBy(() -> g.withEdge("b", "a"));
  }

  @Test
  void projectLatent_commonCause_becomesBidirected() {
    assertThat(CausalGraph.parse("u [latent]; u -> {x y}; x -> y").projectLatent())
        .isEqualTo(CausalGraph.parse("x -> y; x <-> y"));
  }

  @Test
  void projectLatent_latentMediatorAndChain_becomeDirectedEdges() {
    assertThat(CausalGraph.parse("a -> u -> v -> {b c}; u [latent]; v [latent]").projectLatent())
        .isEqualTo(CausalGraph.parse("a -> {b c}; b <-> c"));
  }

  @Test
  void projectLatent_siblingOfLatent_becomesSiblingOfItsChildren() {
    assertThat(CausalGraph.parse("s <-> u -> c; u [latent]").projectLatent())
        .isEqualTo(CausalGraph.parse("s <-> c"));
  }

  @Test
  void projectLatent_latentCollider_joinsNothing() {
    assertThat(CausalGraph.parse("a -> u <- b; u [latent]").projectLatent())
        .isEqualTo(CausalGraph.parse("a; b"));
  }

  @Test
  void cComponents_areTheBidirectedPieces() {
    assertThat(CausalGraph.parse("a -> b -> c -> d; a <-> c; c <-> d").cComponents())
        .containsExactly(Set.of("a", "c", "d"), Set.of("b"));
  }

  @Test
  void edges_areListedInNodeOrder() {
    CausalGraph g = CausalGraph.parse("b; a; a -> b; a <-> b");

    assertThat(g.directedEdges()).containsExactly(Edge.directed("a", "b"));
    assertThat(g.bidirectedEdges()).containsExactly(new Edge("b", "a", Edge.Kind.BIDIRECTED));
    assertThat(g.bidirectedEdges().get(0)).hasToString("b <-> a");
  }

  @Test
  void equals_otherOrderOfMention_isTheSameGraph() {
    CausalGraph one = CausalGraph.parse("a -> b; c <-> b");
    CausalGraph two = CausalGraph.parse("b <-> c; a -> b");

    assertThat(one).isEqualTo(two).hasSameHashCodeAs(two);
    assertThat(one).isNotEqualTo(CausalGraph.parse("a -> b; c -> b"));
    assertThat(one).isNotEqualTo(CausalGraph.parse("a -> b; c <-> b; d"));
    assertThat(CausalGraph.parse("a [latent]")).isNotEqualTo(CausalGraph.parse("a"));
  }

  @Test
  void edge_toItself_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Edge.directed("a", "a"));
    assertThatIllegalArgumentException().isThrownBy(() -> CausalGraph.builder().node(" "));
  }

  @Test
  void observedAndLatent_areTheTwoPartsOfTheNodes() {
    CausalGraph g = CausalGraph.parse("u [latent]; u -> x");

    assertThat(g.latents()).containsExactly("u");
    assertThat(g.observed()).containsExactly("x");
    assertThat(g.isLatent("u")).isTrue();
    assertThat(CausalGraph.empty().nodes()).isEmpty();
  }
}
