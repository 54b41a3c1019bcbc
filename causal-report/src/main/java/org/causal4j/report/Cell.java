package org.causal4j.report;

/**
 * A cell of a {@link ReportTable}. Numbers are written with a fixed number of decimals, the same in
 * every locale, and stand at the right. Immutable.
 */
public final class Cell {
  private enum Kind {
    TEXT,
    NUMBER,
    BADGE,
    NONE
  }

  private final Kind kind;
  private final Text text;
  private final Hue hue;

  private Cell(Kind kind, Text text, Hue hue) {
    this.kind = kind;
    this.text = text;
    this.hue = hue;
  }

  /** Plain text. */
  public static Cell of(String text) {
    return of(Text.of(text));
  }

  /** Text with markup. */
  public static Cell of(Text text) {
    return new Cell(Kind.TEXT, text, Hue.INK);
  }

  /** A number with this many decimals. */
  public static Cell number(double value, int decimals) {
    return numeric(NumberText.fixed(value, decimals));
  }

  /** A number with its sign. */
  public static Cell signed(double value, int decimals) {
    return numeric(NumberText.signed(value, decimals));
  }

  /** A share as percent. */
  public static Cell percent(double share, int decimals) {
    return numeric(NumberText.percent(share, decimals));
  }

  /** A count, with thousands grouped. */
  public static Cell count(long value) {
    return numeric(NumberText.count(value));
  }

  /** A value with its interval. */
  public static Cell measured(Measured value, int decimals) {
    return numeric(value.text(decimals));
  }

  /** A short word in a colored pill: a grade, a verdict. */
  public static Cell badge(String word, Hue hue) {
    return new Cell(Kind.BADGE, Text.of(word), hue);
  }

  /** Nothing to tell: a dash. */
  public static Cell none() {
    return new Cell(Kind.NONE, Text.of("\u2013"), Hue.INK);
  }

  private static Cell numeric(String text) {
    return new Cell(Kind.NUMBER, Text.of(text), Hue.INK);
  }

  boolean isNumber() {
    return kind == Kind.NUMBER;
  }

  boolean isNone() {
    return kind == Kind.NONE;
  }

  void appendTo(XmlWriter out) {
    if (kind == Kind.BADGE) {
      out.open("span", "class", "badge " + hue.key());
      text.appendTo(out);
      out.close();
    } else {
      text.appendTo(out);
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
