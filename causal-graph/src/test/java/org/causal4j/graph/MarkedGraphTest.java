package org.causal4j.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Set;
import org.causal4j.core.DataFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkedGraphTest {
  @Test
  void parse_everyMark_isKept() {
    MarkedGraph pag = MarkedGraph.parse("pag { a o-> c; \"b b\" @-> c; c -> 购买; a o-o 用户 }");

    assertThat(pag.kind()).isEqualTo(MarkedGraph.Kind.PAG);
    assertThat(pag.markAt("a", "c")).contains(Mark.CIRCLE);
    assertThat(pag.markAt("c", "b b")).contains(Mark.ARROW);
    assertThat(pag.markAt("c", "购买")).contains(Mark.TAIL);
    assertThat(pag.markAt("a", "b b")).isEmpty();
    assertThat(pag.neighbors("a")).containsExactlyInAnyOrder("c", "用户");
    assertThat(pag)
        .hasToString("pag { a; c; \"b b\"; 购买; 用户; a o-> c; a o-o 用户; c <-o \"b b\"; c -> 购买 }");
    assertThat(MarkedGraph.parse(pag.toString())).isEqualTo(pag).hasSameHashCodeAs(pag);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          cpdag { a -> b; b -> c }                 ! a -> b is a -- b
          cpdag { a -> b; c -> b; b -- d }         ! b -- d is b -> d
          cpdag { a -> b; b -> c; c -> a }         ! cycle a -> b -> c -> a
          cpdag { a -- b; b -- c; c -- d; d -- a } ! undecided edges at a
          cpdag { a <-> b }                        ! a <-> b is no edge of a CPDAG
          pdag { a -> b; b -- c }                  ! b -- c is b -> c
          mag { a o-> b }                          ! a o-> b is no edge of a MAG
          mag { a -> b; b -> c; a <-> c }          ! a <-> c, but the first is an ancestor
          mag { a <-> b; b <-> c; c <-> d; b -> d; c -> a } ! a and d are not adjacent
          mag { a -- b }                           ! two tails
          pag { a o-> b; b o-> c }                 ! a o-> b contradicts
          pag { a o-> b; c o-> b; b o-o d }        ! b o-o d contradicts
          pag { a o-o b; b o-o c; c o-o d; d o-o a } ! undecided edges at a
          pag { a -> b; b -> c; c -> a }           ! cycle
          pag { a o-> b; a o-o b }                 ! holds both a o-> b and a o-o b
          """)
  void parse_invalidGraph_isRefusedByTheEdgeAtFault(String text, String named) {
    assertThatExceptionOfType(InvalidGraphException.class)
        .isThrownBy(() -> MarkedGraph.parse(text))
        .withMessageContaining(named);
  }

  @Test
  void causalGraph_ofAClass_isRefusedUnlessNothingIsOpen() {
    assertThatExceptionOfType(DataFormatException.class)
        .isThrownBy(() -> CausalGraph.parse("pag { a o-> b; c o-> b }"))
        .withMessageContaining("PAG");
    assertThatExceptionOfType(InvalidGraphException.class)
        .isThrownBy(() -> MarkedGraph.parse("pag { a o-> b; c o-> b }").toCausalGraph())
        .withMessageContaining("a o-> b");
    assertThatExceptionOfType(InvalidGraphException.class)
        .isThrownBy(() -> MarkedGraph.parse("cpdag { a -- b }").toCausalGraph())
        .withMessageContaining("a -- b");
    assertThatExceptionOfType(InvalidGraphException.class)
        .isThrownBy(() -> MarkedGraph.parse("a -> b"))
        .withMessageContaining("is a diagram");
    assertThat(MarkedGraph.parse("cpdag { a -> b; c -> b }").toCausalGraph())
        .isEqualTo(CausalGraph.parse("a -> b <- c"));
  }

  @Test
  void minimal_threeAnswersAndAnInvalidGraph_differ() {
    MarkedGraph open = MarkedGraph.parse("pag { x o-o y }");
    MarkedGraph closed = MarkedGraph.parse("pag { a o-> x; b o-> x; x -> y }");

    assertThat(AdjustmentSets.minimal(open, Set.of("x"), Set.of("y")))
        .hasToString("no adjustment set exists: x o-o y may be the start of a causal path or not")
        .isEqualTo(new Adjustment.Impossible("x o-o y", Adjustment.Obstacle.AMBIGUOUS_EDGE));
    assertThat(AdjustmentSets.minimal(closed, Set.of("x"), Set.of("y")))
        .isEqualTo(new Adjustment.NotNeeded());
    assertThat(closed.isVisible("x", "y")).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdjustmentSets.optimal(closed, "x", "y"))
        .withMessageContaining("PAG");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdjustmentSets.minimal(closed, Set.of("x"), Set.of("x")))
        .withMessageContaining("y: x");
  }

  @Test
  void document_rolesAndPlaces_surviveTheTrip() {
    GraphDocument document =
        GraphDocument.parse(
            """
            dag {
              "用户 喜好" [latent,pos="0.1,-2"]
              X [exposure,pos="0,0"]
              Y [outcome]
              Z [adjusted]
              "用户 喜好" -> X; "用户 喜好" -> Y; X -> Y [beta="0.5"]; Z <-> X
            }
            """);

    assertThat(document.exposures()).containsExactly("X");
    assertThat(document.outcomes()).containsExactly("Y");
    assertThat(document.adjusted()).containsExactly("Z");
    assertThat(document.positions())
        .containsEntry("用户 喜好", new GraphDocument.Position(0.1, -2))
        .hasSize(2);
    assertThat(document.graph().latents()).containsExactly("用户 喜好");
    GraphDocument again = GraphDocument.parse(document.toDagitty());
    assertThat(again.graph()).isEqualTo(document.graph());
    assertThat(again.positions()).isEqualTo(document.positions());
    assertThat(again.toDagitty()).isEqualTo(document.toDagitty());
    assertThat(GraphDocument.parse("pag { a o-> b; c o-> b }").toDagitty())
        .contains("a @-> b")
        .startsWith("pag {");
  }

  @Test
  void json_bothKinds_surviveTheTrip() {
    GraphDocument diagram =
        GraphDocument.of(CausalGraph.parse("u [latent]; u -> {\"单 价\" y}; \"单 价\" <-> y; lonely"))
            .withQuery(Set.of("单 价"), Set.of("y"));
    GraphDocument again = GraphDocument.fromJson(diagram.toJson());
    GraphDocument pag = GraphDocument.parse("pag { a o-> b; c o-> b; b -> d }");

    assertThat(again.graph()).isEqualTo(diagram.graph());
    assertThat(again.exposures()).containsExactly("单 价");
    assertThat(again.toJson()).isEqualTo(diagram.toJson());
    assertThat(GraphDocument.fromJson(pag.toJson()).marked()).isEqualTo(pag.marked());
    assertThat(pag.toJson()).contains("[\"a\",\"circle\",\"arrow\",\"b\"]");
    assertThat(
            GraphDocument.fromJson(
                    "{\"edges\": [[\"a\",\"tail\",\"arrow\",\"b\"]],\"positions\":{\"a\":[1,2.5]}}")
                .positions())
        .containsEntry("a", new GraphDocument.Position(1, 2.5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      textBlock =
          """
          {"edges": [["a","tail","arrow"]]}            ! graph:1:12: an edge is
          {"edges": [["a","tail","dot","b"]]}          ! found dot
          {"edges": [["a","tail","arrow","a"]]}        ! joins a to itself
          {"nodes": ["a", 3]}                          ! graph:1:17: expected a text
          {"kind": "tree"}                             ! found tree
          {"graph": 1}                                 ! the field graph is not known
          {"nodes": ["a"]                              ! graph:1:
          {"edges": [["a","tail","arrow","b"],["b","tail","arrow","a"]]} ! cycle a -> b -> a
          """)
  void fromJson_mistake_saysWhereAndWhat(String json, String named) {
    assertThatExceptionOfType(DataFormatException.class)
        .isThrownBy(() -> GraphDocument.fromJson(json))
        .withMessageContaining(named);
  }

  @Test
  void textForms_ofMarks_drawThem() {
    MarkedGraph pag = MarkedGraph.parse("pag { a o-> b; c o-> b; b -> \"d 购\"; }");
    MarkedGraph cpdag = MarkedGraph.parse("cpdag { a -- b }");

    assertThat(pag.toDot())
        .contains("\"a\" -> \"b\" [dir=both, arrowtail=odot, arrowhead=normal];")
        .contains("\"b\" -> \"d 购\" [dir=both, arrowtail=none, arrowhead=normal];");
    assertThat(cpdag.toDot()).contains("arrowtail=none, arrowhead=none");
    assertThat(pag.toMermaid()).contains("n0 o--> n1").contains("n1 --> n3").contains("d 购");
    assertThat(cpdag.toMermaid()).contains("n0 --- n1");
    assertThat(pag.toLatex()).contains("\\draw[c->] (n0) -- (n1);").contains("{d 购}");
    assertThat(cpdag.toLatex()).contains("\\draw[-] (n0) -- (n1);");
  }
}
