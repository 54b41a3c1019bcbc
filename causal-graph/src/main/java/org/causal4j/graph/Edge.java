package org.causal4j.graph;

import com.google.common.base.Preconditions;

/**
 * An edge of a {@link CausalGraph}: {@code from -> to}, a direct cause, or {@code from <-> to}, a
 * hidden common cause. The ends of a bidirected edge may be swapped without changing the value.
 *
 * @param from the tail, or one end
 * @param to the head, or the other end
 * @param kind the marks at the ends
 */
public record Edge(String from, String to, Kind kind) {

  /** The marks at the ends of an edge. */
  public enum Kind {
    /** {@code a -> b}: a is a direct cause of b. */
    DIRECTED,
    /** {@code a <-> b}: a and b share a cause that is not in the graph. */
    BIDIRECTED
  }

  /** Checks that the ends are named and differ. */
  public Edge {
    Preconditions.checkArgument(!from.isEmpty(), "from: must not be empty");
    Preconditions.checkArgument(!to.isEmpty(), "to: must not be empty");
    Preconditions.checkArgument(!from.equals(to), "to: %s is also the other end of the edge", to);
  }

  /** {@code from -> to}. */
  public static Edge directed(String from, String to) {
    return new Edge(from, to, Kind.DIRECTED);
  }

  /** {@code a <-> b}. */
  public static Edge bidirected(String a, String b) {
    return new Edge(a, b, Kind.BIDIRECTED);
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Edge edge) || kind != edge.kind) {
      return false;
    }
    return (from.equals(edge.from) && to.equals(edge.to))
        || (kind == Kind.BIDIRECTED && from.equals(edge.to) && to.equals(edge.from));
  }

  @Override
  public int hashCode() {
    return kind == Kind.DIRECTED
        ? 31 * from.hashCode() + to.hashCode()
        : from.hashCode() + to.hashCode();
  }

  @Override
  public String toString() {
    return GraphWriter.quoted(from)
        + (kind == Kind.DIRECTED ? " -> " : " <-> ")
        + GraphWriter.quoted(to);
  }
}
