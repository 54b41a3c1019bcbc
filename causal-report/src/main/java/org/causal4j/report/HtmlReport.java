package org.causal4j.report;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.causal4j.core.Provenance;

/**
 * A report in one HTML file: styles and pictures inside, no scripts, nothing loaded from anywhere.
 * It reads well on a screen, light or dark, on a phone and on paper, and is well-formed XML
 * besides.
 *
 * <pre>{@code
 * HtmlReport report = HtmlReport.builder(Language.EN, "Did it cause it?")
 *     .subtitle("Online Retail II")
 *     .card("Recall@20", "0.183", "LightGCN")
 *     .section("ranking", "Ranking", s -> s.paragraph("...").table(table).figure(picture, "..."))
 *     .provenance(provenance)
 *     .build();
 * report.writeTo(Path.of("report.html"));
 * }</pre>
 *
 * <p>All text is escaped. The same input gives the same bytes. Immutable.
 */
public final class HtmlReport {
  private final String title;
  private final String html;

  private HtmlReport(String title, String html) {
    this.title = title;
    this.html = html;
  }

  /** An empty report; the language is that of its built-in words. */
  public static Builder builder(Language language, String title) {
    return new Builder(language, title);
  }

  /** The page. */
  public String toHtml() {
    return html;
  }

  /** Writes the page in UTF-8; the file appears whole or not at all. */
  public Path writeTo(Path file) throws IOException {
    return AtomicFile.write(file, html);
  }

  @Override
  public String toString() {
    return "HtmlReport[" + title + ", " + NumberText.count(html.length()) + " characters]";
  }

  static String checkedId(String id) {
    Preconditions.checkArgument(
        id.matches("[a-z][a-z0-9-]*"), "id: %s is not of the form [a-z][a-z0-9-]*", id);
    return id;
  }

  private record Card(String name, String value, String note) {}

  private record Section(String id, String heading, ReportContent content) {}

  /** Gathers the parts of a report in order. Not for use by several threads at once. */
  public static final class Builder {
    private final Language language;
    private final String title;
    private final List<Card> cards = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();
    private final List<Provenance> provenance = new ArrayList<>();
    private final Set<String> ids = new HashSet<>(Set.of("contents", "provenance"));
    private final ReportContent.Numbers numbers = new ReportContent.Numbers();
    private String subtitle = "";
    private Text lead = Text.of("");

    private Builder(Language language, String title) {
      Preconditions.checkArgument(!title.isBlank(), "title: must not be blank");
      this.language = language;
      this.title = title;
    }

    /** A line below the title. */
    public Builder subtitle(String text) {
      subtitle = text;
      return this;
    }

    /** What the whole report says, in a sentence or three, above the key figures. */
    public Builder lead(Text text) {
      lead = text;
      return this;
    }

    /** Adds a key figure: what it is, how much, and a remark that may be empty. */
    public Builder card(String name, String value, String note) {
      cards.add(new Card(name, value, note));
      return this;
    }

    /**
     * Adds a section.
     *
     * @param id its anchor, of the form {@code [a-z][a-z0-9-]*}, once in a report
     * @param fill adds the content
     */
    public Builder section(String id, String heading, Consumer<ReportContent> fill) {
      Preconditions.checkArgument(ids.add(checkedId(id)), "id: %s is there already", id);
      ReportContent content = new ReportContent(language, numbers);
      fill.accept(content);
      sections.add(new Section(id, heading, content));
      return this;
    }

    /** Adds where results come from, shown at the end as a tree. */
    public Builder provenance(Provenance value) {
      provenance.add(value);
      return this;
    }

    /** The report. */
    public HtmlReport build() {
      XmlWriter out = new XmlWriter();
      out.open("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", language.tag());
      out.newline();
      head(out);
      out.open("body").newline().open("div", "class", "page").newline();
      header(out);
      contents(out);
      out.open("main").newline();
      keyFigures(out);
      for (Section section : sections) {
        out.open("section", "id", section.id).leaf("h2", section.heading).newline();
        out.include(section.content.html());
        out.close().newline();
      }
      out.close().newline();
      footer(out);
      out.close().close().newline().close().newline();
      return new HtmlReport(title, "<!DOCTYPE html>\n" + out);
    }

    private void head(XmlWriter out) {
      out.open("head").newline();
      out.empty("meta", "charset", "utf-8").newline();
      out.empty(
              "meta",
              "http-equiv",
              "Content-Security-Policy",
              "content",
              "default-src 'none'; style-src 'unsafe-inline'")
          .newline();
      out.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
      out.newline().empty("meta", "name", "color-scheme", "content", "light dark").newline();
      out.leaf("title", title).newline();
      out.style(PageTheme.css() + SvgTheme.css()).newline().close().newline();
    }

    private void header(XmlWriter out) {
      out.open("header").newline().leaf("h1", title).newline();
      if (!subtitle.isEmpty()) {
        out.leaf("p", subtitle, "class", "subtitle").newline();
      }
      out.close().newline();
    }

    private void contents(XmlWriter out) {
      String heading = language.word(Word.CONTENTS);
      out.open("nav", "id", "contents", "aria-label", heading);
      out.leaf("p", heading, "class", "heading").open("ol").newline();
      for (Section section : sections) {
        out.open("li").leaf("a", section.heading, "href", "#" + section.id).close().newline();
      }
      if (!provenance.isEmpty()) {
        out.open("li").leaf("a", language.word(Word.PROVENANCE), "href", "#provenance").close();
      }
      out.close().close().newline();
    }

    private void keyFigures(XmlWriter out) {
      if (!lead.toString().isEmpty()) {
        out.open("p", "class", "lead");
        lead.appendTo(out);
        out.close().newline();
      }
      if (cards.isEmpty()) {
        return;
      }
      out.open("dl", "class", "cards").newline();
      for (Card card : cards) {
        out.open("div").leaf("dt", card.name).leaf("dd", card.value, "class", "value");
        if (!card.note.isEmpty()) {
          out.leaf("dd", card.note, "class", "note");
        }
        out.close().newline();
      }
      out.close().newline();
    }

    private void footer(XmlWriter out) {
      out.open("footer").newline();
      if (!provenance.isEmpty()) {
        out.open("section", "id", "provenance").leaf("h2", language.word(Word.PROVENANCE));
        out.newline().leaf("p", language.word(Word.PROVENANCE_LEAD)).newline();
        for (Provenance tree : ImmutableList.copyOf(provenance)) {
          out.open("pre", "class", "tree").leaf("code", tree.toTree().stripTrailing()).close();
          out.open("p", "class", "hash").text(language.word(Word.FINGERPRINT) + " ");
          out.leaf("code", tree.hash()).close().newline();
        }
        out.close().newline();
      }
      out.leaf("p", "causal4j", "class", "maker").close().newline();
    }
  }
}
