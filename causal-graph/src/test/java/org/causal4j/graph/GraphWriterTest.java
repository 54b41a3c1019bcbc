package org.causal4j.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class GraphWriterTest {
  private static final CausalGraph MIXED =
      CausalGraph.parse("u [latent]; u -> {价格 buy}; 价格 -> buy; \"a & \\\"b\\\"\" <-> buy");

  @Test
  void toString_plainGraph_isTheTextOneWouldWrite() {
    String text = "season -> {price shown}; price -> buy; shown -> click; click <-> buy; lonely";

    assertThat(CausalGraph.parse("season -> {price shown}; price -> buy").toString())
        .isEqualTo("season -> {price shown}; price -> buy");
    assertThat(CausalGraph.parse(text).toString())
        .isEqualTo("season -> {price shown}; price -> buy; shown -> click; buy <-> click; lonely");
  }

  @Test
  void toString_orderOfNodes_survivesTheRoundTrip() {
    CausalGraph g = CausalGraph.parse("z; y; z <- y <- x; w [latent]");

    assertThat(CausalGraph.parse(g.toString())).isEqualTo(g);
    assertThat(CausalGraph.parse(g.toString()).nodes()).isEqualTo(g.nodes());
  }

  @Property(tries = 200, seed = "11")
  void toString_randomGraph_parsesToTheSame(@ForAll long seed) {
    CausalGraph g = RandomGraphs.admg(seed, 7, 0.3, 0.2);
    if (seed % 2 == 0) {
      g = g.withLatent(g.nodes().get(0));
    }
    CausalGraph read = CausalGraph.parse(g.toString());

    assertThat(read).isEqualTo(g);
    assertThat(read.nodes()).isEqualTo(g.nodes());
    assertThat(CausalGraph.parse(g.toDot())).isEqualTo(g);
  }

  @Test
  void toString_strangeNames_parseToTheSame() {
    CausalGraph g =
        CausalGraph.builder()
            .edge("a -> b", "x\ny")
            .edge("back\\slash", "quote\"")
            .hiddenCause("dag", "#")
            .latent("a;b")
            .build();

    assertThat(CausalGraph.parse(g.toString())).isEqualTo(g);
    assertThat(CausalGraph.parse(g.toDot())).isEqualTo(g);
  }

  @Test
  void toDot_latentAndBidirected_areDashed() {
    assertThat(MIXED.toDot().lines())
        .containsExactly(
            "digraph {",
            "  \"u\" [latent=true, style=dashed];",
            "  \"价格\";",
            "  \"buy\";",
            "  \"a & \\\"b\\\"\";",
            "  \"u\" -> \"价格\";",
            "  \"u\" -> \"buy\";",
            "  \"价格\" -> \"buy\";",
            "  \"buy\" -> \"a & \\\"b\\\"\" [dir=both, style=dashed];",
            "}");
  }

  @Test
  void toMermaid_labelsAreEscapedAndChineseIsNot() {
    assertThat(MIXED.toMermaid().lines())
        .containsExactly(
            "flowchart LR",
            "  n0([\"u\"]):::latent",
            "  n1[\"价格\"]",
            "  n2[\"buy\"]",
            "  n3[\"a #amp; #quot;b#quot;\"]",
            "  n0 --> n1",
            "  n0 --> n2",
            "  n1 --> n2",
            "  n2 <-.-> n3",
            "  classDef latent stroke-dasharray: 4");
  }

  @Test
  void toLatex_columnsByDepth_andEscapedLabels() {
    assertThat(CausalGraph.parse("a_1 -> b -> c; a_1 <-> c").toLatex().lines())
        .containsAll(
            List.of(
                "  \\node (n0) at (0, 0) {a\\_1};",
                "  \\node (n2) at (4, 0) {c};",
                "  \\draw[->] (n0) -- (n1);",
                "  \\draw[<->, dashed] (n0) to[bend left] (n2);"));
  }
}
