package org.causal4j.report;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import java.net.URI;
import java.util.stream.Collectors;

/**
 * Text of a report with a little markup, made by types and never read from HTML:
 *
 * <pre>{@code
 * Text.of("Seeing is not ").strong("doing").plain(": compare ").code("P(y | do(x))").plain(".")
 * }</pre>
 *
 * Immutable: every method returns a longer text.
 */
public final class Text {

  private enum Kind {
    PLAIN,
    STRONG,
    EMPHASIS,
    CODE,
    LINK
  }

  private record Piece(Kind kind, String text, String target) {}

  private final ImmutableList<Piece> pieces;

  private Text(ImmutableList<Piece> pieces) {
    this.pieces = pieces;
  }

  /** Plain text. */
  public static Text of(String plain) {
    return new Text(ImmutableList.of()).plain(plain);
  }

  /** This, then plain text. */
  public Text plain(String text) {
    return then(Kind.PLAIN, text, "");
  }

  /** This, then text in bold. */
  public Text strong(String text) {
    return then(Kind.STRONG, text, "");
  }

  /** This, then text in italics. */
  public Text emphasis(String text) {
    return then(Kind.EMPHASIS, text, "");
  }

  /** This, then text as code. */
  public Text code(String text) {
    return then(Kind.CODE, text, "");
  }

  /** This, then a link to another page, which the reader may follow; the report loads nothing. */
  public Text link(String text, URI target) {
    String scheme = String.valueOf(target.getScheme());
    Preconditions.checkArgument(
        scheme.equals("https") || scheme.equals("http"),
        "target: %s is neither http nor https",
        target);
    return then(Kind.LINK, text, target.toASCIIString());
  }

  /** This, then a link to a section of the same report. */
  public Text see(String text, String sectionId) {
    return then(Kind.LINK, text, "#" + HtmlReport.checkedId(sectionId));
  }

  private Text then(Kind kind, String text, String target) {
    return new Text(
        ImmutableList.<Piece>builder().addAll(pieces).add(new Piece(kind, text, target)).build());
  }

  void appendTo(XmlWriter out) {
    for (Piece piece : pieces) {
      switch (piece.kind) {
        case PLAIN -> out.text(piece.text);
        case STRONG -> out.leaf("strong", piece.text);
        case EMPHASIS -> out.leaf("em", piece.text);
        case CODE -> out.leaf("code", piece.text);
        case LINK -> out.leaf("a", piece.text, "href", piece.target);
      }
    }
  }

  /** The text without its markup. */
  @Override
  public String toString() {
    return pieces.stream().map(Piece::text).collect(Collectors.joining());
  }
}
