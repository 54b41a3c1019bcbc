package org.causal4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.causal4j.report.PictureChecks.assertGolden;
import static org.causal4j.report.PictureChecks.assertSound;

import java.io.IOException;
import java.util.List;
import org.causal4j.graph.CausalGraph;
import org.causal4j.graph.MarkedGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class MarkedGraphPictureTest {
  private static final MarkedGraph PAG =
      MarkedGraph.pagOf(
          CausalGraph.parse(
              "季节 -> 展示; 品味 -> 展示; 展示 -> 点击; 点击 -> 购买; 点击 <-> 购买; 品味 -> 评分; 评分 -> 退货"));

  @Test
  void draw_pag_isAsKept() throws IOException {
    Picture picture =
        GraphPicture.of(PAG).withLanguage(Language.ZH).withTreatment("展示").withOutcome("购买").draw();
    Document svg = assertSound(picture);
    assertThat(Xml.texts(svg, "text")).contains("季节", "品味", "展示", "点击", "购买", "评分", "退货");
    assertGolden("pag.svg", picture);
  }

  /** Counts hold the edges of the graph and one of the legend for each kind but the plain arrow. */
  @ParameterizedTest
  @CsvSource({
    "pdag { a -> b },a → b,0,1,a",
    "pdag { b -- a; a -> c; b -> c },b — a,0,2,direction unknown",
    "mag { a -> b },a → b,0,2,'causes, directly or by others'",
    "mag { a <-> b },a ↔ b,0,4,hidden common cause",
    "pag { b <-o a; c o-> b },a ○→ b,3,3,cause or hidden common cause",
    "pag { a o-o b },a ○—○ b,4,0,'cause, effect or hidden common cause'"
  })
  void draw_eachMark_isDrawnAtItsEnd(
      String graph, String tooltip, int circles, int heads, String legend) {
    Document svg = assertSound(GraphPicture.of(MarkedGraph.parse(graph)).draw());
    assertThat(Xml.texts(svg, "title")).contains(tooltip);
    assertThat(Xml.texts(svg, "text")).contains(legend);
    assertThat(Xml.elements(svg, "circle")).hasSize(circles);
    assertThat(heads(svg)).hasSize(heads);
  }

  private static List<Element> heads(Document svg) {
    return Xml.elements(svg, "path").stream()
        .filter(path -> path.getAttribute("d").endsWith("Z"))
        .toList();
  }

  @Test
  void draw_circleThenHead_circleIsOpenAndTouchesTheFirstNode() {
    Document svg =
        assertSound(
            GraphPicture.of(MarkedGraph.parse("pag { a o-> b; c o-> b }"))
                .withDirection(GraphPicture.Direction.LEFT_TO_RIGHT)
                .draw());
    Element circle = Xml.elements(svg, "circle").get(0);
    assertThat(circle.getAttribute("class")).contains("f-surface").contains("s-ink");
    double left = Xml.number(circle, "cx") - Xml.number(circle, "r");
    double gap =
        Xml.elements(svg, "rect").stream()
            .filter(rect -> Xml.number(rect, "height") > 20)
            .mapToDouble(rect -> left - Xml.number(rect, "x") - Xml.number(rect, "width"))
            .filter(distance -> distance >= 0)
            .min()
            .orElse(Double.NaN);
    assertThat(gap).isCloseTo(0.8, within(0.2));
  }

  @ParameterizedTest
  @EnumSource(GraphPicture.Direction.class)
  void draw_anyDirection_isSound(GraphPicture.Direction direction) {
    assertSound(GraphPicture.of(PAG).withDirection(direction).draw());
    assertSound(
        GraphPicture.of(MarkedGraph.cpdagOf(CausalGraph.parse("a -> b; b -> c; d -> c; a -> e")))
            .withDirection(direction)
            .draw());
  }
}
