package org.causal4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.causal4j.core.Provenance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class HtmlReportTest {

  private static HtmlReport small(Language language, String text) {
    Picture picture =
        Charts.in(language).bars(text + "t").series(text).row(text, Measured.of(1)).draw();
    ReportTable table =
        ReportTable.builder(text, text, "n", "b")
            .row(Cell.of(text), Cell.number(1.5, 2), Cell.badge(text, Hue.SKY))
            .highlightedRow(Cell.of(Text.of("x").strong(text)), Cell.none(), Cell.of(""))
            .build();
    return HtmlReport.builder(language, text + "t")
        .subtitle(text)
        .lead(Text.of("").emphasis(text))
        .card(text, text, text)
        .section(
            "one",
            text,
            s ->
                s.heading(text)
                    .paragraph(text)
                    .paragraph(Text.of(text).code(text).strong(text).see(text, "one"))
                    .list(Text.of(text), Text.of(text))
                    .table(table)
                    .figure(picture, text)
                    .note(Text.of(text))
                    .warning(Text.of(text))
                    .code(text)
                    .details(text, d -> d.figure(Text.of(text), picture, picture).table(table)))
        .provenance(Provenance.of(text + "p", ImmutableMap.of("k", text)))
        .build();
  }

  @Provide
  static Arbitrary<String> hostile() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "</script><b>&\"'",
            "<!--",
            "]]>",
            "<?x",
            "&#0;",
            "\u0000",
            "\u0008",
            "\uD800",
            "\uFFFF",
            "因果",
            "\uD83D\uDED2",
            "\r\n",
            "javascript:",
            "{{x}}",
            "a b");
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(30),
        pieces.list().ofMinSize(1).ofMaxSize(6).map(list -> String.join("", list)));
  }

  @Property(tries = 150, seed = "61")
  void toHtml_hostileText_staysTextInWellFormedXml(@ForAll("hostile") String text) {
    String clean = small(Language.EN, "").toHtml();
    String html = small(Language.EN, text).toHtml();
    Document page = Xml.parse(html);
    List<String> tags = tags(page);
    if (!text.isEmpty()) {
      // the same elements as with harmless text, but for tooltips of cut labels and their groups
      assertThat(tags.stream().filter(t -> !isOptional(t)).toList())
          .isEqualTo(
              tags(Xml.parse(small(Language.EN, "harmless").toHtml())).stream()
                  .filter(t -> !isOptional(t))
                  .toList());
    }
    assertThat(clean).isNotEmpty();
  }

  private static boolean isOptional(String tag) {
    return tag.equals("g") || tag.equals("title");
  }

  private static List<String> tags(Document page) {
    return Xml.elements(page, "*").stream().map(Element::getTagName).collect(Collectors.toList());
  }

  @Test
  void toHtml_builtInWords_followTheLanguage() {
    Document english = Xml.parse(small(Language.EN, "x").toHtml());
    assertThat(english.getDocumentElement().getAttribute("lang")).isEqualTo("en");
    assertThat(Xml.texts(english, "figcaption")).containsExactly("Figure 1 x", "Figure 2 x");
    assertThat(Xml.texts(english, "caption")).containsExactly("Table 1 x", "Table 2 x");
    Document chinese = Xml.parse(small(Language.ZH, "x").toHtml());
    assertThat(chinese.getDocumentElement().getAttribute("lang")).isEqualTo("zh-CN");
    assertThat(Xml.texts(chinese, "figcaption")).containsExactly("图 1 x", "图 2 x");
    assertThat(Xml.texts(chinese, "a")).contains("来源追溯");
    assertThat(Xml.texts(chinese, "strong")).contains("说明", "注意");
  }

  @Test
  void word_everyOne_isThereInBothLanguages() {
    for (Word word : Word.values()) {
      assertThat(Language.EN.word(word)).isNotBlank();
      assertThat(Language.ZH.word(word)).isNotBlank().isNotEqualTo(Language.EN.word(word));
    }
  }

  @Test
  void toHtml_tableOfContents_leadsToSections() {
    Document page = Xml.parse(small(Language.EN, "x").toHtml());
    List<String> ids =
        Xml.elements(page, "section").stream().map(e -> e.getAttribute("id")).toList();
    assertThat(ids).containsExactly("one", "provenance");
    assertThat(Xml.elements(page, "a").stream().map(a -> a.getAttribute("href")))
        .containsExactly("#one", "#provenance", "#one");
  }

  @Test
  void table_columns_alignByWhatTheyHold() {
    Document page = Xml.parse(small(Language.EN, "x").toHtml());
    List<Element> heads =
        Xml.elements(page, "th").stream()
            .filter(th -> th.getAttribute("scope").equals("col"))
            .limit(3)
            .toList();
    assertThat(heads).extracting(th -> th.getAttribute("class")).containsExactly("t", "n", "t");
    assertThat(Xml.texts(page, "td")).contains("1.50", "–");
    assertThat(Xml.elements(page, "tr"))
        .anyMatch(tr -> tr.getAttribute("class").equals("highlight"));
  }

  @Test
  void row_wrongNumberOfCells_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReportTable.builder("c", "a", "b").row(Cell.of("x")))
        .withMessage("cells: 1 for 2 columns");
  }

  @Test
  void cell_kinds_printAsTheyShow() {
    assertThat(Cell.signed(0.5, 1)).hasToString("+0.5");
    assertThat(Cell.percent(0.123, 1)).hasToString("12.3%");
    assertThat(Cell.count(1234567)).hasToString("1,234,567");
    assertThat(Cell.measured(Measured.of(1, 0.5, 1.5), 1)).hasToString("1.0 [0.5, 1.5]");
  }

  @Test
  void section_sameIdTwice_isRefused() {
    HtmlReport.Builder builder = HtmlReport.builder(Language.EN, "t").section("a", "A", s -> {});
    assertThatIllegalArgumentException().isThrownBy(() -> builder.section("a", "B", s -> {}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.section("provenance", "B", s -> {}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.section("Not an id", "B", s -> {}))
        .withMessageContaining("id: Not an id");
  }

  @Test
  void link_scriptTarget_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Text.of("").link("x", URI.create("javascript:alert(1)")))
        .withMessageContaining("neither http nor https");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Text.of("").link("x", URI.create("relative")));
  }

  @Test
  void writeTo_existingFile_isReplacedWhole(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("report.html");
    Files.writeString(file, "old");
    HtmlReport report = small(Language.ZH, "x");
    assertThat(report.writeTo(file)).isEqualTo(file);
    assertThat(Files.readString(file)).isEqualTo(report.toHtml());
    assertThat(Files.list(folder)).containsExactly(file);
  }

  @Test
  void toHtml_provenance_isShownAsTreeWithItsHash() {
    Provenance log = Provenance.of("event log", ImmutableMap.of("rows", "3"));
    Provenance effect = Provenance.of("effect", ImmutableMap.of(), log);
    String html = HtmlReport.builder(Language.EN, "t").provenance(effect).build().toHtml();
    assertThat(Xml.texts(Xml.parse(html), "code"))
        .containsExactly("effect\n└─ event log {rows=3}", effect.hash());
  }

  @Test
  void toString_report_tellsWhatItIs() {
    assertThat(small(Language.EN, "x").toString()).startsWith("HtmlReport[xt, ");
  }
}
