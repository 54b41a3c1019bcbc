package org.causal4j.report;

import com.google.common.base.Preconditions;
import java.util.function.Consumer;

/**
 * The content of a section of an {@link HtmlReport}, filled in the order of calls. Figures and
 * tables are numbered through the whole report.
 */
public final class ReportContent {

  /** The last numbers given in a report. */
  static final class Numbers {
    private int figures;
    private int tables;
  }

  private final Language language;
  private final Numbers numbers;
  private final XmlWriter out = new XmlWriter();

  ReportContent(Language language, Numbers numbers) {
    this.language = language;
    this.numbers = numbers;
  }

  XmlWriter html() {
    return out;
  }

  /** Adds a smaller heading. */
  public ReportContent heading(String text) {
    out.leaf("h3", text).newline();
    return this;
  }

  /** Adds a paragraph of plain text. */
  public ReportContent paragraph(String text) {
    return paragraph(Text.of(text));
  }

  /** Adds a paragraph. */
  public ReportContent paragraph(Text text) {
    out.open("p");
    text.appendTo(out);
    out.close().newline();
    return this;
  }

  /** Adds a list of points. */
  public ReportContent list(Text... points) {
    out.open("ul").newline();
    for (Text point : points) {
      out.open("li");
      point.appendTo(out);
      out.close().newline();
    }
    out.close().newline();
    return this;
  }

  /** Adds a table. */
  public ReportContent table(ReportTable table) {
    numbers.tables++;
    table.appendTo(out, label(Word.TABLE, numbers.tables));
    return this;
  }

  /** Adds a picture with a caption. */
  public ReportContent figure(Picture picture, String caption) {
    return figure(Text.of(caption), picture);
  }

  /** Adds pictures under one caption, beside each other where there is room. */
  public ReportContent figure(Text caption, Picture... pictures) {
    Preconditions.checkArgument(pictures.length > 0, "pictures: none");
    numbers.figures++;
    out.open("figure").open("div", "class", pictures.length > 1 ? "pictures several" : "pictures");
    for (Picture picture : pictures) {
      out.open("div", "class", "picture");
      if (pictures.length > 1) {
        out.leaf("p", picture.title(), "class", "name");
      }
      picture.appendTo(out);
      out.close();
    }
    out.close().newline().open("figcaption");
    out.leaf("span", label(Word.FIGURE, numbers.figures), "class", "number").text(" ");
    caption.appendTo(out);
    out.close().close().newline();
    return this;
  }

  private String label(Word kind, int number) {
    return language.word(kind) + " " + number;
  }

  /** Adds a box for what helps reading. */
  public ReportContent note(Text text) {
    return box("note", Word.NOTE, text);
  }

  /** Adds a box for what would mislead if overlooked. */
  public ReportContent warning(Text text) {
    return box("warning", Word.WARNING, text);
  }

  private ReportContent box(String kind, Word name, Text text) {
    out.open("div", "class", "box " + kind, "role", "note");
    out.open("p").leaf("strong", language.word(name), "class", "kind").text(" ");
    text.appendTo(out);
    out.close().close().newline();
    return this;
  }

  /** Adds source text as it is: DOT, Mermaid, a formula. */
  public ReportContent code(String text) {
    out.open("pre").leaf("code", text.stripTrailing()).close().newline();
    return this;
  }

  /** Adds content that opens when its summary is clicked. */
  public ReportContent details(String summary, Consumer<ReportContent> fill) {
    ReportContent inside = new ReportContent(language, numbers);
    fill.accept(inside);
    out.open("details").leaf("summary", summary).newline();
    out.open("div", "class", "inside").newline().include(inside.out).close().close().newline();
    return this;
  }

  @Override
  public String toString() {
    return "ReportContent[" + out + "]";
  }
}
