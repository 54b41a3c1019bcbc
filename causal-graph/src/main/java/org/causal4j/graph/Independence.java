package org.causal4j.graph;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The statement that two variables are independent given some others.
 *
 * @param x one variable
 * @param y the other
 * @param given what is held fixed, in a fixed order
 */
public record Independence(String x, String y, Set<String> given) {

  /** Takes a copy; the three must not overlap. */
  public Independence {
    given = ImmutableSet.copyOf(given);
    Preconditions.checkArgument(!x.equals(y), "y: %s is also x", y);
    Preconditions.checkArgument(
        !given.contains(x) && !given.contains(y), "given: %s holds %s or %s", given, x, y);
  }

  /** {@code a ⟂ b | c, d}. */
  @Override
  public String toString() {
    String pair = GraphWriter.quoted(x) + " ⟂ " + GraphWriter.quoted(y);
    return given.isEmpty()
        ? pair
        : pair + " | " + given.stream().map(GraphWriter::quoted).collect(Collectors.joining(", "));
  }
}
