package org.causal4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.causal4j.report.PictureChecks.assertGolden;
import static org.causal4j.report.PictureChecks.assertSound;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.causal4j.graph.CausalGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;

class GraphPictureTest {
  private static final CausalGraph BOW =
      CausalGraph.builder()
          .node("season")
          .node("shown")
          .latent("taste")
          .node("buy")
          .edge("season", "shown")
          .edge("season", "buy")
          .edge("shown", "buy")
          .edge("taste", "buy")
          .hiddenCause("shown", "buy")
          .build();

  private static GraphPicture bow() {
    return GraphPicture.of(BOW)
        .withTreatment("shown")
        .withOutcome("buy")
        .withAdjusted(List.of("season"));
  }

  @Test
  void draw_smallGraph_isAsKept() throws IOException {
    Picture picture = bow().draw();
    assertSound(picture);
    assertGolden("causal-graph.svg", picture);
  }

  @Test
  void draw_cycleAndLoop_isAsKept() throws IOException {
    Picture picture =
        GraphPicture.builder("A cycle")
            .node("a", "REGENCY CAKESTAND 3 TIER", NodeStyle.PLAIN)
            .node("b", "ROSES REGENCY TEACUP AND SAUCER", NodeStyle.PLAIN)
            .node("c", "粉色茶杯", NodeStyle.PLAIN)
            .edge("a", "b", EdgeStyle.causes().withWeight(0.7).withLabel("+4.1"))
            .edge("b", "c", EdgeStyle.causes().withHue(Hue.BLUE).withLabel("+2.0"))
            .edge("c", "a", EdgeStyle.causes().withHue(Hue.VERMILION).withLabel("−1.3"))
            .edge("b", "b", EdgeStyle.causes())
            .legend(Hue.BLUE, "raises")
            .legend(Hue.VERMILION, "lowers")
            .build()
            .draw();
    assertSound(picture);
    assertGolden("cycle.svg", picture);
  }

  @Test
  void draw_roles_areToldInTheLegendOfTheLanguage() {
    Document english = assertSound(bow().draw());
    assertThat(Xml.texts(english, "text"))
        .contains("treatment", "outcome", "adjusted for", "not observed", "hidden common cause");
    Document chinese = assertSound(bow().withLanguage(Language.ZH).draw());
    assertThat(Xml.texts(chinese, "text")).contains("处理", "结果", "已调整", "未观测", "隐藏的共同原因");
  }

  @Test
  void draw_everyEdge_namesItsEndsInTheTooltip() {
    assertThat(Xml.texts(assertSound(bow().draw()), "title"))
        .contains("season → shown", "season → buy", "shown → buy", "taste → buy", "shown ↔ buy");
  }

  @Test
  void draw_longLabel_isCutWithAllOfItInTheTooltip() {
    String label = "SET OF 60 VINTAGE LEAF CAKE CASES IN A VERY LONG BOX WITH A VERY LONG NAME";
    Picture picture =
        GraphPicture.builder("One node").node("a", label, NodeStyle.PLAIN).build().draw();
    Document svg = assertSound(picture);
    assertThat(Xml.texts(svg, "title")).contains(label);
    assertThat(Xml.texts(svg, "text")).anyMatch(text -> text.endsWith("…"));
  }

  @Test
  void draw_twice_givesTheSameBytes() {
    assertThat(bow().draw().toSvg()).isEqualTo(bow().draw().toSvg());
  }

  @Test
  void draw_nothing_isAnEmptySheet() {
    assertThat(GraphPicture.of(CausalGraph.empty()).draw().width()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(GraphPicture.Direction.class)
  void draw_anyDirection_isSound(GraphPicture.Direction direction) {
    assertSound(bow().withDirection(direction).draw());
  }

  @Test
  void withDirection_topDown_putsEffectsBelow() {
    Picture picture =
        GraphPicture.of(CausalGraph.parse("a -> b -> c"))
            .withDirection(GraphPicture.Direction.TOP_DOWN)
            .draw();
    assertThat(picture.height()).isGreaterThan(picture.width());
  }

  @Property(tries = 60, seed = "41")
  void draw_randomGraph_isSound(
      @ForAll @IntRange(min = 1, max = 60) int nodes, @ForAll @IntRange(max = 1_000_000) int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    GraphPicture.Builder builder = GraphPicture.builder("Random");
    NodeStyle[] styles = NodeStyle.values();
    for (int v = 0; v < nodes; v++) {
      builder.node("n" + v, "item " + v * 7919L, styles[random.nextInt(styles.length)]);
    }
    for (int e = 0; e < 2 * nodes; e++) {
      EdgeStyle style =
          random.nextInt(6) == 0
              ? EdgeStyle.hiddenCause()
              : random.nextInt(8) == 0 ? EdgeStyle.undirected() : EdgeStyle.causes();
      style = style.withWeight(random.nextDouble()).withLabel(random.nextInt(3) == 0 ? "+1.5" : "");
      builder.edge("n" + random.nextInt(nodes), "n" + random.nextInt(nodes), style);
    }
    assertSound(builder.build().draw());
  }

  @Test
  void edge_unknownNode_isRefused() {
    GraphPicture.Builder builder = GraphPicture.builder("x").node("a", "a", NodeStyle.PLAIN);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.edge("a", "b", EdgeStyle.causes()))
        .withMessage("to: no node b");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.node("a", "again", NodeStyle.PLAIN))
        .withMessage("id: a is there already");
  }

  @Test
  void withTreatment_unknownNode_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> bow().withTreatment("z"))
        .withMessageContaining("id: z is none of [season, shown, taste, buy]");
  }

  @Test
  void withWeight_outOfRange_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> EdgeStyle.causes().withWeight(1.1));
  }

  @Test
  void withLabel_node_keepsTheRest() {
    Picture picture = bow().withLabel("buy", "购买").withTitle("图").draw();
    Document svg = assertSound(picture);
    assertThat(Xml.texts(svg, "text")).contains("购买").doesNotContain("buy");
    assertThat(picture.title()).isEqualTo("图");
  }

  @Test
  void writeTo_file_holdsTheDocument(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("new").resolve("g.svg");
    Picture picture = bow().draw();
    picture.writeTo(file);
    assertThat(Files.readString(file)).isEqualTo(picture.toSvg());
    assertThat(file.getParent()).isDirectoryContaining("glob:**g.svg");
    assertThat(Files.list(file.getParent())).hasSize(1);
  }

  @Test
  void toString_picture_tellsWhatItIs() {
    assertThat(bow()).hasToString("GraphPicture[Causal graph, 4 nodes, 5 edges]");
    assertThat(bow().draw().toString()).startsWith("Picture[Causal graph, ");
  }
}
