package org.causal4j.report;

import com.google.common.base.Preconditions;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes well-formed XML that is also HTML5: every text is escaped, characters that XML 1.0 forbids
 * become U+FFFD, and elements close in order. Attributes are given as name, value, name, value.
 */
final class XmlWriter {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  XmlWriter open(String tag, String... attributes) {
    start(tag, attributes);
    out.append('>');
    open.push(tag);
    return this;
  }

  /** An element without content, as {@code <br/>}. */
  XmlWriter empty(String tag, String... attributes) {
    start(tag, attributes);
    out.append("/>");
    return this;
  }

  /** An element that holds text alone. */
  XmlWriter leaf(String tag, String text, String... attributes) {
    return open(tag, attributes).text(text).close();
  }

  XmlWriter text(String text) {
    escape(text, false);
    return this;
  }

  XmlWriter close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  XmlWriter newline() {
    out.append('\n');
    return this;
  }

  /** Appends what another writer has made; nothing is escaped again. */
  XmlWriter include(XmlWriter other) {
    Preconditions.checkState(other.open.isEmpty(), "open elements: %s", other.open);
    out.append(other.out);
    return this;
  }

  /** Appends a style sheet of this package, which holds neither {@code <} nor {@code &}. */
  XmlWriter style(String css) {
    Preconditions.checkArgument(
        css.indexOf('<') < 0 && css.indexOf('&') < 0, "css: holds a character to escape");
    out.append("<style>\n").append(css).append("</style>");
    return this;
  }

  private void start(String tag, String... attributes) {
    Preconditions.checkArgument(attributes.length % 2 == 0, "attributes: not in pairs");
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(attributes[i + 1], true);
      out.append('"');
    }
  }

  private void escape(String text, boolean attribute) {
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append(attribute ? "&quot;" : "\"");
        case '\'' -> out.append(attribute ? "&#39;" : "'");
        case '\n', '\t' -> out.append(attribute ? " " : Character.toString(c));
        case '\r' -> out.append(attribute ? " " : "\n");
        default -> out.appendCodePoint(isAllowed(c) ? c : 0xFFFD);
      }
    }
  }

  /** Production Char of XML 1.0, less the C1 controls, which HTML forbids. */
  private static boolean isAllowed(int c) {
    return (c >= 0x20 && c < 0x7F)
        || (c >= 0xA0 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }

  @Override
  public String toString() {
    Preconditions.checkState(open.isEmpty(), "open elements: %s", open);
    return out.toString();
  }
}
