package org.causal4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;

/** A page with everything, left at {@code target/demo-*.html} to be looked at. */
class DemoPageTest {
  private static final Set<String> LOADING_TAGS =
      Set.of(
          "link",
          "script",
          "img",
          "image",
          "iframe",
          "object",
          "embed",
          "video",
          "audio",
          "source",
          "track",
          "base",
          "use",
          "feImage",
          "form",
          "foreignObject");
  private static final Set<String> LOADING_ATTRIBUTES =
      Set.of("src", "srcset", "data", "poster", "action", "background", "ping", "xlink:href");

  @ParameterizedTest
  @EnumSource(Language.class)
  void toHtml_everyPart_loadsNothingFromOutside(Language language) {
    String html = new DemoPage(language).report().toHtml();
    assertThat(html)
        .doesNotContain("src=")
        .doesNotContain("url(")
        .doesNotContain("@import")
        .doesNotContain("<link")
        .doesNotContain("<script");
    Document page = Xml.parse(html);
    Set<String> ids =
        Xml.elements(page, "*").stream()
            .map(e -> e.getAttribute("id"))
            .filter(id -> !id.isEmpty())
            .collect(Collectors.toSet());
    for (Element element : Xml.elements(page, "*")) {
      assertThat(LOADING_TAGS).doesNotContain(element.getTagName());
      NamedNodeMap attributes = element.getAttributes();
      for (int i = 0; i < attributes.getLength(); i++) {
        String name = attributes.item(i).getNodeName();
        assertThat(LOADING_ATTRIBUTES).doesNotContain(name);
        assertThat(name).doesNotStartWith("on");
        if (name.equals("href")) {
          String target = attributes.item(i).getNodeValue();
          assertThat(element.getTagName()).isEqualTo("a");
          assertThat(target.startsWith("#") ? ids : Set.of(target.substring(1)))
              .contains(target.substring(1));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void writeTo_everyPart_givesTheSameBytesAgain(Language language) throws IOException {
    Path file = Path.of("target", "demo-" + language.tag() + ".html");
    new DemoPage(language).report().writeTo(file);
    assertThat(Files.readString(file)).isEqualTo(new DemoPage(language).report().toHtml());
  }
}
