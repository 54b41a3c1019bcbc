package org.causal4j.graph.identify;

import com.google.common.collect.ImmutableSet;
import java.util.Optional;
import java.util.Set;

/**
 * One step of a derivation: one expression is replaced by an equal one, wherever it stands.
 *
 * @param rule what justifies it
 * @param before what is replaced
 * @param after by what
 * @param cutInto the nodes whose incoming arrows are cut in the graph that the rule looks at
 * @param cutOutOf the nodes whose outgoing arrows are cut there
 * @param separation what is separated there; empty for laws of probability
 * @param reason why this is done, in words: the line of the algorithm
 */
public record Step(
    Rule rule,
    Expr before,
    Expr after,
    Set<String> cutInto,
    Set<String> cutOutOf,
    Optional<Independence> separation,
    String reason) {

  /** Takes copies. */
  public Step {
    cutInto = ImmutableSet.copyOf(cutInto);
    cutOutOf = ImmutableSet.copyOf(cutOutOf);
  }

  /** A law of probability, which needs no graph. */
  Step(Rule rule, Expr before, Expr after, String reason) {
    this(rule, before, after, Set.of(), Set.of(), Optional.empty(), reason);
  }

  /** As one line: rule, both sides, and the separation used. */
  @Override
  public String toString() {
    return before
        + " = "
        + after
        + "  ["
        + rule
        + separation.map(s -> ": " + s + " in " + graphName()).orElse("")
        + "]";
  }

  /** The mutilated graph by name, such as {@code G, arrows into X cut}. */
  public String graphName() {
    return "G"
        + (cutInto.isEmpty() ? "" : ", arrows into " + String.join(", ", cutInto) + " cut")
        + (cutOutOf.isEmpty() ? "" : ", arrows out of " + String.join(", ", cutOutOf) + " cut");
  }

  /**
   * That every path between two sets is blocked by a third.
   *
   * @param left one side
   * @param right the other
   * @param given what blocks
   */
  public record Independence(Set<String> left, Set<String> right, Set<String> given) {
    /** Takes copies. */
    public Independence {
      left = ImmutableSet.copyOf(left);
      right = ImmutableSet.copyOf(right);
      given = ImmutableSet.copyOf(given);
    }

    @Override
    public String toString() {
      return String.join(", ", left)
          + " ⟂ "
          + String.join(", ", right)
          + (given.isEmpty() ? "" : " | " + String.join(", ", given));
    }
  }
}
