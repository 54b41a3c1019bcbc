package org.causal4j.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.causal4j.core.DataFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GraphParserTest {
  @Test
  void parse_everyArrowAndBraces_givesTheEdges() {
    CausalGraph g =
        CausalGraph.parse(
            """
            # a comment
            season -> {price, shown}   # another
            a <- b ; click <-> buy
            {p q} -> {r s} <-> t
            lonely
            """);

    assertThat(g)
        .isEqualTo(
            CausalGraph.builder()
                .edge("season", "price")
                .edge("season", "shown")
                .edge("b", "a")
                .hiddenCause("click", "buy")
                .edge("p", "r")
                .edge("p", "s")
                .edge("q", "r")
                .edge("q", "s")
                .hiddenCause("r", "t")
                .hiddenCause("s", "t")
                .node("lonely")
                .build());
  }

  @Test
  void parse_namesInQuotesAndChinese_areKept() {
    CausalGraph g = CausalGraph.parse("\"unit price\" -> 购买 ← 季节 ; \"say \\\"hi\\\"\"");

    assertThat(g.nodes()).containsExactly("unit price", "购买", "季节", "say \"hi\"");
    assertThat(g.parents("购买")).containsExactly("unit price", "季节");
  }

  @Test
  void parse_hyphensInNames_areNotArrows() {
    assertThat(CausalGraph.parse("add-to-cart->buy").parents("buy")).containsExactly("add-to-cart");
  }

  @Test
  void parse_dagittyText_readsEdgesAndLatents() {
    CausalGraph g =
        CausalGraph.parse(
            """
            dag {
              bb="0,0,1,1"
              U [latent,pos="0.1,-2"]
              X [exposure,pos="0,0"]
              Y [outcome]
              U -> X
              U -> Y
              X -> Y
            }
            """);

    assertThat(g).isEqualTo(CausalGraph.parse("U [latent]; U -> {X Y}; X -> Y"));
  }

  @Test
  void parse_graphvizText_readsBothHeadedEdges() {
    assertThat(CausalGraph.parse("digraph shop { rankdir=LR; a -> b; a -> c [dir=both]; }"))
        .isEqualTo(CausalGraph.parse("a -> b; a <-> c"));
  }

  @Test
  void parse_nodeCalledDag_isANode() {
    assertThat(CausalGraph.parse("dag -> digraph").nodes()).containsExactly("dag", "digraph");
    assertThat(CausalGraph.parse("dag").nodes()).containsExactly("dag");
  }

  @Test
  void parse_emptyText_isTheEmptyGraph() {
    assertThat(CausalGraph.parse(" \n # nothing\n")).isEqualTo(CausalGraph.empty());
  }

  @Test
  void parse_cycle_namesItAndTheEdgeThatClosesIt() {
    DataFormatException e =
        catchThrowableOfType(
            DataFormatException.class, () -> CausalGraph.parse("r -> a -> b\nb -> c; c -> a"));

    assertThat(e).hasMessageContaining("a -> b -> c -> a").hasMessageStartingWith("graph:2:");
    assertThat(e.line()).isEqualTo(2);
    assertThat(e.column()).isEqualTo(11);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "a b                 ! 1 ! 3  ! expected ->",
        "a ->                ! 1 ! 5  ! expected a node",
        "a -> b -            ! 1 ! 8  ! expected ->",
        "-> b                ! 1 ! 1  ! expected a name",
        "a -> {b c           ! 1 ! 6  ! '{' is not closed",
        "a -> {}             ! 1 ! 6  ! holds no node",
        "a -> a              ! 1 ! 3  ! to itself",
        "a -> \"b            ! 1 ! 6  ! quote is not closed",
        "a -> \" \"          ! 1 ! 6  ! blank",
        "a }                 ! 1 ! 3  ! '}' without",
        "dag { a -> b        ! 1 ! 13 ! closing '}' is missing",
        "dag { a } b         ! 1 ! 11 ! after the closing",
        "a [laten]           ! 1 ! 4  ! attribute laten",
        "a [latent           ! 1 ! 3  ! '[' is not closed",
        "a -> b [latent]     ! 1 ! 9  ! not to an edge",
        "a [latent] b        ! 1 ! 12 ! expected ';'",
        "a = b               ! 1 ! 3  ! found '='",
        "pdag { a -- b }     ! 1 ! 1  ! stands for many",
        "dag { foo=3 }       ! 1 ! 7  ! setting foo",
      })
  void parse_mistake_saysWhereAndWhat(String text, long line, int column, String part) {
    DataFormatException e =
        catchThrowableOfType(DataFormatException.class, () -> CausalGraph.parse(text));

    assertThat(e).isNotNull();
    assertThat(e.getMessage()).contains(part.substring(part.indexOf(':') + 1).strip());
    assertThat(e.line()).isEqualTo(line);
    assertThat(e.column()).isEqualTo(column);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a -- b", "a o-> b", "a o-o b", "a <-o b", "a @-> b", "a --> b"})
  void parse_otherEdgeMarks_areRefusedByName(String text) {
    assertThatExceptionOfType(DataFormatException.class)
        .isThrownBy(() -> CausalGraph.parse(text))
        .withMessageContaining("edge mark")
        .withMessageContaining("graph:1:3:");
  }
}
