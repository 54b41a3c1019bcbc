package org.causal4j.report;

import com.google.common.base.Preconditions;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A finished drawing: made by {@link GraphPicture} and {@link Charts}, shown by {@link HtmlReport}
 * or written as an SVG file. It follows the light or dark setting of the reader's screen, carries
 * its title for screen readers, and loads nothing. Immutable.
 */
public final class Picture {
  private final String title;
  private final int width;
  private final int height;
  private final XmlWriter body;

  Picture(String title, int width, int height, XmlWriter body) {
    Preconditions.checkArgument(!title.isBlank(), "title: must not be blank");
    this.title = title;
    this.width = width;
    this.height = height;
    this.body = body;
  }

  /** What the picture shows, as a screen reader says it. */
  public String title() {
    return title;
  }

  /** Natural width in pixels. */
  public int width() {
    return width;
  }

  /** Natural height in pixels. */
  public int height() {
    return height;
  }

  /** A complete SVG document with its own style sheet. */
  public String toSvg() {
    XmlWriter out = new XmlWriter();
    out.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "viewBox",
        viewBox(),
        "width",
        Integer.toString(width),
        "height",
        Integer.toString(height),
        "class",
        "c4j",
        "role",
        "img",
        "aria-label",
        title);
    out.newline().leaf("title", title).newline().style(SvgTheme.css()).newline();
    return out.include(body).close().newline().toString();
  }

  /** Writes {@link #toSvg()} in UTF-8; the file appears whole or not at all. */
  public Path writeTo(Path file) throws IOException {
    return AtomicFile.write(file, toSvg());
  }

  /** The element alone, for a page that holds the style sheet; it shrinks with the page. */
  void appendTo(XmlWriter page) {
    page.open(
        "svg",
        "xmlns",
        "http://www.w3.org/2000/svg",
        "viewBox",
        viewBox(),
        "class",
        "c4j",
        "role",
        "img",
        "aria-label",
        title,
        "style",
        "width: "
            + width
            + "px; min-width: "
            + Math.min(width, Math.max(440, width * 3 / 4))
            + "px");
    page.newline().include(body).close().newline();
  }

  private String viewBox() {
    return "0 0 " + width + " " + height;
  }

  @Override
  public String toString() {
    return "Picture[" + title + ", " + width + " x " + height + "]";
  }
}
