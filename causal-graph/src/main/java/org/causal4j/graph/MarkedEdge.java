package org.causal4j.graph;

import com.google.common.base.Preconditions;

/**
 * An edge of a {@link MarkedGraph} with the marks at its two ends. Swapping the ends with their
 * marks does not change the value.
 *
 * @param a one end
 * @param atA the mark at a
 * @param atB the mark at b
 * @param b the other end
 */
public record MarkedEdge(String a, Mark atA, Mark atB, String b) {

  /** Checks that the ends are named and differ. */
  public MarkedEdge {
    Preconditions.checkArgument(!a.isBlank(), "a: must not be blank");
    Preconditions.checkArgument(!b.isBlank(), "b: must not be blank");
    Preconditions.checkArgument(!a.equals(b), "b: %s is also the other end of the edge", b);
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof MarkedEdge edge)) {
      return false;
    }
    return (a.equals(edge.a) && b.equals(edge.b) && atA == edge.atA && atB == edge.atB)
        || (a.equals(edge.b) && b.equals(edge.a) && atA == edge.atB && atB == edge.atA);
  }

  @Override
  public int hashCode() {
    return (31 * a.hashCode() + atA.hashCode()) + (31 * b.hashCode() + atB.hashCode());
  }

  /** {@code a o-> b}. */
  @Override
  public String toString() {
    return text("o");
  }

  String text(String circle) {
    String left = atA == Mark.ARROW ? "<" : atA == Mark.CIRCLE ? circle : "";
    String right = atB == Mark.ARROW ? ">" : atB == Mark.CIRCLE ? circle : "";
    String arrow = atA == Mark.TAIL && atB == Mark.TAIL ? "--" : left + "-" + right;
    return GraphWriter.quoted(a) + " " + arrow + " " + GraphWriter.quoted(b);
  }
}
