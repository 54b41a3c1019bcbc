package org.causal4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * What must hold of every picture, and the comparison with a picture kept in the tests' resources.
 */
final class PictureChecks {
  private PictureChecks() {}

  /** Well-formed, named for screen readers, nothing outside the sheet, no text cut by its edge. */
  static Document assertSound(Picture picture) {
    Document svg = Xml.parse(picture.toSvg());
    Element root = svg.getDocumentElement();
    assertThat(root.getAttribute("role")).isEqualTo("img");
    assertThat(root.getAttribute("aria-label")).isNotBlank();
    assertThat(picture.toSvg()).doesNotContain("NaN").doesNotContain("Infinity");
    for (Element rect : Xml.elements(svg, "rect")) {
      double x = Xml.number(rect, "x");
      double y = Xml.number(rect, "y");
      assertThat(x).isGreaterThanOrEqualTo(0);
      assertThat(y).isGreaterThanOrEqualTo(0);
      assertThat(x + Xml.number(rect, "width")).isLessThanOrEqualTo(picture.width());
      assertThat(y + Xml.number(rect, "height")).isLessThanOrEqualTo(picture.height());
    }
    for (Element circle : Xml.elements(svg, "circle")) {
      assertThat(Xml.number(circle, "cx")).isBetween(4.0, picture.width() - 4.0);
      assertThat(Xml.number(circle, "cy")).isBetween(4.0, picture.height() - 4.0);
    }
    Xml.elements(svg, "text").forEach(text -> assertInside(text, picture));
    return svg;
  }

  private static void assertInside(Element text, Picture picture) {
    double size = Xml.number(text, "font-size");
    boolean bold = (" " + text.getAttribute("class") + " ").contains(" b ");
    double width = TextMetrics.width(text.getTextContent(), size, bold);
    double before =
        switch (text.getAttribute("text-anchor")) {
          case "start" -> 0;
          case "middle" -> width / 2;
          default -> width;
        };
    double x = Xml.number(text, "x");
    double y = Xml.number(text, "y");
    boolean upright = text.hasAttribute("transform");
    double left = upright ? x - size : x - before;
    double right = upright ? x : x - before + width;
    double top = upright ? y - width / 2 : y - size * 0.8;
    double bottom = upright ? y + width / 2 : y + size * 0.25;
    String what = text.getTextContent();
    assertThat(left).as("left of %s", what).isGreaterThanOrEqualTo(0);
    assertThat(right).as("right of %s", what).isLessThanOrEqualTo(picture.width());
    assertThat(top).as("top of %s", what).isGreaterThanOrEqualTo(0);
    assertThat(bottom).as("bottom of %s", what).isLessThanOrEqualTo(picture.height());
  }

  /**
   * Compares with a kept picture, less its style sheet. After an intended change run the test with
   * {@code -Dcausal4j.golden=write} and look at the pictures before they are committed.
   */
  static void assertGolden(String name, Picture picture) throws IOException {
    String body = picture.toSvg().replaceAll("(?s)<style>.*</style>\n", "");
    if (System.getProperty("causal4j.golden", "").equals("write")) {
      Path resources = Path.of("src", "test", "resources", "org", "causal4j", "report");
      Files.createDirectories(resources);
      Files.writeString(resources.resolve(name), body);
    }
    try (InputStream in = PictureChecks.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      String kept = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(body).isEqualTo(kept);
    }
  }
}
