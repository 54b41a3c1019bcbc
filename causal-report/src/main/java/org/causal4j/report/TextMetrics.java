package org.causal4j.report;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;

/**
 * How wide text will be, without a font at hand: the advance widths of Helvetica (Adobe Font
 * Metrics; Arial and Liberation Sans share them), one em for Chinese, Japanese and Korean, and a
 * few percent in reserve for other fonts.
 */
final class TextMetrics {
  private static final String ELLIPSIS = "\u2026";
  private static final double RESERVE = 1.03;
  private static final double BOLD = 1.07;

  /** Widths of U+0020 to U+007E in thousandths of an em. */
  private static final short[] ASCII = {
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, //
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, //
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, //
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, //
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, //
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584
  };

  private TextMetrics() {}

  static double width(String text, double size, boolean bold) {
    double thousandths = text.codePoints().mapToDouble(TextMetrics::advance).sum();
    return thousandths / 1000 * size * RESERVE * (bold ? BOLD : 1);
  }

  static double width(String text, double size) {
    return width(text, size, false);
  }

  private static double advance(int c) {
    if (c >= 0x20 && c < 0x7F) {
      return ASCII[c - 0x20];
    }
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    if (c < 0x250) {
      return Character.isUpperCase(c) ? 722 : 556;
    }
    if (c < 0x2000) {
      return c < 0x1100 ? 667 : 1000;
    }
    return c == 0x2212 ? 584 : c >= 0x2010 && c <= 0x2013 ? 556 : isFullWidth(c) ? 1000 : 800;
  }

  private static boolean isFullWidth(int c) {
    return c == 0x2014 || c == 0x2026 || (c >= 0x2190 && c < 0x2200) || c >= 0x2E80;
  }

  /** The text, or as much of it as fits with an ellipsis behind. */
  static String fit(String text, double size, boolean bold, double width) {
    if (width(text, size, bold) <= width) {
      return text;
    }
    int end = text.length();
    while (end > 0) {
      end = text.offsetByCodePoints(end, -1);
      String shorter = text.substring(0, end).stripTrailing() + ELLIPSIS;
      if (width(shorter, size, bold) <= width) {
        return shorter;
      }
    }
    return ELLIPSIS;
  }

  /**
   * At most {@code lines} lines no wider than {@code width}, of about the same width; where they
   * don't hold the text, the last one ends in an ellipsis.
   */
  static ImmutableList<String> wrap(
      String text, double size, boolean bold, double width, int lines) {
    ImmutableList<String> wrapped = fill(text, size, bold, width, lines);
    for (double narrower = width - 4; narrower > width / 2; narrower -= 4) {
      ImmutableList<String> other = fill(text, size, bold, narrower, lines);
      if (other.size() > wrapped.size() || !letters(other).equals(letters(wrapped))) {
        break;
      }
      wrapped = other;
    }
    return wrapped;
  }

  private static String letters(List<String> lines) {
    return String.join("", lines).replace(" ", "");
  }

  private static ImmutableList<String> fill(
      String text, double size, boolean bold, double width, int lines) {
    List<String> done = new ArrayList<>();
    String line = "";
    List<String> pieces = pieces(text);
    for (int i = 0; i < pieces.size(); i++) {
      String longer = line + pieces.get(i);
      if (!line.isBlank() && width(longer.strip(), size, bold) > width) {
        if (done.size() == lines - 1) {
          line = line + String.join("", pieces.subList(i, pieces.size()));
          break;
        }
        done.add(fit(line.strip(), size, bold, width));
        line = pieces.get(i);
      } else {
        line = longer;
      }
    }
    done.add(fit(line.strip(), size, bold, width));
    return ImmutableList.copyOf(done);
  }

  /** Pieces between which a line may break: after spaces and joiners, around full-width text. */
  private static List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    int[] points = text.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      int c = points[i];
      piece.appendCodePoint(c);
      boolean joiner = c == ' ' || c == '_' || c == '-' || c == '/' || c == '\n';
      boolean wide = isFullWidth(c) || (i + 1 < points.length && points[i + 1] >= 0x2E80);
      if (joiner || wide) {
        pieces.add(piece.toString());
        piece.setLength(0);
      }
    }
    pieces.add(piece.toString());
    return pieces;
  }
}
