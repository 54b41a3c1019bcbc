package org.causal4j.graph.bayes;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.causal4j.graph.CausalGraph;

/**
 * The product of conditional distributions that a DAG stands for, and the independences which that
 * product implies: each variable is independent of its non-descendants given its parents (local
 * Markov condition; Pearl 2009, section 1.2.2).
 *
 * <p>The product says nothing about causes. Every graph of the same Markov equivalence class has
 * the same independences, and can write the same distribution as a product of its own: A → B → C, A
 * ← B ← C and A ← B → C can't be told apart by it.
 *
 * @param text as {@code P(A) P(B|A) P(C|B)}
 * @param latex the same in LaTeX
 * @param independences those that aren't empty, causes first
 */
public record Factorization(String text, String latex, ImmutableList<Independence> independences) {

  /**
   * One variable is independent of others, given some.
   *
   * @param variable the variable
   * @param of its non-descendants other than its parents
   * @param given its parents; may be empty
   */
  public record Independence(String variable, ImmutableSet<String> of, ImmutableSet<String> given) {
    /** As {@code C ⟂ A | B}. */
    @Override
    public String toString() {
      return variable
          + " ⟂ "
          + String.join(", ", of)
          + (given.isEmpty() ? "" : " | " + String.join(", ", given));
    }
  }

  /**
   * The factorization of a graph.
   *
   * @throws IllegalArgumentException for a graph with bidirected edges: its distribution does not
   *     factorize over the observed variables alone; name the hidden causes
   */
  public static Factorization of(CausalGraph graph) {
    Preconditions.checkArgument(
        graph.isDag(),
        "graph: has the bidirected edges %s; name the hidden causes as nodes",
        graph.bidirectedEdges());
    List<String> order = graph.topologicalOrder();
    ImmutableList.Builder<Independence> independences = ImmutableList.builder();
    for (String node : order) {
      Set<String> parents = graph.parents(node);
      Set<String> others = new LinkedHashSet<>(graph.nodes());
      others.removeAll(graph.descendants(node));
      others.removeAll(parents);
      if (!others.isEmpty()) {
        independences.add(
            new Independence(node, ImmutableSet.copyOf(others), ImmutableSet.copyOf(parents)));
      }
    }
    return new Factorization(
        order.stream().map(node -> factor(graph, node)).collect(Collectors.joining(" ")),
        order.stream().map(node -> latexFactor(graph, node)).collect(Collectors.joining(" \\, ")),
        independences.build());
  }

  private static String factor(CausalGraph graph, String node) {
    Set<String> parents = graph.parents(node);
    return "P(" + node + (parents.isEmpty() ? "" : "|" + String.join(",", parents)) + ")";
  }

  private static String latexFactor(CausalGraph graph, String node) {
    Collection<String> parents = graph.parents(node);
    return "P("
        + latexName(node)
        + (parents.isEmpty()
            ? ""
            : " \\mid "
                + parents.stream().map(Factorization::latexName).collect(Collectors.joining(", ")))
        + ")";
  }

  private static String latexName(String name) {
    if (name.length() == 1 && Character.isLetter(name.charAt(0))) {
      return name;
    }
    StringBuilder out = new StringBuilder("\\text{");
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\textbackslash{}");
        case '^' -> out.append("\\textasciicircum{}");
        case '~' -> out.append("\\textasciitilde{}");
        case '_', '#', '$', '%', '&', '{', '}' -> out.append('\\').append(c);
        default -> out.append(c);
      }
    }
    return out.append('}').toString();
  }

  /** The product, what it implies, and what it can't tell. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(text);
    independences.forEach(independence -> out.append("\n  ").append(independence));
    return out.append(
            "\n  every Markov-equivalent graph shares these: they say nothing about cause")
        .toString();
  }
}
