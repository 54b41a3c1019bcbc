package org.causal4j.report;

import com.google.common.base.Preconditions;

/**
 * How an edge of a {@link GraphPicture} looks.
 *
 * @param kind which ends carry an arrow head
 * @param hue color of line and heads
 * @param weight how heavy the line is, from 0, a thin line, to 1
 * @param label text at the middle of the edge; empty for none
 * @param tooltip text shown at the pointer; empty for the two names
 */
public record EdgeStyle(Kind kind, Hue hue, double weight, String label, String tooltip) {

  /** Which ends carry an arrow head. */
  public enum Kind {
    /** One head. */
    CAUSES(Word.CAUSES, "\u2192"),
    /** Two heads and a dashed line. */
    HIDDEN_CAUSE(Word.HIDDEN_CAUSE, "\u2194"),
    /** No head. */
    UNDIRECTED(Word.UNDIRECTED, "\u2014");

    private final Word word;
    private final String sign;

    Kind(Word word, String sign) {
      this.word = word;
      this.sign = sign;
    }

    Word word() {
      return word;
    }

    String sign() {
      return sign;
    }
  }

  /** Checks that the weight lies within 0 and 1. */
  public EdgeStyle {
    Preconditions.checkArgument(
        weight >= 0 && weight <= 1, "weight: %s is not within 0 to 1", weight);
  }

  /** A gray arrow. */
  public static EdgeStyle causes() {
    return new EdgeStyle(Kind.CAUSES, Hue.GRAY, 0.1, "", "");
  }

  /** A dashed line with two heads: a hidden common cause. */
  public static EdgeStyle hiddenCause() {
    return new EdgeStyle(Kind.HIDDEN_CAUSE, Hue.PURPLE, 0.1, "", "");
  }

  /** A line without heads: the direction is not known. */
  public static EdgeStyle undirected() {
    return new EdgeStyle(Kind.UNDIRECTED, Hue.GRAY, 0.1, "", "");
  }

  /** The same in another color. */
  public EdgeStyle withHue(Hue value) {
    return new EdgeStyle(kind, value, weight, label, tooltip);
  }

  /** The same with another weight, within 0 and 1. */
  public EdgeStyle withWeight(double value) {
    return new EdgeStyle(kind, hue, value, label, tooltip);
  }

  /** The same with a text at its middle. */
  public EdgeStyle withLabel(String value) {
    return new EdgeStyle(kind, hue, weight, value, tooltip);
  }

  /** The same with a text shown at the pointer. */
  public EdgeStyle withTooltip(String value) {
    return new EdgeStyle(kind, hue, weight, label, value);
  }

  double lineWidth() {
    return 1.1 + 3.9 * weight;
  }
}
