package org.causal4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

class XmlWriterTest {

  @Test
  void text_markupCharacters_areEscaped() {
    String xml = new XmlWriter().leaf("p", "</script><b>&\"'", "title", "</a>&\"'").toString();
    assertThat(xml)
        .isEqualTo("<p title=\"&lt;/a&gt;&amp;&quot;&#39;\">&lt;/script&gt;&lt;b&gt;&amp;\"'</p>");
  }

  @Test
  void text_chinese_staysAsItIs() {
    assertThat(new XmlWriter().leaf("p", "因果推断").toString()).isEqualTo("<p>因果推断</p>");
  }

  @Test
  void text_forbiddenCharacters_becomeReplacementCharacters() {
    String xml = new XmlWriter().leaf("p", "a\u0000b\u001Fc\uFFFEd\uD800e\u0085f").toString();
    assertThat(xml).isEqualTo("<p>a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf</p>");
  }

  @Test
  void text_charactersBeyondTheFirstPlane_stay() {
    assertThat(new XmlWriter().leaf("p", "\uD83D\uDED2").toString())
        .isEqualTo("<p>\uD83D\uDED2</p>");
  }

  @Property(tries = 300, seed = "4711")
  void leaf_anyText_parsesBack(@ForAll String text) {
    Document xml = Xml.parse(new XmlWriter().leaf("p", text, "title", text).toString());
    String expected =
        text.codePoints()
            .map(c -> isKept(c) ? c : 0xFFFD)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    assertThat(xml.getDocumentElement().getTextContent()).isEqualTo(expected.replace('\r', '\n'));
    assertThat(xml.getDocumentElement().getAttribute("title"))
        .isEqualTo(expected.replaceAll("[\r\n\t]", " "));
  }

  private static boolean isKept(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || !(c < 0x20 || (c >= 0x7F && c < 0xA0))
            && !(c >= 0xD800 && c <= 0xDFFF)
            && c != 0xFFFE
            && c != 0xFFFF;
  }

  @Test
  void toString_openElement_isRefused() {
    assertThatIllegalStateException().isThrownBy(() -> new XmlWriter().open("p").toString());
  }

  @Test
  void style_characterToEscape_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new XmlWriter().style("a < b"));
  }
}
