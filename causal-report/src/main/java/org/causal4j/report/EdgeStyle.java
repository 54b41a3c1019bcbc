package org.causal4j.report;

import com.google.common.base.Preconditions;
import org.causal4j.graph.Mark;

/**
 * How an edge of a {@link GraphPicture} looks.
 *
 * @param kind what stands at its ends
 * @param hue color of line and heads
 * @param weight how heavy the line is, from 0, a thin line, to 1
 * @param label text at the middle of the edge; empty for none
 * @param tooltip text shown at the pointer; empty for the two names
 */
public record EdgeStyle(Kind kind, Hue hue, double weight, String label, String tooltip) {

  /** What stands at the ends of an edge; the second end is the one that it goes to. */
  public enum Kind {
    /** One head. */
    CAUSES(Word.CAUSES, "\u2192", Mark.TAIL, Mark.ARROW),
    /** Two heads and a dashed line. */
    HIDDEN_CAUSE(Word.HIDDEN_CAUSE, "\u2194", Mark.ARROW, Mark.ARROW),
    /** No head. */
    UNDIRECTED(Word.UNDIRECTED, "\u2014", Mark.TAIL, Mark.TAIL),
    /** One head, in a MAG or PAG: a cause, maybe by others and confounded as well. */
    ANCESTOR(Word.ANCESTOR, "\u2192", Mark.TAIL, Mark.ARROW),
    /** A circle, then a head: a cause of the second end or a hidden common cause. */
    POSSIBLE_CAUSE(Word.POSSIBLE_CAUSE, "\u25cb\u2192", Mark.CIRCLE, Mark.ARROW),
    /** A circle at both ends: nothing is decided. */
    UNDECIDED(Word.UNDECIDED, "\u25cb\u2014\u25cb", Mark.CIRCLE, Mark.CIRCLE);

    private final Word word;
    private final String sign;
    private final Mark atStart;
    private final Mark atEnd;

    Kind(Word word, String sign, Mark atStart, Mark atEnd) {
      this.word = word;
      this.sign = sign;
      this.atStart = atStart;
      this.atEnd = atEnd;
    }

    Mark atStart() {
      return atStart;
    }

    Mark atEnd() {
      return atEnd;
    }

    /** Whether the layers follow it. */
    boolean isDirected() {
      return atEnd == Mark.ARROW && atStart != Mark.ARROW;
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

  /** An arrow of a MAG or PAG: a cause, maybe by others and confounded as well. */
  public static EdgeStyle ancestor() {
    return new EdgeStyle(Kind.ANCESTOR, Hue.GRAY, 0.1, "", "");
  }

  /** A circle, then a head: a cause of the second end or a hidden common cause. */
  public static EdgeStyle possibleCause() {
    return new EdgeStyle(Kind.POSSIBLE_CAUSE, Hue.GRAY, 0.1, "", "");
  }

  /** A circle at both ends: nothing is decided. */
  public static EdgeStyle undecided() {
    return new EdgeStyle(Kind.UNDECIDED, Hue.GRAY, 0.1, "", "");
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
